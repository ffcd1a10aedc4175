public import Secrets

/// The settings for text messages through Twilio.
public struct SMSSettings: Sendable {
  /// The interface's address, without a slash at the end.
  public var baseURL: String
  /// The account, `AC…`.
  public var account: String
  /// The account's token, or `KEY:SECRET` of an API key.
  public var token: Secret
  /// The number that messages come from, or a messaging service, `MG…`.
  public var from: String
  /// The address that is told of each message's fate; nil for none.
  public var callback: String?
  /// True to allow plain http, which is for the sandbox only.
  public var allowPlaintext: Bool
  /// The most attempts at once, 1 to 1,000.
  public var concurrency: Int
  /// The time for one exchange, from its submission to the last byte; above zero.
  public var timeout: Duration

  /// Creates settings; by default 2 attempts at once and 30 seconds for each.
  public init(
    baseURL: String = "https://api.twilio.com", account: String, token: Secret, from: String, callback: String? = nil,
    allowPlaintext: Bool = false, concurrency: Int = 2, timeout: Duration = .seconds(30)
  ) {
    (self.baseURL, self.account, self.token, self.from) = (baseURL, account, token, from)
    (self.callback, self.allowPlaintext) = (callback, allowPlaintext)
    (self.concurrency, self.timeout) = (concurrency, timeout)
  }
}
