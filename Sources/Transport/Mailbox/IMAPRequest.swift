public import Secrets

/// A folder of a mailbox on a server (RFC 9051), and who reads it.
public struct IMAPFolder: Sendable {
  /// A proof of who signs in.
  public enum Proof: Sendable, Hashable {
    /// A password.
    case password(Secret)
    /// An access token (RFC 7628, or XOAUTH2 where a server knows only that).
    case token(Secret)
  }

  /// The host name or address.
  public var host: String
  /// The port, 1 to 65,535.
  public var port: Int
  /// The protection of the connection.
  public var security: SMTPServer.Security
  /// The user name.
  public var user: String
  /// The proof that we are the user.
  public var proof: Proof
  /// The folder: printable ASCII without `"` and `\`.
  public var name: String

  /// Creates a folder; by default the one that mail arrives in.
  public init(
    host: String, port: Int, security: SMTPServer.Security = .tls, user: String, proof: Proof, name: String = "INBOX"
  ) {
    (self.host, self.port, self.security) = (host, port, security)
    (self.user, self.proof, self.name) = (user, proof, name)
  }

  /// True if the name can stand in a command as a quoted text.
  var isValid: Bool {
    (1...255).contains(name.utf8.count)
      && name.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }
  }
}

/// One question to a mailbox.
public struct IMAPRequest: Sendable {
  /// A question. The numbers of mails are unique as long as the folder's validity is the same (RFC 9051 §2.3.1.1).
  public enum Question: Sendable, Hashable {
    /// The folder's validity, and the number that the next mail gets.
    case state
    /// Number, size and time of arrival of the mails with these numbers.
    case list(ClosedRange<UInt32>, validity: UInt32)
    /// The beginning of a mail, so many bytes at most.
    case mail(UInt32, validity: UInt32, bytes: Int)
  }

  /// The folder.
  public var folder: IMAPFolder
  /// The question.
  public var question: Question
  /// The limit from submission to the server's last reply; above zero.
  public var timeout: Duration
  /// The most bytes of an answer. A longer one ends the exchange.
  public var maxResponseBytes: Int

  /// Creates a question.
  public init(
    _ question: Question, in folder: IMAPFolder, timeout: Duration = .seconds(30), maxResponseBytes: Int = 1 << 20
  ) {
    (self.question, self.folder, self.timeout) = (question, folder, timeout)
    self.maxResponseBytes = maxResponseBytes
  }
}

/// Asks mailboxes.
public protocol IMAPTransport: Sendable {
  /// Returns the server's answer: the lines of a state or a list, or the bytes of a mail.
  func ask(_ request: IMAPRequest) async -> Result<[UInt8], TransportFailure>
  /// Ends all exchanges and connections.
  func stop()
}
