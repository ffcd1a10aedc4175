public import Secrets

/// How posts are made in a member's name.
public struct LinkedInSettings: Sendable {
  /// Without a slash at the end.
  public var baseURL: String
  /// An access token with `w_member_social`; lives about 60 days.
  public var token: Secret
  /// `urn:li:person:…` or `urn:li:organization:…`, when the step names none.
  public var author: String
  /// `YYYYMM`; a version is switched off about a year after its month.
  public var version: String
  /// Plain http, for the sandbox only.
  public var allowPlaintext: Bool
  /// Attempts at once, 1–1,000.
  public var concurrency: Int
  /// Of one exchange, from handing it over to the last byte: above zero.
  public var timeout: Duration

  public init(
    baseURL: String = "https://api.linkedin.com", token: Secret, author: String, version: String,
    allowPlaintext: Bool = false, concurrency: Int = 2, timeout: Duration = .seconds(30)
  ) {
    self.baseURL = baseURL
    self.token = token
    self.author = author
    self.version = version
    self.allowPlaintext = allowPlaintext
    self.concurrency = concurrency
    self.timeout = timeout
  }
}
