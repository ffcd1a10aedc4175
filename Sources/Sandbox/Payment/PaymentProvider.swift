import CEL
import CivilTime

/// The payment provider's whole state. Operations are pure: the time, the caller and new identifiers are passed in.
struct PaymentProvider: Sendable {
  struct Terms: Sendable {
    /// The time from a charge until its money is available in the platform's balance.
    var settlement = Duration.seconds(2 * 86_400)
    /// The time from the confirmation of a direct debit to its result.
    var debit = Duration.seconds(5 * 86_400)
    /// The time from a dispute to the deadline for evidence.
    var evidence = Duration.seconds(7 * 86_400)
    /// The time from a payout to its arrival at the bank.
    var payout = Duration.seconds(2 * 86_400)
    /// The time from a refund of a test card with a later result to that result.
    var refund = Duration.seconds(86_400)
    /// The platform's balance at the start, by currency.
    var opening: [String: Int64] = [:]
    var refundsPending = false
    var apiVersion = "2026-06-24.dahlia"
    var eventLimit = 200_000
  }

  var core: ProviderCore
  var intents = PaymentIntents()
  var charges = Charges()
  var refunds = Refunds()
  var transfers = Transfers()
  var disputes = Disputes()
  var accounts = ConnectedAccounts()
  var payouts = Payouts()
  var clientele = Clientele()
  var catalogue = Catalogue()
  var pages = CheckoutPages()
  var idempotency = Idempotency()

  init(terms: Terms, now: Instant, names: NameSource) {
    core = ProviderCore(terms: terms, now: now, names: names)
    accounts.accounts.add(
      Account(id: "acct_consultant", created: now, currency: "eur", payoutsEnabled: true, transfersActive: true))
  }

  /// Carries out the settlement that is due at this instant.
  mutating func settle(_ settlement: Settlement) {
    core.request = nil
    core.idempotencyKey = nil
    switch settlement {
    case .refundSucceeds(let id): refunds.settle(id, charges.charges, &core)
    case .refundFails(let id): refunds.fail(id, reason: "lost_or_stolen_card", &charges.charges, &core)
    case .paymentSucceeds(let id):
      if intents.intents[id]?.status == .processing { try? pay(id, .succeed(nil)) }
    case .paymentFails(let id):
      if intents.intents[id]?.status == .processing { try? pay(id, .decline(.debitReturned)) }
    case .payoutArrives(let id): payouts.settle(id, succeeds: true, &accounts, &core)
    case .sessionExpires(let id):
      if pages.sessions[id]?.status == .open { _ = try? expireSession(id) }
    }
  }
}
