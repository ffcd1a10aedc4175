import Glibc

/// The setting that chooses a sink.
public enum JournalDestination: String, Sendable, CaseIterable {
  /// The journal if standard error leads there, otherwise text.
  case auto
  case journal, text, json

  private static let journalSocket = "/run/systemd/journal/socket"

  /// Returns the sink that serves the process best. `journal` falls back to text if the journal's socket is not there.
  ///
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

  /// True if the descriptor is the stream that systemd connected to the journal. `JOURNAL_STREAM` holds its
  /// `device:inode`, which differ for a redirected descriptor (systemd.exec(5)).
  static func leadsToJournal(_ descriptor: Int32, stream: String?) -> Bool {
    guard let stream else { return false }
    let parts = stream.split(separator: ":")
    var status = stat()
    guard parts.count == 2, fstat(descriptor, &status) == 0 else { return false }
    return UInt64(parts[0]) == UInt64(status.st_dev) && UInt64(parts[1]) == UInt64(status.st_ino)
  }
}
