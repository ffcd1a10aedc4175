public import Transport

/// How mail leaves.
public struct EmailSettings: Sendable {
  public var server: SMTPServer
  /// The address in `From` and in the envelope.
  public var from: String
  /// The name beside it.
  public var fromName: String
  /// Where answers go; nil: to `from`.
  public var replyTo: String?
  /// The right half of every Message-ID: a domain of ours.
  public var domain: String
  /// Attempts at once, 1–1,000.
  public var concurrency: Int
  /// Of one exchange, from handing it over to the last byte: above zero.
  public var timeout: Duration

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
