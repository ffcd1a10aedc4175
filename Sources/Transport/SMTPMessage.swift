public import Secrets

/// A message with its envelope, for one recipient.
public struct SMTPMessage: Sendable {
  public var server: SMTPServer
  /// The envelope's sender and recipient: bare addresses.
  public var sender: String
  public var recipient: String
  /// Headers and body with CRLF line ends; dots at the start of a line are doubled by the transport.
  public var content: [UInt8]
  /// From submission to the server's last reply; above zero.
  public var timeout: Duration
  /// True if the server is only greeted, signed in to and told NOOP: no mail is handed in.
  public private(set) var isProbe = false

  /// A question whether the server would let us in.
  public static func probe(of server: SMTPServer, timeout: Duration) -> SMTPMessage {
    var message = SMTPMessage(server: server, sender: "", recipient: "", content: [], timeout: timeout)
    message.isProbe = true
    return message
  }

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

/// Where mail is handed in.
public struct SMTPServer: Sendable {
  /// How the connection is protected.
  public enum Security: String, Sendable, CaseIterable {
    /// TLS from the first byte (`smtps`, port 465).
    case tls
    /// Plain until STARTTLS, which is required (port 587).
    case starttls
    /// None: for a server on the same machine, and the sandbox.
    case none
  }

  public var host: String
  /// 1–65535.
  public var port: Int
  public var security: Security
  public var user: String?
  public var password: Secret?

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

/// The server's verdict on the message: 250, or the 4yz or 5yz code that ended the dialogue (RFC 5321 §4.2).
public struct SMTPReply: Sendable, Equatable {
  public let code: Int

  public init(code: Int) { self.code = code }
}
