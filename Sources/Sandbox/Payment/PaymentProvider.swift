import CEL
import CivilTime

/// The payment provider's whole state. Operations are pure: what time it is, who asks and the names to come are given.
struct PaymentProvider: Sendable {
  struct Terms: Sendable {
    /// From a charge to its availability in the platform's balance.
    var settlement = Duration.seconds(2 * 86_400)
    /// From the confirmation of a direct debit to its outcome.
    var debit = Duration.seconds(5 * 86_400)
    /// From a dispute to the end of the time for evidence.
    var evidence = Duration.seconds(7 * 86_400)
    var refundsPending = false
    var apiVersion = "2026-06-24.dahlia"
    var eventLimit = 200_000
  }

  var terms: Terms
  var now: Instant
  var names: NameSource
  /// The request that causes the events to come.
  var request: String?
  var idempotencyKey: String?

  var intents = Shelf<PaymentIntent>()
  var charges = Shelf<Charge>()
  var refunds = Shelf<Refund>()
  var transfers = Shelf<Transfer>()
  var reversals = Shelf<TransferReversal>()
  var disputes = Shelf<Dispute>()
  var accounts = Shelf<Account>()
  var events = Shelf<PaymentEvent>()
  var movements: [Movement] = []
  var idempotency = Idempotency()
  /// What happens by itself later.
  var agenda = Agenda()
  /// Events not yet handed to the webhooks.
  var unpublished: [PaymentEvent] = []

  init(terms: Terms, now: Instant, names: NameSource) {
    self.terms = terms
    self.now = now
    self.names = names
    accounts.add(
      Account(id: "acct_consultant", created: now, currency: "eur", payoutsEnabled: true, transfersActive: true))
  }

  mutating func emit(_ type: String, _ object: Value, lane: String, account: String? = nil) {
    let event = PaymentEvent(
      id: names.next("evt"), created: now, type: type, object: object, account: account, lane: lane, request: request,
      idempotencyKey: idempotencyKey)
    if events.items.count < terms.eventLimit { events.add(event, tags: ["type:\(type)"]) }
    unpublished.append(event)
  }

  /// A later instant; one past the calendar's end is the present.
  func later(_ duration: Duration) -> Instant { now.adding(duration) ?? now }

  /// The account's money by currency: what is available, and what will be.
  func balance(_ currency: String) -> (available: Int64, pending: Int64) {
    var available: Int64 = 0
    var pending: Int64 = 0
    for movement in movements where movement.currency == currency {
      if movement.availableAt <= now { available += movement.amount } else { pending += movement.amount }
    }
    return (available, pending)
  }

  /// Merges what is already available, so that the list stays short however long the sandbox runs.
  mutating func move(_ amount: Int64, _ currency: String, availableAt: Instant) {
    if availableAt <= now,
      let place = movements.firstIndex(where: { $0.currency == currency && $0.availableAt <= now })
    {
      let old = movements[place]
      movements[place] = Movement(amount: old.amount + amount, currency: currency, availableAt: old.availableAt)
    } else {
      movements.append(Movement(amount: amount, currency: currency, availableAt: availableAt))
    }
  }

  /// Carries out what was put on the agenda for this instant.
  mutating func settle(_ settlement: Settlement) {
    request = nil
    idempotencyKey = nil
    switch settlement {
    case .refundSucceeds(let id): settleRefund(id)
    case .refundFails(let id): failRefund(id, reason: "lost_or_stolen_card")
    case .paymentSucceeds(let id):
      if intents[id]?.status == .processing { try? pay(id, .succeed(nil)) }
    case .paymentFails(let id):
      if intents[id]?.status == .processing { try? pay(id, .decline(.debitReturned)) }
    }
  }
}
