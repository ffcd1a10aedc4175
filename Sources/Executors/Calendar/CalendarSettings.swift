public import Secrets

/// A CalDAV server (RFC 4791) and who signs in there.
public struct CalDAVAccount: Sendable {
  /// The server's address, without a slash at the end.
  public var baseURL: String
  /// The path of a calendar below it, `{owner}` standing for whose it is: `{owner}/bookings`.
  public var path: String
  /// Signs in to all of them; nil for a server that asks for nobody.
  public var user: String?
  /// The password of `user`. Requests are signed in only if both are there.
  public var password: Secret?

  /// Creates an account.
  public init(baseURL: String, path: String, user: String? = nil, password: Secret? = nil) {
    (self.baseURL, self.path, self.user, self.password) = (baseURL, path, user, password)
  }
}

/// Where the calendars are and how they are reached.
public struct CalendarSettings: Sendable {
  /// A way in which calendars are kept.
  public enum Service: Sendable {
    /// A CalDAV server.
    case caldav(CalDAVAccount)
    /// Google's calendars, which their owners share with the account.
    case google(GoogleAccount)
    /// Mailboxes of Microsoft 365, which the app may write to.
    case microsoft(MicrosoftAccount)
  }

  /// Where the calendars are.
  public var service: Service
  /// Plain http, for the sandbox only.
  public var allowPlaintext: Bool
  /// Attempts at once, 1–1,000.
  public var concurrency: Int
  /// Of one exchange, from handing it over to the last byte: above zero. A step makes several.
  public var timeout: Duration

  /// Creates settings; by default 4 attempts at once and 30 seconds for each exchange.
  public init(
    _ service: Service, allowPlaintext: Bool = false, concurrency: Int = 4, timeout: Duration = .seconds(30)
  ) {
    self.service = service
    self.allowPlaintext = allowPlaintext
    self.concurrency = concurrency
    self.timeout = timeout
  }
}
