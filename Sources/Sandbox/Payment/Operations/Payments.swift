import CEL

// The course of a payment: the client pays, the bank declines, a debit comes back.
extension PaymentProvider {
  mutating func createIntent(_ p: Parameters) throws(PaymentError) -> Value {
    guard let amount = try p.amount() else { throw .missing("amount") }
    let currency = try p.currency()
    try Parameters.checkCharge(amount, currency)
    var intent = PaymentIntent(id: core.names.next("pi"), created: core.now, amount: amount, currency: currency)
    try intents.describe(&intent, p, clientele)
    let confirm = try p.flag("confirm")
    let method = try clientele.paymentMethod(p, &core)
    if method != nil { intent.status = .requiresConfirmation }
    intent.method = method?.id
    if confirm, method == nil { throw .missing("payment_method") }
    if confirm, let method {
      try intents.check(method, for: intent)
      try intents.checkTransfer(method, currency, p)
    }
    intents.add(intent, &core)
    if confirm, let method { try self.confirm(intent.id, with: method) }
    return intents.intents[intent.id]?.json ?? intent.json
  }

  mutating func confirmIntent(_ id: String, _ p: Parameters) throws(PaymentError) -> Value {
    let intent = try intents.intent(id)
    let given = try clientele.paymentMethod(p, &core)
    guard let method = given ?? intent.method.flatMap({ clientele.methods[$0] }) else {
      throw .refused(
        "You cannot confirm this PaymentIntent because it's missing a payment method.",
        code: "payment_intent_unexpected_state", intent: intent.json)
    }
    try intents.check(method, for: intent)
    try confirm(id, with: method)
    return try intents.intent(id).json
  }

  /// Captures the authorized amount or less; the rest is released at once.
  mutating func captureIntent(_ id: String, _ p: Parameters) throws(PaymentError) -> Value {
    let intent = try intents.intent(id)
    let amount = try p.amount("amount_to_capture") ?? intent.amountCapturable
    guard intent.status == .requiresCapture, let charge = intent.latestCharge else {
      throw .refused(
        "This PaymentIntent could not be captured because it has a status of \(intent.status.rawValue). Only a "
          + "PaymentIntent with one of the following statuses may be captured: requires_capture.",
        code: "payment_intent_unexpected_state", intent: intent.json)
    }
    guard amount <= intent.amountCapturable else {
      throw .refused(
        "The provided amount_to_capture (\(amount)) is greater than the remaining amount_capturable "
          + "(\(intent.amountCapturable)).", code: "amount_too_large", param: "amount_to_capture")
    }
    charges.capture(charge, amount: amount, &core)
    intents.change(intent, to: .succeeded) {
      $0.amountCapturable = 0
      $0.amountReceived = amount
    }
    intents.emit("payment_intent.succeeded", id, &core)
    followSession(of: id)
    return try intents.intent(id).json
  }

  mutating func confirm(_ id: String, with method: PaymentMethod) throws(PaymentError) {
    intents.intents.change(id) { $0.method = method.id }
    try pay(id, method.test.outcome, with: method)
    switch method.test.outcome {
    case .process:
      core.agenda.add(
        method.test.debitFails ? .paymentFails(id) : .paymentSucceeds(id),
        due: core.later(method.test.debitLasts ?? core.terms.debit))
    case .awaitTransfer: applyCash(to: id)
    case .decline(let decline), .failForGood(let decline):
      let declined = try intents.intent(id)
      throw PaymentError(
        status: 402, type: "card_error", code: decline.code, message: decline.message,
        declineCode: decline.declineCode, charge: declined.latestCharge, intent: declined.json, begun: true)
    default: break
    }
  }

  /// Acts as the client at the checkout or as the client's bank. A payment that has ended refuses.
  ///
  /// - Parameter method: the method to pay with; nil for one of the intent's first type.
  mutating func pay(_ id: String, _ outcome: PaymentOutcome, with method: PaymentMethod? = nil) throws(PaymentError) {
    let intent = try intents.intent(id)
    if outcome == .chargeFails { return try returnPayment(intent) }
    guard ![.succeeded, .canceled, .requiresCapture].contains(intent.status) else {
      throw .refused(
        "This PaymentIntent has a status of \(intent.status.rawValue) and cannot be paid.",
        code: "payment_intent_unexpected_state", intent: intent.json)
    }
    switch outcome {
    case .succeed(let amount): succeed(intent, amount ?? intent.amount, method)
    case .decline(let decline): fail(intent, decline, method, forGood: false)
    case .failForGood(let decline): fail(intent, decline, method, forGood: true)
    case .process:
      let charge = charges.attempt(for: intent, amount: intent.amount, method, delayed: true, status: .pending, &core)
      intents.change(intent, to: .processing) { $0.latestCharge = charge.id }
      core.emit("charge.pending", charge.json, lane: charge.lane)
      intents.emit("payment_intent.processing", id, &core)
    case .requireAction:
      act(intent) {
        [
          "type": "redirect_to_url",
          "redirect_to_url": ["return_url": nil, "url": .string("https://checkout.invalid/3ds/\($0.id)")],
        ]
      }
    case .awaitTransfer: act(intent, bankTransfer)
    case .chargeFails: break
    }
    followSession(of: id)
  }

  private mutating func act(_ intent: PaymentIntent, _ action: (PaymentIntent) -> Value) {
    intents.change(intent, to: .requiresAction) { $0.nextAction = action($0) }
    intents.emit("payment_intent.requires_action", intent.id, &core)
  }

  private func bankTransfer(_ intent: PaymentIntent) -> Value {
    [
      "type": "display_bank_transfer_instructions",
      "display_bank_transfer_instructions": [
        "amount_remaining": .int(intent.amount - intent.amountFunded), "currency": .string(intent.currency),
        "financial_addresses": .list(
          intent.currency == "eur" ? [ReceivingAccount(of: intent.customer ?? "").json] : []),
        "hosted_instructions_url": nil, "reference": .string("\(intent.id.suffix(8))"),
        "type": intent.currency == "jpy" ? "jp_bank_transfer" : "eu_bank_transfer",
      ],
    ]
  }

  private mutating func succeed(_ intent: PaymentIntent, _ amount: Int64, _ method: PaymentMethod?) {
    let isPaused = intent.capturesByHand && intent.status != .processing
    let charge = charges.attempt(for: intent, amount: amount, method, status: .succeeded, isCaptured: !isPaused, &core)
    if !isPaused { core.move(amount, intent.currency, availableAt: charge.availableAt) }
    intents.change(intent, to: isPaused ? .requiresCapture : .succeeded) {
      $0.latestCharge = charge.id
      $0.amountCapturable = isPaused ? amount : 0
      $0.amountReceived = isPaused ? 0 : amount
      $0.lastError = .null
    }
    core.emit("charge.succeeded", charge.json, lane: charge.lane)
    intents.emit(isPaused ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded", intent.id, &core)
    if let method { disturb(charge, as: method.test) }
  }

  /// Adds the effects that some test methods have after a payment.
  mutating func disturb(_ charge: Charge, as test: TestMethod) {
    if test.isAvailableAtOnce, charge.isCaptured {
      core.emit("balance.available", core.balanceObject(of: nil), lane: "balance")
    }
    if test.isSuspicious {
      disputes.warn(of: charge, &core)
    }
    for dispute in test.disputes {
      _ = try? disputes.open(
        charge: charge.id, amount: nil, reason: dispute.reason, inquiry: dispute.isInquiry, &charges.charges, &core)
    }
  }

  private mutating func fail(
    _ intent: PaymentIntent, _ decline: PaymentOutcome.Decline, _ method: PaymentMethod?, forGood: Bool
  ) {
    let charge = charges.attempt(for: intent, amount: intent.amount, method, status: .failed, decline: decline, &core)
    intents.change(intent, to: forGood ? .canceled : .requiresPaymentMethod) {
      $0.latestCharge = charge.id
      $0.method = nil
      $0.lastError = [
        "type": "card_error", "code": .string(decline.code), "charge": .string(charge.id),
        "decline_code": Sandbox.json(decline.declineCode), "message": .string(decline.message),
      ]
    }
    core.emit("charge.failed", charge.json, lane: charge.lane)
    intents.emit("payment_intent.payment_failed", intent.id, &core)
    if forGood, let failed = intents.intents[intent.id] { intents.cancel(failed, reason: "automatic", &charges, &core) }
  }

  /// A direct debit can be returned after it had succeeded.
  private mutating func returnPayment(_ intent: PaymentIntent) throws(PaymentError) {
    guard intent.status == .succeeded, let id = intent.latestCharge, charges.returnMoney(id, &core) != nil
    else {
      throw .refused(
        "Only a payment that succeeded can be returned.", code: "payment_intent_unexpected_state", intent: intent.json)
    }
  }

  /// Creates a charge without a payment intent, with the effects that its test method has.
  mutating func createCharge(_ p: Parameters) throws(PaymentError) -> Value {
    let (charge, method) = try charges.create(p, clientele, &core)
    disturb(charge, as: method)
    return charges.charges[charge.id]?.json ?? charge.json
  }

  /// `POST /v1/test_helpers/charges/{id}/expire`: an authorization lapses because it was not captured in time.
  mutating func expireCharge(_ id: String) throws(PaymentError) -> Value {
    let charge = try charges.expire(id, &core)
    if let id = charge.intent, let intent = intents.intents[id], intent.status == .requiresCapture {
      // The authorization has lapsed, so nothing is left to release.
      intents.change(intent, to: .requiresConfirmation) { $0.amountCapturable = 0 }
      if let open = intents.intents[id] { intents.cancel(open, reason: "automatic", &charges, &core) }
    }
    return charge.json
  }
}
