public import CivilTime
public import Secrets

/// The settings for posts on LinkedIn.
public struct LinkedInSettings: Sendable {
  /// The API's address, without a slash at the end.
  public var baseURL: String
  /// An access token with the scope `w_member_social`. It lives about 60 days.
  public var token: Secret
  /// The author if the step names none: `urn:li:person:…` or `urn:li:organization:…`.
  public var author: String
  /// The version of the API, `YYYYMM`. A version is switched off about a year after its month.
  public var version: String
  /// When the token ends, if an operator has noted it.
  public var tokenExpires: Instant?
  /// True to allow plain http, which is for the sandbox only.
  public var allowPlaintext: Bool
  /// The most attempts at once, 1 to 1,000.
  public var concurrency: Int
  /// The time for one exchange, from its submission to the last byte; above zero.
  public var timeout: Duration

  /// Creates settings; by default 2 attempts at once and 30 seconds for each.
  public init(
    baseURL: String = "https://api.linkedin.com", token: Secret, author: String, version: String,
    tokenExpires: Instant? = nil, allowPlaintext: Bool = false, concurrency: Int = 2, timeout: Duration = .seconds(30)
  ) {
    self.baseURL = baseURL
    self.token = token
    self.author = author
    self.version = version
    self.tokenExpires = tokenExpires
    self.allowPlaintext = allowPlaintext
    self.concurrency = concurrency
    self.timeout = timeout
  }
}
