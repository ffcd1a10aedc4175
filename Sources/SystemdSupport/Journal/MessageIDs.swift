/// The kind of a journal entry: 128 bits that never change (sd-id128(3)). `journalctl MESSAGE_ID=…` finds all entries
/// of a kind, and the catalogue (`systemd/magnetiq.catalog`) explains them.
public struct MessageID: Hashable, Sendable {
  /// 32 lower-case hexadecimal digits.
  public let hex: String
  /// The name of the kind in summaries, for people.
  public let name: String

  private init(_ hex: String, _ name: String) {
    self.hex = hex
    self.name = name
  }

  /// A machine moved from one configuration to another.
  public static let transition = MessageID("9ad38c755a224aeb8c61ac79a08edd99", "transition")
  /// An attempt at a step has ended, with any outcome.
  public static let attempt = MessageID("1bd091b994d641faab35f7c4cd51de11", "attempt")
  /// A problem needs a person.
  public static let incident = MessageID("2b1f688278544c88889ed7a9257c9a7f", "incident")
  /// The daemon accepts requests.
  public static let started = MessageID("5d77af9d6e234fb1bb3958be355b69c5", "started")
  /// The daemon has stopped on purpose.
  public static let stopped = MessageID("d76af1de5fe24c2c9912b2c41300ee65", "stopped")
  /// The wall clock is no longer trusted, or is trusted again. Timers and steps that notify or move money wait while it
  /// is not.
  public static let clockHold = MessageID("2f96ecdf69da456e912d0c33cb24ed75", "clock hold")
  /// The journal could not keep up, and entries were counted instead of written.
  public static let summary = MessageID("856b9b971c6c401b958e9e6b6a2f9132", "summary")

  /// Every kind that the daemon logs.
  public static let all: [MessageID] = [.transition, .attempt, .incident, .started, .stopped, .clockHold, .summary]
}
