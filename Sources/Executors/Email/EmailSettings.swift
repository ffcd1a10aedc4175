public import Transport

/// The settings for outgoing mail.
public struct EmailSettings: Sendable {
  /// The server to which mail is submitted.
  public var server: SMTPServer
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
    server: SMTPServer, from: String, fromName: String, replyTo: String? = nil, domain: String, concurrency: Int = 8,
    timeout: Duration = .seconds(60)
  ) {
    self.server = server
    self.from = from
    self.fromName = fromName
    self.replyTo = replyTo
    self.domain = domain
    self.concurrency = concurrency
    self.timeout = timeout
  }
}
