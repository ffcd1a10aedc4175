import CEL

extension PaymentProvider {
  /// The client at the checkout, or the bank behind them. Refused when the payment is over already.
  mutating func pay(_ id: String, _ outcome: PaymentOutcome, type: String? = nil) throws(PaymentError) {
    let intent = try intent(id)
    if outcome == .chargeFails { return try returnPayment(intent) }
    guard intent.status != .succeeded, intent.status != .canceled else {
      throw .refused(
        "This PaymentIntent has a status of \(intent.status.rawValue) and cannot be paid.",
        code: "payment_intent_unexpected_state", intent: intent.json)
    }
    let type = type ?? (outcome == .process ? "sepa_debit" : intent.methodTypes.first ?? "card")
    switch outcome {
    case .succeed(let amount): succeed(intent, amount ?? intent.amount, type)
    case .decline(let decline): fail(intent, decline, type, forGood: false)
    case .failForGood(let decline): fail(intent, decline, type, forGood: true)
    case .process:
      let charge = charge(for: intent, amount: intent.amount, type: type, status: .pending)
      change(intent, to: .processing) { $0.latestCharge = charge.id }
      emit("charge.pending", charge.json, lane: charge.lane)
      emitIntent("payment_intent.processing", id)
    case .requireAction:
      change(intent, to: .requiresAction) {
        $0.nextAction = [
          "type": "redirect_to_url",
          "redirect_to_url": ["return_url": nil, "url": .string("https://checkout.invalid/3ds/\($0.id)")],
        ]
      }
      emitIntent("payment_intent.requires_action", id)
    case .chargeFails: break
    }
  }

  private mutating func succeed(_ intent: PaymentIntent, _ amount: Int64, _ type: String) {
    let charge = charge(for: intent, amount: amount, type: type, status: .succeeded)
    move(amount, intent.currency, availableAt: charge.availableAt)
    change(intent, to: .succeeded) {
      $0.latestCharge = charge.id
      $0.amountReceived = amount
      $0.lastError = .null
    }
    emit("charge.succeeded", charge.json, lane: charge.lane)
    emitIntent("payment_intent.succeeded", intent.id)
  }

  private mutating func fail(
    _ intent: PaymentIntent, _ decline: PaymentOutcome.Decline, _ type: String, forGood: Bool
  ) {
    let charge = charge(for: intent, amount: intent.amount, type: type, status: .failed, decline: decline)
    change(intent, to: forGood ? .canceled : .requiresPaymentMethod) {
      $0.latestCharge = charge.id
      $0.method = nil
      $0.lastError = [
        "type": "card_error", "code": .string(decline.code), "charge": .string(charge.id),
        "decline_code": Sandbox.json(decline.declineCode), "message": .string(decline.message),
      ]
    }
    emit("charge.failed", charge.json, lane: charge.lane)
    emitIntent("payment_intent.payment_failed", intent.id)
    if forGood, let failed = intents[intent.id] { cancel(failed, reason: "automatic") }
  }

  /// The charge of a processing payment is settled; any other attempt makes a new one.
  private mutating func charge(
    for intent: PaymentIntent, amount: Int64, type: String, status: Charge.Status,
    decline: PaymentOutcome.Decline? = nil
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
    var charge = Charge(
      id: names.next(type == "card" ? "ch" : "py"), created: now, amount: amount, currency: intent.currency,
      intent: intent.id, status: status, method: type, availableAt: later(terms.settlement))
    charge.transferGroup = intent.transferGroup
    charge.metadata = intent.metadata
    charge.description = intent.description
    charge.receiptEmail = intent.receiptEmail
    charge.failureCode = decline?.code
    charge.failureMessage = decline?.message
    charges.add(charge, tags: ["intent:\(intent.id)", "group:\(intent.transferGroup ?? "")"])
    return charge
  }

  /// A direct debit can come back after it had succeeded.
  private mutating func returnPayment(_ intent: PaymentIntent) throws(PaymentError) {
    guard intent.status == .succeeded, let id = intent.latestCharge,
      let charge = charges.change(
        id,
        {
          $0.status = .failed
          $0.failureCode = "charge_exceeds_source_limit"
          $0.failureMessage = "The payment was returned by the bank."
          $0.amountChargedBack = $0.amount - $0.amountRefunded
        })
    else {
      throw .refused(
        "Only a payment that succeeded can be returned.", code: "payment_intent_unexpected_state", intent: intent.json)
    }
    move(-charge.amountChargedBack, charge.currency, availableAt: now)
    emit("charge.failed", charge.json, lane: charge.lane)
  }

  private mutating func change(
    _ intent: PaymentIntent, to status: PaymentIntent.Status, _ body: (inout PaymentIntent) -> Void
  ) {
    intents.change(intent.id) {
      $0.status = status
      $0.nextAction = .null
      body(&$0)
    }
  }

  private mutating func emitIntent(_ type: String, _ id: String) {
    if let intent = intents[id] { emit(type, intent.json, lane: intent.lane) }
  }
}
