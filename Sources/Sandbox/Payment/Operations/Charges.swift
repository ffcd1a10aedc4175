import CEL

extension PaymentProvider {
  /// Creates a charge without a payment intent, as older integrations do.
  mutating func createCharge(_ p: Parameters) throws(PaymentError) -> Value {
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
    disturb(charge, as: test)
    return charges[charge.id]?.json ?? charge.json
  }

  mutating func updateCharge(_ id: String, _ p: Parameters) throws(PaymentError) -> Value {
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

  mutating func captureCharge(_ id: String, _ p: Parameters) throws(PaymentError) -> Value {
    let charge = try charge(id)
    guard charge.status == .succeeded, !charge.isExpired, !charge.isCaptured else {
      throw .refused("Charge \(id) has already been captured.", code: "charge_already_captured")
    }
    if let intent = charge.intent { throw .refused("Capture the PaymentIntent \(intent) instead of its charge.") }
    let amount = try p.amount() ?? charge.amount
    guard amount <= charge.amount else {
      throw .refused("You cannot capture more than was authorized.", code: "amount_too_large", param: "amount")
    }
    capture(id, amount: amount)
    return try self.charge(id).json
  }

  mutating func capture(_ id: String, amount: Int64) {
    let charge = charges.change(id) {
      $0.isCaptured = true
      $0.amountCaptured = amount
    }
    guard let charge else { return }
    core.move(amount, charge.currency, availableAt: charge.availableAt)
    core.emit("charge.captured", charge.json, lane: charge.lane)
  }

  /// Releases an authorization, so that the client has the money again.
  mutating func releaseCharge(_ id: String) {
    guard let charge = charges.change(id, { $0.isExpired = true }) else { return }
    core.emit("charge.refunded", charge.json, lane: charge.lane)
  }

  /// `POST /v1/test_helpers/charges/{id}/expire`: an authorization lapses because it was not captured in time.
  mutating func expireCharge(_ id: String) throws(PaymentError) -> Value {
    let charge = try charge(id)
    guard charge.status == .succeeded, !charge.isCaptured, !charge.isExpired,
      let changed = charges.change(id, { $0.isExpired = true })
    else { throw .refused("Only an authorization that is not captured can expire.") }
    core.emit("charge.expired", changed.json, lane: changed.lane)
    if let id = charge.intent, let intent = intents[id], intent.status == .requiresCapture {
      // The authorization has lapsed, so nothing is left to release.
      change(intent, to: .requiresConfirmation) { $0.amountCapturable = 0 }
      if let open = intents[id] { cancel(open, reason: "automatic") }
    }
    return changed.json
  }

  func listCharges(_ p: Parameters) throws(PaymentError) -> Value {
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
