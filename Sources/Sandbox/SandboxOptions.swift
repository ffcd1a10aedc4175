public import CivilTime

/// The options of a sandbox. Every default suits a test.
public struct SandboxOptions: Sendable {
  /// The HTTP port on 127.0.0.1, 0 to 65535; 0 lets the system choose.
  public var httpPort = 0
  /// The SMTP port on 127.0.0.1, 0 to 65535; 0 lets the system choose.
  public var smtpPort = 0
  /// The URL for the payment provider's events; nil sends none until `POST /_sandbox/webhooks`.
  public var webhookURL: String?
  /// The signing secret; the whole text, `whsec_` included, is the key.
  public var webhookSecret = "whsec_sandbox"
  /// The URL for the events of connected accounts; nil sends them to `webhookURL`.
  public var connectWebhookURL: String?
  /// The signing secret of `connectWebhookURL`.
  public var connectWebhookSecret = "whsec_sandbox_connect"
  /// The bearer token of the payment provider.
  public var apiKey = "sk_test_sandbox"
  /// The bearer token of the CRM.
  public var odooKey = "odoo-sandbox"
  /// The bearer token of LinkedIn.
  public var linkedinToken = "linkedin-sandbox"
  /// The key of the mail service's interface.
  public var brevoKey = "xkeysib-sandbox"
  /// The account of the service for text messages.
  public var smsAccount = "AC0123456789abcdef0123456789abcdef"
  /// The token of that account.
  public var smsToken = "twilio-sandbox"
  /// The numbers that messages may come from.
  public var smsNumbers: Set<String> = ["+4930123456"]
  /// Fields that the CRM's administrator added to leads.
  public var odooFields: Set<String> = []
  /// The oldest version of LinkedIn's API that is still served, as year and month.
  public var linkedinOldestVersion = "202506"
  /// The instant at which the clock stands until `POST /_sandbox/clock`; nil follows the wall clock.
  public var clock: Instant?
  /// Without `clock`: whether the clock stands at the instant of the start instead of following the wall clock.
  public var holdsClock = false
  /// Whether new refunds stay pending until `POST /_sandbox/refunds/{id}/settle`.
  public var refundsPending = false
  /// The time from a charge until its money is available in the platform's balance.
  public var settlement = Duration.seconds(2 * 86_400)
  /// The platform's balance at the start in minor units by currency: some dollars, as on a test account in use.
  public var opening: [String: Int64] = ["usd": 100_000]
  /// The time from the confirmation of a direct debit to its result.
  public var debit = Duration.seconds(5 * 86_400)
  /// A part of every identifier; nil derives one from the time of day, so that two runs never share one.
  public var token: String?
  /// The most webhooks that are delivered at once; those of one booking are always delivered in turn.
  public var webhookConcurrency = 8
  /// The longest that an endpoint may take to answer, in wall time.
  public var webhookTimeout = Duration.seconds(10)

  /// Creates the default options.
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
