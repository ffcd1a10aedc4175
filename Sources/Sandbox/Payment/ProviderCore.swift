import CEL
import CivilTime

/// The state that all parts of the payment provider share: its time, its identifiers, its balance and its events.
struct ProviderCore: Sendable {
  var terms: PaymentProvider.Terms
  var now: Instant
  var names: NameSource
  /// The request that causes the next events.
  var request: String?
  var idempotencyKey: String?
  /// The address under which the provider is reached, and its pages are.
  var site = "https://checkout.invalid"

  private(set) var events = Shelf<PaymentEvent>()
  private(set) var movements: [Movement] = []
  /// Settlements that are due later.
  var agenda = Agenda()
  /// Events that were not handed to the webhooks yet.
  var unpublished: [PaymentEvent] = []

  init(terms: PaymentProvider.Terms, now: Instant, names: NameSource) {
    self.terms = terms
    self.now = now
    self.names = names
    for (currency, amount) in terms.opening.sorted(by: { $0.key < $1.key }) {
      move(amount, currency, availableAt: now)
    }
  }

  mutating func emit(_ type: String, _ object: Value, lane: String, account: String? = nil) {
    let event = PaymentEvent(
      id: names.next("evt"), created: now, type: type, object: object, account: account, lane: lane, request: request,
      idempotencyKey: idempotencyKey)
    if events.items.count < terms.eventLimit { events.add(event, tags: ["type:\(type)"]) }
    unpublished.append(event)
  }

  /// A later instant; if it is beyond the calendar's end, the present.
  func later(_ duration: Duration) -> Instant { now.adding(duration) ?? now }

  /// The platform's money in a currency: the available and the pending amount.
  func balance(_ currency: String) -> (available: Int64, pending: Int64) {
    var available: Int64 = 0
    var pending: Int64 = 0
    for movement in movements where movement.currency == currency {
      if movement.availableAt <= now { available += movement.amount } else { pending += movement.amount }
    }
    return (available, pending)
  }

  /// Adds a movement. Available amounts are merged, so that the list stays short however long the sandbox runs.
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

  /// `POST /_sandbox/balance`: sets the platform's available amount, which may be negative.
  mutating func setBalance(_ body: ValueMap) throws(ControlError) -> Value {
    guard let amount = body["amount"]?.intValue else {
      throw .missing("amount", "what is to be available, in the smallest units")
    }
    let currency = body["currency"]?.stringValue?.lowercased() ?? "eur"
    move(amount - balance(currency).available, currency, availableAt: now)
    return balanceObject(of: nil)
  }

  /// `GET /v1/balance`, of the platform or of a connected account.
  func balanceObject(of account: Account?) -> Value {
    if let account {
      let money: Value = [
        [
          "amount": .int(account.balance), "currency": .string(account.currency),
          "source_types": ["card": .int(account.balance)],
        ]
      ]
      return ["object": "balance", "available": money, "livemode": false, "pending": []]
    }
    var currencies = ["eur"]
    for movement in movements where !currencies.contains(movement.currency) { currencies.append(movement.currency) }
    func amounts(_ part: (String) -> Int64) -> Value {
      .list(
        currencies.map {
          ["amount": .int(part($0)), "currency": .string($0), "source_types": ["card": .int(part($0))]]
        })
    }
    return [
      "object": "balance", "available": amounts { balance($0).available }, "connect_reserved": [],
      "livemode": false, "pending": amounts { balance($0).pending },
    ]
  }

  func listEvents(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    let type = try p.text("type")
    let types = try p.texts("types")
    var items = events.items
    if let type, !type.hasSuffix("*") {
      items = events.tagged("type:\(type)")
    } else if let type {
      items = items.filter { $0.type.hasPrefix(type.dropLast()) }
    }
    if !types.isEmpty { items = items.filter { types.contains($0.type) } }
    let version = terms.apiVersion
    return try page.answer(items, url: "/v1/events") { $0.json(version: version, pending: 0) }
  }
}
