public import Secrets

/// A message and its envelope for one recipient.
public struct SMTPMessage: Sendable {
  /// The server that takes the message.
  public var server: SMTPServer
  /// The sender in the envelope, a bare address.
  public var sender: String
  /// The recipient in the envelope, a bare address.
  public var recipient: String
  /// The header and the body in ASCII with CRLF line ends. The transport doubles dots at the beginning of lines.
  public var content: [UInt8]
  /// The limit from submission to the server's last reply; above zero.
  public var timeout: Duration
  /// True if the server is only greeted, signed in to and told NOOP: no mail is handed in.
  public private(set) var isProbe = false

  /// A question whether the server would let us in.
  public static func probe(of server: SMTPServer, timeout: Duration) -> SMTPMessage {
    var message = SMTPMessage(server: server, sender: "", recipient: "", content: [], timeout: timeout)
    message.isProbe = true
    return message
  }

  /// Creates a message.
  public init(
    server: SMTPServer, sender: String, recipient: String, content: [UInt8], timeout: Duration = .seconds(60)
  ) {
    self.server = server
    self.sender = sender
    self.recipient = recipient
    self.content = content
    self.timeout = timeout
  }
}

/// A server to which mail is submitted.
public struct SMTPServer: Sendable, Hashable {
  /// How the connection is protected.
  public enum Security: String, Sendable, CaseIterable {
    /// TLS from the first byte (`smtps`, port 465).
    case tls
    /// Plain until STARTTLS, which is required (port 587).
    case starttls
    /// None: for a server on the same machine, and the sandbox.
    case none
  }

  /// The host name or address.
  public var host: String
  /// The port, 1 to 65,535.
  public var port: Int
  /// The protection of the connection.
  public var security: Security
  /// The user name; nil for a server without authentication.
  public var user: String?
  /// The password; nil for a server without authentication.
  public var password: Secret?

  /// Creates a server.
  public init(
    host: String, port: Int, security: Security = .starttls, user: String? = nil, password: Secret? = nil
  ) {
    self.host = host
    self.port = port
    self.security = security
    self.user = user
    self.password = password
  }

  var url: String {
    let literal = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return "\(security == .tls ? "smtps" : "smtp")://\(literal):\(port)"
  }
}

/// The server's last reply: 250, or the 4yz or 5yz code that ended the dialogue (RFC 5321 §4.2).
public struct SMTPReply: Sendable, Equatable {
  /// A part of the dialogue.
  public enum Stage: Sendable {
    /// The greeting, EHLO, TLS and the sign-in: nothing of the message was named yet.
    case connection
    /// The sender's address, and the length of the message.
    case sender
    /// The recipient.
    case recipient
    /// The message itself: the reply may be about what stands in it.
    case content
  }

  /// The reply code.
  public let code: Int
  /// The class, subject and detail that the text begins with, such as `5.7.1` (RFC 3463); nil if the server gives none.
  public let status: String?
  /// The part of the dialogue that the reply is about.
  public let stage: Stage

  /// Creates a reply.
  public init(code: Int, status: String? = nil, stage: Stage = .recipient) {
    self.code = code
    self.status = status
    self.stage = stage
  }

  /// Returns the status of a line of a reply, such as `554 5.7.1 Relay access denied`.
  static func status(inLine line: some Sequence<UInt8>) -> String? {
    let words = line.prefix(64).split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") })
    guard words.count > 1, words[0].count == 3 else { return nil }
    let parts = words[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isStatus =
      parts.count == 3 && parts.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy { (48...57).contains($0) } }
    guard isStatus, words[1].first == words[0].first else { return nil }
    return String(decoding: words[1], as: UTF8.self)
  }
}
