public import Secrets

/// An app of the type Server-to-Server OAuth at Zoom.
public struct ZoomAccount: Sendable {
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

  /// Creates an account.
  public init(
    baseURL: String = "https://api.zoom.us", tokenURL: String = "https://zoom.us", account: String, client: String,
    secret: Secret
  ) {
    (self.baseURL, self.tokenURL, self.account) = (baseURL, tokenURL, account)
    (self.client, self.secret) = (client, secret)
  }
}

/// Where meetings take place, and whose they are.
public struct MeetingSettings: Sendable {
  /// A service that meetings take place at.
  public enum Service: Sendable {
    /// Zoom.
    case zoom(ZoomAccount)
    /// Microsoft Teams.
    case teams(MicrosoftAccount)
    /// Google Meet, by events in the host's calendar.
    case meet(GoogleAccount)
  }

  /// The service.
  public var service: Service
  /// The host of meetings for which a step names nobody: at Zoom an address or `me`, at Microsoft the object identifier of
  /// a user, at Google a calendar.
  public var host: String
  /// True to allow plain http, which is for the sandbox only.
  public var allowPlaintext: Bool
  /// The most attempts at once, 1 to 1,000.
  public var concurrency: Int
  /// The time for one exchange, from its submission to the last byte; above zero.
  public var timeout: Duration

  /// Creates settings; by default 2 attempts at once and 30 seconds for each exchange.
  public init(
    _ service: Service, host: String, allowPlaintext: Bool = false, concurrency: Int = 2,
    timeout: Duration = .seconds(30)
  ) {
    (self.service, self.host, self.allowPlaintext) = (service, host, allowPlaintext)
    (self.concurrency, self.timeout) = (concurrency, timeout)
  }
}
