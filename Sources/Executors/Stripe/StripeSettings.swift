public import Secrets

/// The settings for Stripe, or for a counterpart with the same API.
public struct StripeSettings: Sendable {
  /// The API's address, without a slash at its end.
  public var baseURL: String
  /// The API key, `sk_…` or `rk_…`.
  public var secret: Secret
  /// The API version. It is pinned so that replies keep the shape that this code reads.
  public var version: String
  /// Whether the provider's clock is read before money moves.
  public var checksClock: Bool
  /// The most that our clock may be ahead of the provider's.
  public var clockTolerance: Duration
  /// Whether plain HTTP is allowed, for the sandbox only.
  public var allowPlaintext: Bool
  /// The most attempts at once, 1 to 1,000.
  public var concurrency: Int
  /// The limit of one exchange, from its submission to the last byte; above zero. A read is limited to 8 seconds.
  public var timeout: Duration

  /// Creates settings; by default 16 attempts at once and 30 seconds for each exchange.
  public init(
    baseURL: String = "https://api.stripe.com", secret: Secret, version: String = "2025-03-31.basil",
    checksClock: Bool = true, clockTolerance: Duration = .seconds(300), allowPlaintext: Bool = false,
    concurrency: Int = 16, timeout: Duration = .seconds(30)
  ) {
    self.baseURL = baseURL
    self.secret = secret
    self.version = version
    self.checksClock = checksClock
    self.clockTolerance = clockTolerance
    self.allowPlaintext = allowPlaintext
    self.concurrency = concurrency
    self.timeout = timeout
  }

  /// The limit of a call that only reads, which can be repeated safely.
  var questionTimeout: Duration { min(timeout, .seconds(8)) }

  /// The longest that an attempt takes: reading the provider's clock, then the request.
  var attemptTimeout: Duration { questionTimeout + timeout }
}
