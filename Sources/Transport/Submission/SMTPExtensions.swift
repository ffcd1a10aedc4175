/// The extensions that a mail server announced in its reply to EHLO (RFC 5321 §4.1.1.1), as far as they are used: messages and
/// addresses are ASCII, so that 8BITMIME and SMTPUTF8 are not needed.
struct SMTPExtensions: Sendable, Equatable {
  /// Commands may be sent before the replies to earlier ones have come (PIPELINING, RFC 2920).
  private(set) var pipelining = false
  /// MAIL may say how long the message is (SIZE, RFC 1870).
  private(set) var size = false
  private var isWithinReply = false

  /// Takes the next line of what the server says until it is ready for mail. The last reply with 250 is the one to EHLO over the
  /// protected connection: its forerunner over the open one counts for nothing (RFC 3207 §4.2).
  mutating func take(line: some Collection<UInt8>) {
    let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x2D || $0 == 0x0D || $0 == 0x0A })
    guard line.starts(with: "250".utf8) else {
      isWithinReply = false
      return
    }
    if isWithinReply {
      // The first line names the server.
      let keyword = words.count > 1 ? String(decoding: words[1], as: UTF8.self).uppercased() : ""
      if keyword == "PIPELINING" { pipelining = true }
      if keyword == "SIZE" { size = true }
    } else {
      self = SMTPExtensions()
    }
    isWithinReply = line.dropFirst(3).first == UInt8(ascii: "-")
  }
}
