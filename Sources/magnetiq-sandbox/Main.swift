import ArgumentParser
import CivilTime
import Sandbox

@main
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "magnetiq-sandbox",
    abstract:
      "Stands in for the outside world: payments, CRM, LinkedIn, mail, messages and meetings.",
    discussion: """
      For development and tests only. Everything listens on 127.0.0.1 and lives in memory.
      When ready, the first line on standard output says where:

        sandbox: http=127.0.0.1:8420 smtp=127.0.0.1:2525

      HTTP paths: /v1/… (payment provider), /json/2/… and /web/version (CRM), /rest/posts (LinkedIn) and the control API
      under /_sandbox/, JSON in and out:

        POST   clock      {"now": "2027-03-28T09:00:00Z"}     hold the clock there; due webhooks are tried first
        GET    status                                         {now, undelivered, nextDue, requests, …}
        POST   pay        {"group"|"payment_intent"|"session", "outcome": succeed|succeed_amount|fail|fail_final|processing|
                           requires_action|charge_failed, "amount"?, "settle_after"?: "P5D", "then"?: "fail"}
        POST   refunds/ID/settle | refunds/ID/fail
        POST   disputes   {"group"|"charge", "amount"?, "reason"?, "inquiry"?}
        POST   disputes/ID/close  {"status": won|lost}
        POST   accounts | accounts/ID   {"id", "payouts_enabled", "transfers", "currency", "balance"}
        POST   accounts/ID/payouts      {"amount", "status": paid|failed}
        POST   balance    {"amount", "currency"}              what is available to the platform; may be below zero
        POST   webhooks   {"url", "secret"?, "connect_url"?, "connect_secret"?}
        POST   faults     {"on": "transfers.create"|"smtp.data"|event type|prefix*, "kind": reply_lost|drop_before|status|
                           hold|refund_pending|webhook_delay|webhook_duplicate|webhook_reorder|webhook_drop|reshape,
                           "status"?, "executed"?, "code"?, "type"?, "count"?, "delay"?, "match"?,
                           "null"?, "drop"?, "expand"?: ["latest_charge", …]}
        GET    faults     DELETE faults     POST reset
        GET    report?reference=VLT-…       what the counterparts really did for one booking
        GET    mails | mails/N (raw) | leads | posts | accounts
      """)

  @Option(help: "HTTP port; 0 lets the system choose.")
  var port = 8420

  @Option(help: "SMTP port; 0 lets the system choose.")
  var smtpPort = 2525

  @Option(help: "Where the payment provider's events go. Without it none are sent until POST /_sandbox/webhooks.")
  var webhookUrl: String?

  @Option(help: "Secret of the events' signatures, with its whsec_ prefix.")
  var webhookSecret = "whsec_sandbox"

  @Option(help: "Where the events of connected accounts go, if not to --webhook-url.")
  var connectWebhookUrl: String?

  @Option(help: "Secret of the connected accounts' events.")
  var connectWebhookSecret = "whsec_sandbox_connect"

  @Option(help: "The key that the payment provider accepts.")
  var apiKey = "sk_test_sandbox"

  @Option(help: "The key that the CRM accepts.")
  var odooKey = "odoo-sandbox"

  @Option(help: "The token that LinkedIn accepts.")
  var linkedinToken = "linkedin-sandbox"

  @Option(help: "A field that the CRM's leads have beside the stock ones; may be given several times.")
  var odooField: [String] = []

  @Option(help: "The oldest version that LinkedIn serves, YYYYMM.")
  var linkedinOldestVersion = "202506"

  @Option(
    help: "Hold the clock at this RFC 3339 instant until POST /_sandbox/clock moves it; without it, follow the wall.",
    transform: { try Instant.parse($0) })
  var clock: Instant?

  @Flag(help: "Hold the clock at the present instant: it then follows POST /_sandbox/clock only.")
  var followClock = false

  @Flag(help: "Refunds stay pending until POST /_sandbox/refunds/ID/settle.")
  var refundsPending = false

  @Option(
    help: "From a charge to its availability in the balance, ISO 8601.",
    transform: { try Duration.parse(iso8601: $0) })
  var settlement = Duration.seconds(2 * 86_400)

  @Option(
    help: "From the confirmation of a direct debit to its outcome, ISO 8601.",
    transform: { try Duration.parse(iso8601: $0) })
  var debit = Duration.seconds(5 * 86_400)

  @Option(help: "Part of every identifier; by default taken from the time of day.")
  var token: String?

  mutating func validate() throws {
    for (name, value) in [("--port", port), ("--smtp-port", smtpPort)] where !(0...65_535).contains(value) {
      throw ValidationError("\(name) is \(value); expected 0 to 65535")
    }
    if let token, token.isEmpty || token.count > 32 || !token.utf8.allSatisfy(Self.isPlain) {
      throw ValidationError("--token is '\(token)'; expected 1 to 32 letters and digits")
    }
  }

  func run() async throws {
    var options = SandboxOptions()
    options.httpPort = port
    options.smtpPort = smtpPort
    options.webhookURL = webhookUrl
    options.webhookSecret = webhookSecret
    options.connectWebhookURL = connectWebhookUrl
    options.connectWebhookSecret = connectWebhookSecret
    options.apiKey = apiKey
    options.odooKey = odooKey
    options.linkedinToken = linkedinToken
    options.odooFields = Set(odooField)
    options.linkedinOldestVersion = linkedinOldestVersion
    options.clock = clock
    options.holdsClock = followClock
    options.refundsPending = refundsPending
    options.settlement = settlement
    options.debit = debit
    options.token = token
    try await SandboxServer(options).run { http, smtp in
      print("sandbox: http=127.0.0.1:\(http) smtp=127.0.0.1:\(smtp)")
      Output.flush()
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
