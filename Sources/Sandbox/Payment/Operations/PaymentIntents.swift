import CEL

/// The payments that the platform asked for, whatever became of them.
struct PaymentIntents: Sendable {
  var intents = Shelf<PaymentIntent>()

  mutating func add(_ intent: PaymentIntent, _ core: inout ProviderCore) {
    intents.add(intent, tags: ["group:\(intent.transferGroup ?? "")", "customer:\(intent.customer ?? "")"])
    core.emit("payment_intent.created", intent.json, lane: intent.lane)
  }

  /// Sets the fields that every call that creates an intent may give.
  func describe(_ intent: inout PaymentIntent, _ p: Parameters, _ clientele: Clientele) throws(PaymentError) {
    let automatic = try p.object("automatic_payment_methods")
    intent.automatic = try automatic?.flag("enabled") ?? false
    let types = try p.texts("payment_method_types")
    guard types.isEmpty || !intent.automatic else {
      throw .invalid("You may only specify one of these parameters: automatic_payment_methods, payment_method_types.")
    }
    if !types.isEmpty || intent.automatic { intent.methodTypes = types.isEmpty ? ["card", "sepa_debit"] : types }
    try TestMethod.check(intent.methodTypes)
    intent.transferGroup = try p.text("transfer_group")
    try p.changeMetadata(&intent.metadata)
    intent.description = try p.text("description")
    intent.receiptEmail = try p.text("receipt_email")
    if let customer = try p.text("customer") { intent.customer = try clientele.customer(customer).id }
    intent.setupFutureUsage = try p.text("setup_future_usage")
    intent.capturesByHand = try p.text("capture_method") == "manual"
    intent.confirmation = try p.text("confirmation_method") ?? "automatic"
    intent.shipping = p.echo("shipping")
  }

  mutating func update(
    _ id: String, _ p: Parameters, _ clientele: inout Clientele, _ core: inout ProviderCore
  ) throws(PaymentError) -> Value {
    var intent = try intent(id)
    if [.succeeded, .canceled, .processing].contains(intent.status),
      ["amount", "currency", "payment_method", "payment_method_data", "payment_method_types"].contains(where: p.names)
    {
      throw .refused(
        "This PaymentIntent's amount could not be updated because it has a status of \(intent.status.rawValue).",
        code: "payment_intent_unexpected_state", intent: intent.json)
    }
    if let amount = try p.amount() { intent.amount = amount }
    if p.names("currency") { intent.currency = try p.currency() }
    try Parameters.checkCharge(intent.amount, intent.currency)
    try p.changeMetadata(&intent.metadata)
    if p.names("description") { intent.description = try p.text("description") }
    if p.names("receipt_email") { intent.receiptEmail = try p.text("receipt_email") }
    if p.names("shipping") { intent.shipping = p.echo("shipping") }
    if let customer = try p.text("customer") { intent.customer = try clientele.customer(customer).id }
    if let group = try p.text("transfer_group") { intent.transferGroup = group }
    let types = try p.texts("payment_method_types")
    try TestMethod.check(types)
    if !types.isEmpty { intent.methodTypes = types }
    if let method = try clientele.paymentMethod(p, &core) {
      intent.method = method.id
      intent.status = .requiresConfirmation
    }
    intents.change(id) { $0 = intent }
    intents.tag(id, "group:\(intent.transferGroup ?? "")")
    intents.tag(id, "customer:\(intent.customer ?? "")")
    return intent.json
  }

  mutating func cancel(
    _ id: String, _ p: Parameters, _ charges: inout Charges, _ core: inout ProviderCore
  ) throws(PaymentError) -> Value {
    let reason = try p.text("cancellation_reason")
    let intent = try intent(id)
    switch intent.status {
    case .succeeded, .canceled, .processing:
      throw .refused(
        "You cannot cancel this PaymentIntent because it has a status of \(intent.status.rawValue). Only a "
          + "PaymentIntent with one of the following statuses may be canceled: requires_payment_method, "
          + "requires_capture, requires_reauthorization, requires_confirmation, requires_action.",
        code: "payment_intent_unexpected_state", intent: intent.json)
    default: return cancel(intent, reason: reason, &charges, &core)
    }
  }

  @discardableResult
  mutating func cancel(
    _ intent: PaymentIntent, reason: String?, _ charges: inout Charges, _ core: inout ProviderCore
  ) -> Value {
    let moment = core.now
    if intent.status == .requiresCapture, let charge = intent.latestCharge { charges.release(charge, &core) }
    let changed =
      intents.change(intent.id) {
        $0.status = .canceled
        $0.amountCapturable = 0
        $0.canceledAt = moment
        $0.cancellationReason = reason
        $0.nextAction = .null
      } ?? intent
    core.emit("payment_intent.canceled", changed.json, lane: changed.lane)
    return changed.json
  }

  mutating func change(
    _ intent: PaymentIntent, to status: PaymentIntent.Status, _ body: (inout PaymentIntent) -> Void
  ) {
    intents.change(intent.id) {
      $0.status = status
      $0.nextAction = .null
      body(&$0)
    }
  }

  func emit(_ type: String, _ id: String, _ core: inout ProviderCore) {
    if let intent = intents[id] { core.emit(type, intent.json, lane: intent.lane) }
  }

  func check(_ method: PaymentMethod, for intent: PaymentIntent) throws(PaymentError) {
    guard intent.methodTypes.contains(method.type) else {
      throw .refused(
        "The PaymentMethod provided (\(method.type)) is not allowed for this PaymentIntent.",
        code: "payment_intent_invalid_parameter", param: "payment_method")
    }
    if method.type == "customer_balance", intent.customer == nil {
      throw .refused(
        "The `customer` parameter is required when using the `customer_balance` payment method type.",
        code: "parameter_missing", param: "customer")
    }
  }

  /// Checks the account that a confirmed bank transfer in euros is to name.
  func checkTransfer(_ method: PaymentMethod, _ currency: String, _ p: Parameters) throws(PaymentError) {
    guard method.type == "customer_balance", currency == "eur" else { return }
    let place = "payment_method_options[customer_balance][bank_transfer]"
    let transfer = try p.object("payment_method_options")?.object("customer_balance")?.object("bank_transfer")
    guard let transfer, let type = try transfer.text("type") else { throw .missing("\(place)[type]") }
    guard type == "eu_bank_transfer" else {
      throw .refused(
        "The bank transfer type \(type) is not supported for the currency eur.",
        code: "payment_intent_invalid_parameter", param: "\(place)[type]")
    }
    guard let country = try transfer.object("eu_bank_transfer")?.text("country") else {
      throw .missing("\(place)[eu_bank_transfer][country]")
    }
    guard ReceivingAccount.countries.contains(country) else {
      throw .refused(
        "\(country) is not a supported country for bank transfers in EUR. Supported are: "
          + "\(ReceivingAccount.countries.joined(separator: ", ")).",
        code: "payment_intent_invalid_parameter", param: "\(place)[eu_bank_transfer][country]")
    }
  }

  func list(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    let customer = try p.text("customer")
    let items = customer.map { intents.tagged("customer:\($0)") } ?? intents.items
    return try page.answer(items, url: "/v1/payment_intents") { $0.json }
  }

  func intent(_ id: String) throws(PaymentError) -> PaymentIntent {
    guard let intent = intents[id] else { throw .absent("payment_intent", id, param: "intent") }
    return intent
  }
}
