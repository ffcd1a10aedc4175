public import CivilTime

/// What a sandbox is started with. Everything has a value that suits a test.
public struct SandboxOptions: Sendable {
  /// 127.0.0.1; 0 lets the system choose.
  public var httpPort = 0
  /// 127.0.0.1; 0 lets the system choose.
  public var smtpPort = 0
  /// Where the payment provider's events go; nil sends none until `POST /_sandbox/webhooks`.
  public var webhookURL: String?
  /// The whole text, `whsec_` included, is the key of the signature.
  public var webhookSecret = "whsec_sandbox"
  /// Where the events of connected accounts go; nil sends them to `webhookURL`.
  public var connectWebhookURL: String?
  public var connectWebhookSecret = "whsec_sandbox_connect"
  /// The bearer tokens that the three HTTP counterparts accept.
  public var apiKey = "sk_test_sandbox"
  public var odooKey = "odoo-sandbox"
  public var linkedinToken = "linkedin-sandbox"
  /// Fields of leads that the CRM's administrator added to the stock ones.
  public var odooFields: Set<String> = []
  /// The oldest version of LinkedIn's interface that is still served, as year and month.
  public var linkedinOldestVersion = "202506"
  /// The clock stands at this instant until `POST /_sandbox/clock`; nil follows the wall until then.
  public var clock: Instant?
  /// Without `clock`: the clock stands at the instant of the start instead of following the wall.
  public var holdsClock = false
  /// New refunds stay pending until `POST /_sandbox/refunds/{id}/settle`.
  public var refundsPending = false
  /// From a charge to its availability in the platform's balance.
  public var settlement = Duration.seconds(2 * 86_400)
  /// What lies on the platform's balance at the start, in the smallest units by currency: some dollars, as on a test
  /// account that is in use.
  public var opening: [String: Int64] = ["usd": 100_000]
  /// From the confirmation of a direct debit to its outcome.
  public var debit = Duration.seconds(5 * 86_400)
  /// Part of every identifier; nil takes one from the time of day, so that two runs never share one.
  public var token: String?
  /// Webhooks under way at once; those of one booking always go one after the other.
  public var webhookConcurrency = 8
  /// How long an endpoint may take to answer, in the wall's time.
  public var webhookTimeout = Duration.seconds(10)

  public init() {}

  var terms: PaymentProvider.Terms {
    PaymentProvider.Terms(
      settlement: settlement, debit: debit, opening: opening, refundsPending: refundsPending)
  }

  var endpoints: [WebhookEndpoint] {
    var out: [WebhookEndpoint] = []
    if let webhookURL { out.append(WebhookEndpoint(url: webhookURL, secret: webhookSecret, connect: false)) }
    if let connectWebhookURL {
      out.append(WebhookEndpoint(url: connectWebhookURL, secret: connectWebhookSecret, connect: true))
    }
    return out
  }
}
