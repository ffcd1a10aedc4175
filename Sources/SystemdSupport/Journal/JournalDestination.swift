import Glibc

/// Which sink serves the process best.
public enum JournalDestination: String, Sendable, CaseIterable {
  /// The journal when standard error leads there, otherwise text.
  case auto
  case journal, text, json

  private static let journalSocket = "/run/systemd/journal/socket"

  /// - Parameter identifier: the program's name, for the journal.
  public func sink(environment: ServiceEnvironment, identifier: String) -> any JournalSink {
    let isUnderJournal = Self.leadsToJournal(STDERR_FILENO, stream: environment["JOURNAL_STREAM"])
    switch self {
    case .auto where isUnderJournal && Self.journalIsThere, .journal where Self.journalIsThere:
      return NativeJournalSink(identifier: identifier)
    case .json:
      return LineSink(descriptor: STDERR_FILENO, format: .json)
    case .auto, .journal, .text:
      return LineSink(descriptor: STDERR_FILENO, format: .text, levelPrefix: isUnderJournal)
    }
  }

  private static var journalIsThere: Bool { access(journalSocket, W_OK) == 0 }

  /// `JOURNAL_STREAM` is `device:inode` of the stream that systemd connected; a redirected descriptor has others
  /// (systemd.exec(5)).
  static func leadsToJournal(_ descriptor: Int32, stream: String?) -> Bool {
    guard let stream else { return false }
    let parts = stream.split(separator: ":")
    var status = stat()
    guard parts.count == 2, fstat(descriptor, &status) == 0 else { return false }
    return UInt64(parts[0]) == UInt64(status.st_dev) && UInt64(parts[1]) == UInt64(status.st_ino)
  }
}
