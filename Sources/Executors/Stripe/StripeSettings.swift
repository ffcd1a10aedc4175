public import Secrets

/// How Stripe, or a counterpart that speaks like it, is reached.
public struct StripeSettings: Sendable {
  /// Without a slash at the end.
  public var baseURL: String
  /// `sk_…` or `rk_…`.
  public var secret: Secret
  /// The API's version, pinned: replies keep the shape that this code reads.
  public var version: String
  /// Asks the provider's clock before money moves (protocol §5).
  public var checksClock: Bool
  /// How far our clock may be ahead of the provider's.
  public var clockTolerance: Duration
  /// Plain http, for the sandbox only.
  public var allowPlaintext: Bool
  /// Attempts at once, 1–1,000.
  public var concurrency: Int
  /// Of one exchange, from handing it over to the last byte: above zero. A question ends after 8 s at the latest.
  public var timeout: Duration

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

  /// Nothing is lost when a question is asked again.
  var questionTimeout: Duration { min(timeout, .seconds(8)) }

  /// The longest that an attempt takes: the question for the provider's clock, then the request.
  var attemptTimeout: Duration { questionTimeout + timeout }
}
