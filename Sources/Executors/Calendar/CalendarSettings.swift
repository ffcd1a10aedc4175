public import Secrets

/// How the calendars of a CalDAV server are reached (RFC 4791).
public struct CalendarSettings: Sendable {
  /// The server's address, without a slash at the end.
  public var baseURL: String
  /// The path of a calendar below it, `{owner}` standing for whose it is: `{owner}/bookings`.
  public var path: String
  /// Signs in to all of them; nil for a server that asks for nobody.
  public var user: String?
  /// The password of `user`. Requests are signed in only if both are there.
  public var password: Secret?
  /// Plain http, for the sandbox only.
  public var allowPlaintext: Bool
  /// Attempts at once, 1–1,000.
  public var concurrency: Int
  /// Of one exchange, from handing it over to the last byte: above zero. A step makes two.
  public var timeout: Duration

  /// Creates settings; by default 4 attempts at once and 30 seconds for each exchange.
  public init(
    baseURL: String, path: String, user: String? = nil, password: Secret? = nil, allowPlaintext: Bool = false,
    concurrency: Int = 4, timeout: Duration = .seconds(30)
  ) {
    self.baseURL = baseURL
    self.path = path
    self.user = user
    self.password = password
    self.allowPlaintext = allowPlaintext
    self.concurrency = concurrency
    self.timeout = timeout
  }
}
