import Execution
import Synchronization

/// The addresses that are not written to, across all bookings. Executors ask it before each message. It is filled in
/// later than the executors are made, because it is kept in the store.
public final class SuppressionList: Sendable {
  /// The answer to a look-up.
  public enum Answer: Sendable, Hashable {
    case free
    case suppressed(Suppression)
    /// The store cannot be read at present.
    case unreadable
  }

  /// Looks an address up.
  public typealias Lookup = @Sendable (Contact) async -> Answer

  /// The code with which a step fails whose recipient is on the list.
  public static let code = "suppressed"

  /// A function as the direct value of a generic type is wrapped anew each time it is read, and written back so wrapped:
  /// each look-up would take longer than the one before. A structure keeps it as it is.
  private struct State {
    var lookup: Lookup?
  }

  private let state = Mutex(State())

  /// Nobody is on the list until there is a look-up.
  public init() {}

  /// Gives the look-up.
  public func fill(_ lookup: @escaping Lookup) { state.withLock { $0.lookup = lookup } }

  /// Returns the outcome of a message that must not leave; nil for one that may.
  func refusal(of contact: Contact, isMarketing: Bool) async -> StepOutcome? {
    guard let lookup = state.withLock({ $0.lookup }) else { return nil }
    switch await lookup(contact) {
    case .free: return nil
    case .suppressed(let found):
      guard found.scope == .all || isMarketing else { return nil }
      return .failed(
        StepError(
          code: Self.code,
          message:
            "the address is on the suppression list (\(ProviderWord.shown(found.reason))), so nothing was sent; reach the person in another way, or take it off: magnetiqctl suppressions remove"
        ))
    case .unreadable:
      return .retry(
        StepError(
          code: "suppressions_unreadable",
          message: "the suppression list cannot be read at present; the message waits until it can", isOurs: true),
        after: nil)
    }
  }
}
