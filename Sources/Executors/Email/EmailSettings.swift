public import Secrets
public import Transport

/// An account at Brevo.
public struct BrevoAccount: Sendable {
  /// The interface's address, without a slash at the end.
  public var baseURL: String
  /// The key of the interface.
  public var key: Secret
  /// True to allow plain http, which is for the sandbox only.
  public var allowPlaintext: Bool

  /// Creates an account.
  public init(baseURL: String = "https://api.brevo.com", key: Secret, allowPlaintext: Bool = false) {
    (self.baseURL, self.key, self.allowPlaintext) = (baseURL, key, allowPlaintext)
  }
}

/// The settings for outgoing mail.
public struct EmailSettings: Sendable {
  /// The service that delivers the mail.
  public enum Service: Sendable {
    /// A server to which mail is submitted.
    case smtp(SMTPServer)
    /// Brevo's transactional interface.
    case brevo(BrevoAccount)
  }

  /// The service that delivers the mail.
  public var service: Service
  /// The address in `From` and in the envelope.
  public var from: String
  /// The display name in `From`.
  public var fromName: String
  /// The address in `Reply-To`; nil if answers go to `from`.
  public var replyTo: String?
  /// The right half of every Message-ID, a domain of ours.
  public var domain: String
  /// The most attempts at once, 1 to 1,000.
  public var concurrency: Int
  /// The time for one exchange, from its submission to the last byte; above zero.
  public var timeout: Duration

  /// Creates settings; by default 8 attempts at once and a minute for each.
  public init(
    _ service: Service, from: String, fromName: String, replyTo: String? = nil, domain: String, concurrency: Int = 8,
    timeout: Duration = .seconds(60)
  ) {
    self.service = service
    self.from = from
    self.fromName = fromName
    self.replyTo = replyTo
    self.domain = domain
    self.concurrency = concurrency
    self.timeout = timeout
  }

  /// Creates settings for an SMTP server.
  public init(
    server: SMTPServer, from: String, fromName: String, replyTo: String? = nil, domain: String, concurrency: Int = 8,
    timeout: Duration = .seconds(60)
  ) {
    self.init(
      .smtp(server), from: from, fromName: fromName, replyTo: replyTo, domain: domain, concurrency: concurrency,
      timeout: timeout)
  }
}
