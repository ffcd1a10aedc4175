public import Secrets

/// The settings for meetings at Zoom, by an app of the type Server-to-Server OAuth.
public struct MeetingSettings: Sendable {
  /// The interface's address, without a slash at the end.
  public var baseURL: String
  /// The address that gives tokens, without a slash at the end.
  public var tokenURL: String
  /// The account.
  public var account: String
  /// The app's client.
  public var client: String
  /// The app's secret.
  public var secret: Secret
  /// The host of meetings for which a step names nobody: an address, or `me`.
  public var host: String
  /// True to allow plain http, which is for the sandbox only.
  public var allowPlaintext: Bool
  /// The most attempts at once, 1 to 1,000.
  public var concurrency: Int
  /// The time for one exchange, from its submission to the last byte; above zero.
  public var timeout: Duration

  /// Creates settings; by default 2 attempts at once and 30 seconds for each exchange.
  public init(
    baseURL: String = "https://api.zoom.us", tokenURL: String = "https://zoom.us", account: String, client: String,
    secret: Secret, host: String, allowPlaintext: Bool = false, concurrency: Int = 2, timeout: Duration = .seconds(30)
  ) {
    (self.baseURL, self.tokenURL, self.account, self.client) = (baseURL, tokenURL, account, client)
    (self.secret, self.host, self.allowPlaintext) = (secret, host, allowPlaintext)
    (self.concurrency, self.timeout) = (concurrency, timeout)
  }
}
