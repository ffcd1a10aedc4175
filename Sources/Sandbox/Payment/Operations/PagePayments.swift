import CEL

// The payments on hosted pages and by bank transfer.
extension PaymentProvider {
  /// Ends a page, for `POST /v1/checkout/sessions/{id}/expire` or when it expires by itself.
  @discardableResult
  mutating func expireSession(_ id: String) throws(PaymentError) -> Value {
    let session = try pages.session(id)
    guard session.status == .open else {
      throw .refused(
        "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of "
          + "\(session.status.rawValue).")
    }
    let changed = pages.sessions.change(id) { $0.status = .expired } ?? session
    if let open = session.intent.flatMap({ intents.intents[$0] }),
      ![.succeeded, .canceled, .processing].contains(open.status)
    {
      intents.cancel(open, reason: "automatic", &charges, &core)
    }
    core.emit("checkout.session.expired", changed.json, lane: session.lane)
    return changed.json
  }

  /// The payment intent of a page, created when somebody pays.
  mutating func openIntent(of id: String) throws(PaymentError) -> PaymentIntent {
    let session = try pages.session(id)
    if session.status != .open {
      throw .refused("This Checkout Session is no longer open: it is \(session.status.rawValue).")
    }
    if let made = session.intent.flatMap({ intents.intents[$0] }) { return made }
    var intent = PaymentIntent(
      id: core.names.next("pi"), created: core.now, amount: session.total, currency: session.currency)
    intent.methodTypes = session.methodTypes
    intent.customer = session.customer
    try intents.describe(&intent, Parameters(session.payment), clientele)
    intents.add(intent, &core)
    intents.intents.tag(intent.id, "session:\(id)")
    pages.sessions.change(id) { $0.intent = intent.id }
    pages.sessions.tag(id, "intent:\(intent.id)")
    return intent
  }

  /// `POST /v1/payment_pages/{session}/confirm`: the client presses the button.
  mutating func confirmPage(_ id: String, _ p: Parameters) throws(PaymentError) -> Value {
    let session = try pages.session(id)
    if let expected = try p.integer("expected_amount"), expected != session.total {
      throw .refused("The page's total is \(session.total).", param: "expected_amount")
    }
    guard var method = try clientele.paymentMethod(p, &core) else { throw .missing("payment_method") }
    if !session.methodTypes.contains(method.type), let type = session.methodTypes.first {
      // The page converts the given method into one of a type that it offers.
      let test = TestMethod.delayed.contains(type) ? TestMethod.debit(type) : method.test
      method = PaymentMethod(id: core.names.next("pm"), created: core.now, test: test, billing: method.billing)
      clientele.methods.add(method)
    }
    let intent = try openIntent(of: id)
    if let email = method.billing["email"]?.stringValue, session.customerEmail == nil {
      pages.sessions.change(id) { $0.customerEmail = email }
    }
    try confirm(intent.id, with: method)
    return pages.page(try pages.session(id))
  }

  /// Emits the page's event for the end of its payment.
  mutating func followSession(of intent: String) {
    guard let session = pages.sessions.tagged("intent:\(intent)").last, let intent = intents.intents[intent] else {
      return
    }
    switch intent.status {
    case .succeeded, .requiresCapture:
      let wasDelayed = session.status == .complete
      if session.isPaid { return }
      close(session, isPaid: true, wasDelayed ? "async_payment_succeeded" : "completed")
    case .processing:
      if session.status == .open { close(session, isPaid: false, "completed") }
    case .requiresPaymentMethod, .canceled:
      if session.status == .complete, !session.isPaid { close(session, isPaid: false, "async_payment_failed") }
    case .requiresConfirmation, .requiresAction: break
    }
  }

  private mutating func close(_ session: CheckoutSession, isPaid: Bool, _ event: String) {
    let changed = pages.sessions.change(session.id) {
      $0.status = .complete
      $0.isPaid = isPaid
    }
    if let changed { core.emit("checkout.session.\(event)", changed.json, lane: changed.lane) }
  }

  /// `POST /v1/test_helpers/customers/{id}/fund_cash_balance`: a bank transfer arrives.
  mutating func fund(_ id: String, _ p: Parameters) throws(PaymentError) -> Value {
    let (transaction, currency, balance) = try clientele.receive(id, p, &core)
    let waiting = intents.intents.tagged("customer:\(id)").filter {
      $0.status == .requiresAction && $0.currency == currency && $0.methodTypes.contains("customer_balance")
    }
    for intent in waiting { applyCash(to: intent.id) }
    if waiting.isEmpty {
      core.emit(
        "cash_balance.funds_available",
        [
          "object": "cash_balance", "available": .map(ValueMap([(currency, .int(balance))])), "customer": .string(id),
          "livemode": false,
          "settings": ["reconciliation_mode": "automatic", "using_merchant_default": true],
        ], lane: id)
    }
    return transaction
  }

  /// Applies a customer's money to their payment, as far as it goes.
  mutating func applyCash(to id: String) {
    guard let intent = intents.intents[id], intent.status == .requiresAction, let customer = intent.customer,
      let cash = clientele.customers[customer]?.cash[intent.currency], cash > 0
    else { return }
    let part = min(cash, intent.amount - intent.amountFunded)
    clientele.customers.change(customer) { $0.cash[intent.currency] = cash - part }
    let funded = intents.intents.change(id) { $0.amountFunded += part }
    if let funded, funded.amountFunded == funded.amount {
      try? pay(id, .succeed(nil))
    } else {
      intents.emit("payment_intent.partially_funded", id, &core)
    }
  }
}
