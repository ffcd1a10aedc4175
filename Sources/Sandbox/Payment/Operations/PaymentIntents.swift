import CEL

extension PaymentProvider {
  mutating func createIntent(_ p: inout Parameters) throws(PaymentError) -> Value {
    guard let amount = try p.amount() else { throw .missing("amount") }
    let currency = try p.currency()
    guard amount >= 50 else {
      throw .invalid(
        "Amount must be at least 0.50 \(currency).", code: "amount_too_small", param: "amount")
    }
    var intent = PaymentIntent(id: names.next("pi"), created: now, amount: amount, currency: currency)
    var automatic = try p.object("automatic_payment_methods")
    intent.automatic = try automatic?.flag("enabled") ?? false
    _ = try automatic?.text("allow_redirects")
    let types = try p.texts("payment_method_types")
    guard types.isEmpty || !intent.automatic else {
      throw .invalid("You may only specify one of these parameters: automatic_payment_methods, payment_method_types.")
    }
    intent.methodTypes = types.isEmpty ? (intent.automatic ? ["card", "sepa_debit"] : ["card"]) : types
    for type in intent.methodTypes where !["card", "sepa_debit", "paypal", "customer_balance"].contains(type) {
      throw .invalid(
        "The payment method type \"\(type)\" is invalid.", code: "parameter_invalid", param: "payment_method_types")
    }
    intent.transferGroup = try p.text("transfer_group")
    intent.metadata = try p.metadata()
    intent.description = try p.text("description")
    intent.receiptEmail = try p.text("receipt_email")
    intent.customer = try p.text("customer")
    intent.setupFutureUsage = try p.text("setup_future_usage")
    if let method = try p.text("capture_method"), method != "automatic", method != "automatic_async" {
      throw .invalid("The sandbox captures automatically only.", param: "capture_method")
    }
    let confirm = try p.flag("confirm")
    let method = try paymentMethod(&p)
    _ = try p.text("return_url")
    if method != nil { intent.status = .requiresConfirmation }
    intent.method = method?.id
    try p.finish()
    if confirm, method == nil { throw .missing("payment_method") }
    intents.add(intent, tags: ["group:\(intent.transferGroup ?? "")", "customer:\(intent.customer ?? "")"])
    emit("payment_intent.created", intent.json, lane: intent.lane)
    if confirm, let method { try self.confirm(intent.id, with: method) }
    return intents[intent.id]?.json ?? intent.json
  }

  mutating func confirmIntent(_ id: String, _ p: inout Parameters) throws(PaymentError) -> Value {
    let intent = try intent(id)
    let given = try paymentMethod(&p)
    _ = try p.text("return_url")
    _ = try p.object("mandate_data")
    try p.finish()
    guard let method = given ?? intent.method.flatMap(TestMethod.named) else {
      throw .refused(
        "You cannot confirm this PaymentIntent because it's missing a payment method.",
        code: "payment_intent_unexpected_state", intent: intent.json)
    }
    try confirm(id, with: method)
    return try self.intent(id).json
  }

  mutating func cancelIntent(_ id: String, _ p: inout Parameters) throws(PaymentError) -> Value {
    let reason = try p.text("cancellation_reason")
    if let reason, !["duplicate", "fraudulent", "requested_by_customer", "abandoned"].contains(reason) {
      throw .invalid(
        "Invalid cancellation_reason: must be one of duplicate, fraudulent, requested_by_customer, or abandoned",
        param: "cancellation_reason")
    }
    try p.finish()
    let intent = try intent(id)
    switch intent.status {
    case .succeeded, .canceled, .processing:
      throw .refused(
        "You cannot cancel this PaymentIntent because it has a status of \(intent.status.rawValue). Only a "
          + "PaymentIntent with one of the following statuses may be canceled: requires_payment_method, "
          + "requires_capture, requires_reauthorization, requires_confirmation, requires_action.",
        code: "payment_intent_unexpected_state", intent: intent.json)
    default: return cancel(intent, reason: reason)
    }
  }

  @discardableResult
  mutating func cancel(_ intent: PaymentIntent, reason: String?) -> Value {
    let moment = now
    let changed =
      intents.change(intent.id) {
        $0.status = .canceled
        $0.canceledAt = moment
        $0.cancellationReason = reason
        $0.nextAction = .null
      } ?? intent
    emit("payment_intent.canceled", changed.json, lane: changed.lane)
    return changed.json
  }

  mutating func listIntents(_ p: inout Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(&p)
    let customer = try p.text("customer")
    try p.finish()
    let items = customer.map { intents.tagged("customer:\($0)") } ?? intents.items
    return try page.answer(items, url: "/v1/payment_intents") { $0.json }
  }

  func intent(_ id: String) throws(PaymentError) -> PaymentIntent {
    guard let intent = intents[id] else { throw .absent("payment_intent", id, param: "intent") }
    return intent
  }

  private mutating func paymentMethod(_ p: inout Parameters) throws(PaymentError) -> TestMethod? {
    if var data = try p.object("payment_method_data") { return try .described(&data, id: names.next("pm")) }
    guard let id = try p.text("payment_method") else { return nil }
    guard let method = TestMethod.named(id) else {
      throw .absent("PaymentMethod", id, param: "payment_method", status: 400)
    }
    return method
  }

  private mutating func confirm(_ id: String, with method: TestMethod) throws(PaymentError) {
    let intent = try intent(id)
    guard intent.methodTypes.contains(method.type) else {
      throw .refused(
        "The PaymentMethod provided (\(method.type)) is not allowed for this PaymentIntent.",
        code: "payment_intent_invalid_parameter", param: "payment_method")
    }
    intents.change(id) { $0.method = method.id }
    try pay(id, method.outcome, type: method.type)
    switch method.outcome {
    case .process:
      agenda.add(method.debitFails ? .paymentFails(id) : .paymentSucceeds(id), due: later(terms.debit))
    case .decline(let decline), .failForGood(let decline):
      let declined = try self.intent(id)
      throw PaymentError(
        status: 402, type: "card_error", code: decline.code, message: decline.message,
        declineCode: decline.declineCode, charge: declined.latestCharge, intent: declined.json, begun: true)
    default: break
    }
  }
}
