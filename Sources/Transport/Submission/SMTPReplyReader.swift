/// Takes what a mail server sends apart into replies (RFC 5321 §4.2). A server that does not keep to the form, or to the limits, is
/// not listened to any more.
struct SMTPReplyReader: Sendable {
  /// The fault of a server whose words are no reply.
  struct Unreadable: Error, Equatable {}

  /// The most bytes of a line. RFC 5321 (§4.5.3.1.5) allows 512.
  static let lineLimit = 2_000
  /// The most bytes of a reply with all its lines.
  static let replyLimit = 64 << 10

  private var buffer: [UInt8] = []
  private var code: Int?
  private var status: String?
  private var length = 0

  /// True if nothing is left that was sent.
  var isEmpty: Bool { buffer.isEmpty && code == nil }

  /// Appends bytes that have arrived.
  mutating func append(_ bytes: some Sequence<UInt8>) { buffer.append(contentsOf: bytes) }

  /// Returns the next reply, or nil as long as its last line has not come.
  mutating func next() throws(Unreadable) -> SMTPReply? {
    while let end = buffer.firstIndex(of: 10) {
      let line = Array(buffer[..<end])
      buffer.removeFirst(end + 1)
      length += line.count
      guard line.count <= Self.lineLimit, length <= Self.replyLimit, let number = Self.code(of: line),
        code == nil || code == number
      else { throw Unreadable() }
      code = number
      status = SMTPReply.status(inLine: line) ?? status
      if line.dropFirst(3).first == UInt8(ascii: "-") { continue }
      defer { (code, status, length) = (nil, nil, 0) }
      return SMTPReply(code: number, status: status)
    }
    guard buffer.count <= Self.lineLimit else { throw Unreadable() }
    return nil
  }

  /// The three digits that a line begins with, before a blank, a hyphen or its end.
  private static func code(of line: [UInt8]) -> Int? {
    let digits = line.prefix(3)
    let after = line.dropFirst(3).first
    guard digits.count == 3, digits.allSatisfy({ (48...57).contains($0) }), (50...53).contains(line[0]),
      after == nil || [0x20, 0x2D, 0x0D].contains(after)
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }
}
