import CSystemd
import Glibc

/// A destination of entries. It is called only by the journal's own thread, and may block.
public protocol JournalSink: Sendable {
  /// Writes one entry. An entry that cannot be written is lost; there is nobody to whom a failure could be reported.
  ///
  /// - Parameter microseconds: the time of logging, in microseconds since 1970.
  func write(_ entry: JournalEntry, microseconds: Int64)
}

/// Writes entries by the journal's native protocol (sd_journal_sendv(3)), which preserves every field, newlines
/// included.
public struct NativeJournalSink: JournalSink {
  private let identifier: String
  private let fallback: LineSink

  /// - Parameter identifier: the program's name, written to `SYSLOG_IDENTIFIER`.
  public init(identifier: String) {
    self.identifier = identifier
    fallback = LineSink(descriptor: STDERR_FILENO, format: .text, levelPrefix: true)
  }

  /// Writes one entry, to standard error if the journal refuses it.
  public func write(_ entry: JournalEntry, microseconds: Int64) {
    var flat: [UInt8] = []
    var ends: [Int] = []
    func append(_ name: String, _ value: String) {
      flat += name.utf8
      flat.append(UInt8(ascii: "="))
      flat += JournalLimits.clip(value).utf8
      ends.append(flat.count)
    }
    append("MESSAGE", entry.message)
    append("PRIORITY", String(entry.priority.rawValue))
    append("SYSLOG_IDENTIFIER", identifier)
    if let id = entry.messageID { append("MESSAGE_ID", id.hex) }
    for field in entry.fields.prefix(JournalLimits.fields) {
      append(JournalFieldName.repaired(field.name), field.value)
    }
    let result = flat.withUnsafeMutableBytes { bytes -> Int32 in
      guard let base = bytes.baseAddress else { return 0 }
      var start = 0
      let vectors = ends.map { end -> iovec in
        defer { start = end }
        return iovec(iov_base: base + start, iov_len: end - start)
      }
      return sd_journal_sendv(vectors, Int32(vectors.count))
    }
    if result < 0 { fallback.write(entry, microseconds: microseconds) }
  }
}

/// Writes one line for each entry, for terminals and for log collectors that read a pipe.
public struct LineSink: JournalSink {
  /// The form of a line: plain text, or one JSON object.
  public enum Format: Sendable { case text, json }

  private let descriptor: Int32
  private let format: Format
  private let levelPrefix: Bool

  /// - Parameters:
  ///   - descriptor: the sink writes to it and never closes it.
  ///   - levelPrefix: true to begin each line with `<4>`, which systemd reads as the priority (sd-daemon(3)).
  public init(descriptor: Int32, format: Format, levelPrefix: Bool = false) {
    self.descriptor = descriptor
    self.format = format
    self.levelPrefix = levelPrefix
  }

  /// Writes one line. It waits while the descriptor is not ready, and drops the line if its reader is gone.
  public func write(_ entry: JournalEntry, microseconds: Int64) {
    let body =
      switch format {
      case .text: JournalLine.text(entry, microseconds: microseconds)
      case .json: JournalLine.json(entry, microseconds: microseconds)
      }
    let line = Array(((levelPrefix ? "<\(entry.priority.rawValue)>" : "") + body + "\n").utf8)
    var written = 0
    while written < line.count {
      let count = line[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        written += count
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, 1000)
      } else if errno != EINTR {
        return  // The reader of the pipe is gone, and nobody is left to tell.
      }
    }
  }
}

/// The limits on an entry. Longer values are cut, and the cut is marked.
enum JournalLimits {
  static let fields = 48
  static let valueBytes = 16 * 1024

  static func clip(_ value: String) -> String {
    guard value.utf8.count > valueBytes else { return value }
    // Decoding replaces a character that the cut went through.
    return String(decoding: value.utf8.prefix(valueBytes), as: UTF8.self) + "…"
  }
}
