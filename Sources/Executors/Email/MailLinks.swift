import Synchronization

/// The addresses that mails give to their readers. They hold secrets whose key is known only once the store is open, so they
/// are filled in later than the executor is made.
public final class MailLinks: Sendable {
  /// Makes the address of a page for one booking.
  public struct Maker: Sendable {
    /// The page with the tasks of a role.
    public let tasks: @Sendable (_ reference: String, _ role: String) -> String
    /// The booking's own page for a role; nil without a site.
    public let page: @Sendable (_ reference: String, _ role: String) -> String?
    /// The page that ends marketing mails by one click.
    public let unsubscribe: @Sendable (_ reference: String) -> String

    /// Creates a maker; without `page`, bookings have no pages of their own.
    public init(
      tasks: @escaping @Sendable (_ reference: String, _ role: String) -> String,
      unsubscribe: @escaping @Sendable (_ reference: String) -> String,
      page: @escaping @Sendable (_ reference: String, _ role: String) -> String? = { _, _ in nil }
    ) {
      self.tasks = tasks
      self.unsubscribe = unsubscribe
      self.page = page
    }
  }

  private let maker = Mutex<Maker?>(nil)

  /// Mails give no such addresses until there is a maker.
  public init() {}

  /// From now on mails give these addresses.
  public func fill(_ maker: Maker) { self.maker.withLock { $0 = maker } }

  func tasks(_ reference: String, _ role: String) -> String? { maker.withLock { $0 }?.tasks(reference, role) }

  func page(_ reference: String, _ role: String) -> String? { maker.withLock { $0 }?.page(reference, role) }

  func unsubscribe(_ reference: String) -> String? { maker.withLock { $0 }?.unsubscribe(reference) }
}
