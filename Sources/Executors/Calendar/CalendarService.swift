import CivilTime
import Execution

/// A way in which calendars are kept: by a CalDAV server, by Google or by Microsoft.
protocol CalendarService: Sendable {
  /// The most exchanges of one step.
  var exchanges: Int { get }

  /// Writes an entry, or leaves one of a later sequence as it is. Repeating it changes nothing.
  func put(_ entry: Invitation, of owner: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> StepOutcome
  /// Takes an entry away; one that is not there is as good as taken away.
  func delete(_ uid: String, of owner: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> StepOutcome
  /// Returns the times between two instants at which an owner is busy, as the outcome of `calendar.busy`.
  func busy(
    _ owner: String, from: Instant, to: Instant, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome
  /// Asks whether steps would be carried out, and changes nothing.
  func check(_ attempt: OAuthClient.Attempt) async throws(StepStop) -> ExecutorCheck
}

/// An entry's fields, checked.
enum CalendarFields {
  /// An owner as Google and Microsoft name calendars: an address or an identifier.
  static func isOwner(_ text: String) -> Bool {
    (1...254).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
  }

  static func uid(_ text: String) throws(StepError) -> String {
    guard !text.isEmpty, text.utf8.count <= 255 else {
      throw StepError(code: "rejected", message: "calendar: 'uid' is to have 1 to 255 bytes")
    }
    return text
  }

  static let badOwner = StepError(
    code: "rejected", message: "calendar: 'owner' is to be an address or an identifier of 1 to 254 visible characters")

  /// Pieces of a time that a service answers for: it refuses longer ones.
  static func pieces(from: Instant, to: Instant, of length: Duration) -> [(from: Instant, to: Instant)] {
    var (pieces, start): ([(Instant, Instant)], Instant) = ([], from)
    while start < to, pieces.count < 20 {
      let end = min(to, start.adding(length) ?? to)
      pieces.append((start, end))
      start = end
    }
    return pieces
  }
}
