/// The dialogue about one message on a connection that is ready for mail (RFC 5321 §3.3). With PIPELINING (RFC 2920) the envelope and
/// DATA go out together; what the replies mean is the same.
///
/// A server delivers only messages whose end it has acknowledged, so the first byte of the message separates *not sent* from *lost*.
struct SMTPSubmission: Sendable {
  /// The next thing to do.
  enum Next: Sendable, Equatable {
    /// Send these bytes, and read a reply.
    case send([UInt8])
    /// Read another reply.
    case read
    /// The server has decided.
    case end(SMTPReply, Aftermath)
    /// A reply has no meaning at its place.
    case senseless
  }

  /// The state in which the dialogue leaves the connection.
  enum Aftermath: Sendable {
    /// The next message may follow.
    case clean
    /// The server still knows the envelope, and has to forget it first.
    case mustReset
    /// The server ends the connection.
    case mustClose
  }

  private enum Command {
    case reset, mail, recipient, data, message, emptyMessage

    /// The part of the dialogue that a refusal of the command is about.
    var stage: SMTPReply.Stage {
      switch self {
      case .reset: .connection
      case .mail: .sender
      case .recipient, .data, .emptyMessage: .recipient
      case .message: .content
      }
    }
  }

  private let content: [UInt8]
  private var unsent: [(Command, [UInt8])]
  private var awaited: [Command] = []
  private let isPipelined: Bool
  private var refusal: SMTPReply?
  private var isEnvelopeKnown = false
  /// True once the message itself is sent.
  private(set) var contentBegan = false

  /// Prepares the dialogue.
  ///
  /// - Parameter resets: true if the connection has the envelope of another message.
  init(_ message: SMTPMessage, _ extensions: SMTPExtensions, resets: Bool) {
    content = message.content
    isPipelined = extensions.pipelining
    let size = extensions.size ? " SIZE=\(content.count)" : ""
    unsent = [
      (.mail, Array("MAIL FROM:<\(message.sender)>\(size)\r\n".utf8)),
      (.recipient, Array("RCPT TO:<\(message.recipient)>\r\n".utf8)), (.data, Array("DATA\r\n".utf8)),
    ]
    if resets { unsent.insert((.reset, Array("RSET\r\n".utf8)), at: 0) }
  }

  /// The first bytes to send.
  mutating func begin() -> [UInt8] { nextCommands() }

  /// Takes the reply to the oldest command that has none.
  mutating func take(_ reply: SMTPReply) -> Next {
    let command = awaited.first
    let isRefused = (400..<600).contains(reply.code)
    let told = SMTPReply(
      code: reply.code, status: isRefused ? reply.status : nil, stage: command?.stage ?? .recipient)
    // The server ends the connection, whatever it was asked (RFC 5321 §3.8).
    if reply.code == 421 { return .end(refusal ?? told, .mustClose) }
    guard let command else { return .senseless }
    awaited.removeFirst()
    switch command {
    case .reset:
      guard reply.code / 100 == 2 else { return isRefused ? .end(told, .mustClose) : .senseless }
    case .mail, .recipient:
      guard reply.code / 100 == 2 || isRefused else { return .senseless }
      if isRefused { refusal = refusal ?? told } else { isEnvelopeKnown = true }
    case .data:
      guard reply.code == 354 else {
        guard isRefused else { return .senseless }
        refusal = refusal ?? told
        break
      }
      if refusal != nil {
        // The server waits for a message that it has no recipient for: an empty one goes to nobody (RFC 2920 §3.1).
        awaited = [.emptyMessage]
        return .send(Array(".\r\n".utf8))
      }
      contentBegan = true
      awaited = [.message]
      return .send(Self.transparent(content))
    case .message:
      guard reply.code == 250 || isRefused else { return .senseless }
      return .end(told, .clean)
    case .emptyMessage: isEnvelopeKnown = false
    }
    if !awaited.isEmpty { return .read }
    if let refusal { return .end(refusal, isEnvelopeKnown ? .mustReset : .clean) }
    return .send(nextCommands())
  }

  private mutating func nextCommands() -> [UInt8] {
    let count = isPipelined ? unsent.count : min(1, unsent.count)
    let group = unsent.prefix(count)
    unsent.removeFirst(count)
    awaited += group.map(\.0)
    return group.flatMap(\.1)
  }

  /// The message with the dots at the beginning of lines doubled, and its end (RFC 5321 §4.5.2).
  private static func transparent(_ content: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(content.count + content.count / 32 + 5)
    var last: UInt8 = 10
    for byte in content {
      if byte == UInt8(ascii: "."), last == 10 { out.append(byte) }
      out.append(byte)
      last = byte
    }
    if last != 10 { out += [13, 10] }
    return out + Array(".\r\n".utf8)
  }
}

extension SMTPMessage {
  /// The reason why the message cannot be sent; nil if it can. A line break in an address, or one that only some servers take for
  /// a line break, could smuggle commands in (RFC 5321 §2.3.8).
  var fault: String? {
    for address in isProbe ? [] : [sender, recipient] {
      guard address.utf8.count <= 320,
        address.utf8.allSatisfy({ (0x21..<0x7F).contains($0) && $0 != 0x3C && $0 != 0x3E })
      else { return "an address of the envelope is not plain" }
    }
    guard isProbe || !recipient.isEmpty else { return "the envelope has no recipient" }
    var last: UInt8 = 0
    for byte in content {
      guard (byte == 10) == (last == 13), byte < 0x80, byte != 0 else {
        return "the message has a byte beyond ASCII, or a line that does not end with CRLF"
      }
      last = byte
    }
    return last == 13 ? "the message ends within a line's end" : nil
  }
}
