import Encoding

/// One SMTP connection (RFC 5321) as a pure state machine: bytes in, replies out. Commands may arrive in one packet
/// (PIPELINING, RFC 2920) or byte by byte.
struct SMTPSession {
  static let sizeLimit = 10 * 1024 * 1024
  static let lineLimit = 2_000
  static let recipientLimit = 100
  static let greeting = "220 sandbox.invalid ESMTP magnetiq-sandbox\r\n"

  /// The decisions that the session leaves to the sandbox.
  protocol Host {
    mutating func accept(recipient: String) -> MailReply
    mutating func receive(_ envelope: Envelope) -> MailReply
  }

  private var buffer: [UInt8] = []
  private var greeted = false
  private var from: String?
  private var to: [String] = []
  private var data: [UInt8]?
  private var isTooLarge = false
  /// True after QUIT, a cut connection or a line that is too long.
  private(set) var isClosed = false

  /// Returns the replies to send; if `isClosed` is true afterwards, the connection is closed after them.
  mutating func consume(_ bytes: some Sequence<UInt8>, host: inout some Host) -> String {
    buffer.append(contentsOf: bytes)
    var out = ""
    while !isClosed, let end = buffer.firstIndex(of: 10) {
      var line = buffer[..<end]
      if line.last == 13 { line = line.dropLast() }
      let content = Array(line)
      buffer.removeFirst(end + 1)
      if data == nil { out += command(content, &host) } else { out += dataLine(content, &host) }
    }
    if !isClosed, buffer.count > (data == nil ? Self.lineLimit : Self.sizeLimit) {
      isClosed = true
      out += "500 5.5.2 Line too long\r\n"
    }
    return out
  }

  private mutating func command(_ line: [UInt8], _ host: inout some Host) -> String {
    let text = String(decoding: line, as: UTF8.self)
    let verb = text.prefix { $0 != " " && $0 != ":" }.uppercased()
    let rest = MIMEPart.trimmed(text.dropFirst(verb.count))
    switch verb {
    case "EHLO":
      reset()
      greeted = true
      return "250-sandbox.invalid\r\n250-SIZE \(Self.sizeLimit)\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 PIPELINING\r\n"
    case "HELO":
      reset()
      greeted = true
      return "250 sandbox.invalid\r\n"
    case "MAIL": return mail(rest)
    case "RCPT": return recipient(rest, &host)
    case "DATA":
      guard from != nil, !to.isEmpty else { return "503 5.5.1 MAIL and RCPT first\r\n" }
      data = []
      isTooLarge = false
      return "354 End data with <CR><LF>.<CR><LF>\r\n"
    case "RSET":
      reset()
      return "250 2.0.0 Ok\r\n"
    case "NOOP": return "250 2.0.0 Ok\r\n"
    case "VRFY": return "252 2.1.5 Send some mail and see\r\n"
    case "QUIT":
      isClosed = true
      return "221 2.0.0 Bye\r\n"
    default: return "502 5.5.1 Command not implemented\r\n"
    }
  }

  private mutating func mail(_ rest: String) -> String {
    guard greeted else { return "503 5.5.1 EHLO first\r\n" }
    guard from == nil else { return "503 5.5.1 Nested MAIL command\r\n" }
    guard let address = Self.address(rest, after: "FROM:") else { return "501 5.5.4 Syntax: MAIL FROM:<address>\r\n" }
    if let size = rest.uppercased().split(separator: " ").first(where: { $0.hasPrefix("SIZE=") }),
      Int(size.dropFirst(5)) ?? 0 > Self.sizeLimit
    {
      return "552 5.3.4 Message too large\r\n"
    }
    from = address
    return "250 2.1.0 Ok\r\n"
  }

  private mutating func recipient(_ rest: String, _ host: inout some Host) -> String {
    guard from != nil else { return "503 5.5.1 MAIL first\r\n" }
    guard let address = Self.address(rest, after: "TO:"), !address.isEmpty else {
      return "501 5.5.4 Syntax: RCPT TO:<address>\r\n"
    }
    guard to.count < Self.recipientLimit else { return "452 4.5.3 Too many recipients\r\n" }
    switch host.accept(recipient: address) {
    case .cut:
      isClosed = true
      return ""
    case .reply(let code, let text):
      if code < 300 { to.append(address) }
      return "\(code) \(text)\r\n"
    }
  }

  private mutating func dataLine(_ line: [UInt8], _ host: inout some Host) -> String {
    if line == [46] {
      let envelope = Envelope(from: from ?? "", to: to, data: data ?? [])
      let tooLarge = isTooLarge
      reset()
      if tooLarge { return "552 5.3.4 Message too large\r\n" }
      switch host.receive(envelope) {
      case .reply(let code, let text): return "\(code) \(text)\r\n"
      case .cut:
        isClosed = true
        return ""
      }
    }
    guard !isTooLarge else { return "" }
    // A leading dot was doubled by the sender (RFC 5321 §4.5.2).
    data?.append(contentsOf: line.first == 46 ? line.dropFirst() : line[...])
    data?.append(contentsOf: [13, 10])
    if data?.count ?? 0 > Self.sizeLimit {
      isTooLarge = true
      data = []
    }
    return ""
  }

  private mutating func reset() {
    from = nil
    to = []
    data = nil
    isTooLarge = false
  }

  /// The address between the angle brackets; it may be empty, as in a bounce.
  private static func address(_ text: String, after prefix: String) -> String? {
    guard text.uppercased().hasPrefix(prefix) else { return nil }
    guard let open = text.firstIndex(of: "<"), let close = text[open...].firstIndex(of: ">") else { return nil }
    return String(text[text.index(after: open)..<close])
  }
}
