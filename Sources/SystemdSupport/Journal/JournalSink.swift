import CSystemd
import Glibc

/// Where entries end up. Called by the journal's own thread only; may block.
public protocol JournalSink: Sendable {
  /// - Parameter microseconds: when it was logged, since 1970.
  func write(_ entry: JournalEntry, microseconds: Int64)
}

/// The journal's native protocol (sd_journal_sendv(3)): every field as it is, newlines and all.
public struct NativeJournalSink: JournalSink {
  private let identifier: String
  private let fallback: LineSink

  /// - Parameter identifier: `SYSLOG_IDENTIFIER`, the program's name.
  public init(identifier: String) {
    self.identifier = identifier
    fallback = LineSink(descriptor: STDERR_FILENO, format: .text, levelPrefix: true)
  }

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

/// One line an entry, for terminals and for log collectors that read a pipe.
public struct LineSink: JournalSink {
  public enum Format: Sendable { case text, json }

  private let descriptor: Int32
  private let format: Format
  private let levelPrefix: Bool

  /// - Parameters:
  ///   - descriptor: stays the caller's to close.
  ///   - levelPrefix: begin each line with `<4>`, which systemd takes for the priority (sd-daemon(3)).
  public init(descriptor: Int32, format: Format, levelPrefix: Bool = false) {
    self.descriptor = descriptor
    self.format = format
    self.levelPrefix = levelPrefix
  }

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
        return  // nobody is left to tell: the reader of the pipe is gone
      }
    }
  }
}

/// What an entry may hold at most; more is cut, and the cut is marked.
enum JournalLimits {
  static let fields = 48
  static let valueBytes = 16 * 1024

  static func clip(_ value: String) -> String {
    guard value.utf8.count > valueBytes else { return value }
    // Decoding repairs a character that the cut went through.
    return String(decoding: value.utf8.prefix(valueBytes), as: UTF8.self) + "…"
  }
}
