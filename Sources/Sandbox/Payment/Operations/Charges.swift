import CEL

/// The attempts to take a client's money.
struct Charges: Sendable {
  var charges = Shelf<Charge>()

  /// Creates a charge without a payment intent, as older integrations do.
  ///
  /// - Returns: the charge, and the test method with which it was paid.
  mutating func create(_ p: Parameters, _ clientele: Clientele, _ core: inout ProviderCore) throws(PaymentError) -> (
    charge: Charge, method: TestMethod
  ) {
    guard let amount = try p.amount() else { throw .missing("amount") }
    let currency = try p.currency()
    try Parameters.checkCharge(amount, currency)
    let customer = try p.text("customer")
    if let customer { _ = try clientele.customer(customer) }
    guard let source = try p.text("source") else {
      throw .invalid("Must provide source or customer.", code: "parameter_missing")
    }
    guard let test = TestMethod.named(source) ?? clientele.methods[source]?.test else {
      throw .absent("token", source, param: "source", status: 400)
    }
    var charge = Charge(
      id: core.names.next("ch"), created: core.now, amount: amount, currency: currency, intent: nil, status: .succeeded,
      method: test.type, availableAt: test.isAvailableAtOnce ? core.now : core.later(core.terms.settlement))
    charge.customer = customer
    charge.isCaptured = try p.names("capture") ? p.flag("capture") : true
    charge.refunds = test.refunds
    charge.transferGroup = try p.text("transfer_group")
    try p.changeMetadata(&charge.metadata)
    charge.description = try p.text("description")
    charge.receiptEmail = try p.text("receipt_email")
    charge.shipping = p.echo("shipping")
    if case .decline(let decline) = test.outcome {
      charge.status = .failed
      charge.failureCode = decline.code
      charge.failureMessage = decline.message
      add(charge)
      core.emit("charge.failed", charge.json, lane: charge.lane)
      throw PaymentError(
        status: 402, type: "card_error", code: decline.code, message: decline.message,
        declineCode: decline.declineCode, charge: charge.id, begun: true)
    }
    add(charge)
    if charge.isCaptured { core.move(amount, currency, availableAt: charge.availableAt) }
    core.emit("charge.succeeded", charge.json, lane: charge.lane)
    return (charge, test)
  }

  mutating func update(
    _ id: String, _ p: Parameters, _ clientele: Clientele, _ core: inout ProviderCore
  ) throws(PaymentError) -> Value {
    var charge = try charge(id)
    try p.changeMetadata(&charge.metadata)
    if p.names("description") { charge.description = try p.text("description") }
    if p.names("receipt_email") { charge.receiptEmail = try p.text("receipt_email") }
    if p.names("shipping") { charge.shipping = p.echo("shipping") }
    if let customer = try p.text("customer") { charge.customer = try clientele.customer(customer).id }
    if let group = try p.text("transfer_group") {
      charge.transferGroup = group
      charges.tag(id, "group:\(group)")
    }
    charges.change(id) { $0 = charge }
    core.emit("charge.updated", charge.json, lane: charge.lane)
    return charge.json
  }

  /// Captures a charge that has no payment intent.
  mutating func captureAlone(_ id: String, _ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    let charge = try charge(id)
    guard charge.status == .succeeded, !charge.isExpired, !charge.isCaptured else {
      throw .refused("Charge \(id) has already been captured.", code: "charge_already_captured")
    }
    if let intent = charge.intent { throw .refused("Capture the PaymentIntent \(intent) instead of its charge.") }
    let amount = try p.amount() ?? charge.amount
    guard amount <= charge.amount else {
      throw .refused("You cannot capture more than was authorized.", code: "amount_too_large", param: "amount")
    }
    capture(id, amount: amount, &core)
    return try self.charge(id).json
  }

  mutating func capture(_ id: String, amount: Int64, _ core: inout ProviderCore) {
    let charge = charges.change(id) {
      $0.isCaptured = true
      $0.amountCaptured = amount
    }
    guard let charge else { return }
    core.move(amount, charge.currency, availableAt: charge.availableAt)
    core.emit("charge.captured", charge.json, lane: charge.lane)
  }

  /// Releases an authorization, so that the client has the money again.
  mutating func release(_ id: String, _ core: inout ProviderCore) {
    guard let charge = charges.change(id, { $0.isExpired = true }) else { return }
    core.emit("charge.refunded", charge.json, lane: charge.lane)
  }

  /// Ends an authorization that was not captured in time.
  mutating func expire(_ id: String, _ core: inout ProviderCore) throws(PaymentError) -> Charge {
    let charge = try charge(id)
    guard charge.status == .succeeded, !charge.isCaptured, !charge.isExpired,
      let changed = charges.change(id, { $0.isExpired = true })
    else { throw .refused("Only an authorization that is not captured can expire.") }
    core.emit("charge.expired", changed.json, lane: changed.lane)
    return changed
  }

  /// Completes the charge of a processing payment; any other attempt creates a new charge.
  mutating func attempt(
    for intent: PaymentIntent, amount: Int64, _ method: PaymentMethod?, delayed: Bool = false, status: Charge.Status,
    isCaptured: Bool = true, decline: PaymentOutcome.Decline? = nil, _ core: inout ProviderCore
  ) -> Charge {
    if intent.status == .processing, let id = intent.latestCharge, charges[id]?.amount == amount,
      let settled = charges.change(
        id,
        {
          $0.status = status
          $0.failureCode = decline?.code
          $0.failureMessage = decline?.message
        })
    {
      return settled
    }
    let type = method?.type ?? (delayed ? "sepa_debit" : intent.methodTypes.first ?? "card")
    let atOnce = method?.test.isAvailableAtOnce ?? false
    var charge = Charge(
      id: core.names.next(type == "card" ? "ch" : "py"), created: core.now, amount: amount, currency: intent.currency,
      intent: intent.id, status: status, method: type,
      availableAt: atOnce ? core.now : core.later(core.terms.settlement))
    charge.methodID = method?.id
    charge.customer = intent.customer
    charge.shipping = intent.shipping
    charge.isCaptured = isCaptured
    charge.refunds = method?.test.refunds ?? .settle
    charge.transferGroup = intent.transferGroup
    charge.metadata = intent.metadata
    charge.description = intent.description
    charge.receiptEmail = intent.receiptEmail
    charge.failureCode = decline?.code
    charge.failureMessage = decline?.message
    add(charge)
    return charge
  }

  /// Takes a charge's money back, as for a direct debit that the bank returns after it had succeeded.
  mutating func returnMoney(_ id: String, _ core: inout ProviderCore) -> Charge? {
    let charge = charges.change(id) {
      $0.amountChargedBack = $0.amount - $0.amountRefunded
      $0.status = .failed
      $0.failureCode = "charge_exceeds_source_limit"
      $0.failureMessage = "The payment was returned by the bank."
    }
    guard let charge else { return nil }
    core.move(-charge.amountChargedBack, charge.currency, availableAt: core.now)
    core.emit("charge.failed", charge.json, lane: charge.lane)
    return charge
  }

  mutating func add(_ charge: Charge) {
    charges.add(
      charge,
      tags: [
        "intent:\(charge.intent ?? "")", "group:\(charge.transferGroup ?? "")", "customer:\(charge.customer ?? "")",
      ])
  }

  func list(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    var items = charges.items
    if let intent = try p.text("payment_intent") {
      items = charges.tagged("intent:\(intent)")
    } else if let group = try p.text("transfer_group") {
      items = charges.tagged("group:\(group)")
    } else if let customer = try p.text("customer") {
      items = charges.tagged("customer:\(customer)")
    }
    return try page.answer(items, url: "/v1/charges") { $0.json }
  }

  func charge(_ id: String) throws(PaymentError) -> Charge {
    guard let charge = charges[id] else { throw .absent("charge", id, param: "charge") }
    return charge
  }
}
