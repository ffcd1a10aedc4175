import CEL

// The course of a payment: the client pays, the bank declines, a debit comes back.
extension PaymentProvider {
  /// Acts as the client at the checkout or as the client's bank. A payment that has ended refuses.
  ///
  /// - Parameter method: the method to pay with; nil for one of the intent's first type.
  mutating func pay(_ id: String, _ outcome: PaymentOutcome, with method: PaymentMethod? = nil) throws(PaymentError) {
    let intent = try intent(id)
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
      let charge = charge(for: intent, amount: intent.amount, method, delayed: true, status: .pending)
      change(intent, to: .processing) { $0.latestCharge = charge.id }
      core.emit("charge.pending", charge.json, lane: charge.lane)
      emitIntent("payment_intent.processing", id)
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
    change(intent, to: .requiresAction) { $0.nextAction = action($0) }
    emitIntent("payment_intent.requires_action", intent.id)
  }

  private func bankTransfer(_ intent: PaymentIntent) -> Value {
    [
      "type": "display_bank_transfer_instructions",
      "display_bank_transfer_instructions": [
        "amount_remaining": .int(intent.amount - intent.amountFunded), "currency": .string(intent.currency),
        "financial_addresses": [], "hosted_instructions_url": nil, "reference": .string("\(intent.id.suffix(8))"),
        "type": intent.currency == "jpy" ? "jp_bank_transfer" : "eu_bank_transfer",
      ],
    ]
  }

  private mutating func succeed(_ intent: PaymentIntent, _ amount: Int64, _ method: PaymentMethod?) {
    let isPaused = intent.capturesByHand && intent.status != .processing
    let charge = charge(for: intent, amount: amount, method, status: .succeeded, isCaptured: !isPaused)
    if !isPaused { core.move(amount, intent.currency, availableAt: charge.availableAt) }
    change(intent, to: isPaused ? .requiresCapture : .succeeded) {
      $0.latestCharge = charge.id
      $0.amountCapturable = isPaused ? amount : 0
      $0.amountReceived = isPaused ? 0 : amount
      $0.lastError = .null
    }
    core.emit("charge.succeeded", charge.json, lane: charge.lane)
    emitIntent(isPaused ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded", intent.id)
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
        charge: charge.id, amount: nil, reason: dispute.reason, inquiry: dispute.isInquiry, &charges, &core)
    }
  }

  private mutating func fail(
    _ intent: PaymentIntent, _ decline: PaymentOutcome.Decline, _ method: PaymentMethod?, forGood: Bool
  ) {
    let charge = charge(for: intent, amount: intent.amount, method, status: .failed, decline: decline)
    change(intent, to: forGood ? .canceled : .requiresPaymentMethod) {
      $0.latestCharge = charge.id
      $0.method = nil
      $0.lastError = [
        "type": "card_error", "code": .string(decline.code), "charge": .string(charge.id),
        "decline_code": Sandbox.json(decline.declineCode), "message": .string(decline.message),
      ]
    }
    core.emit("charge.failed", charge.json, lane: charge.lane)
    emitIntent("payment_intent.payment_failed", intent.id)
    if forGood, let failed = intents[intent.id] { cancel(failed, reason: "automatic") }
  }

  /// Completes the charge of a processing payment; any other attempt creates a new charge.
  private mutating func charge(
    for intent: PaymentIntent, amount: Int64, _ method: PaymentMethod?, delayed: Bool = false, status: Charge.Status,
    isCaptured: Bool = true, decline: PaymentOutcome.Decline? = nil
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

  mutating func add(_ charge: Charge) {
    charges.add(
      charge,
      tags: [
        "intent:\(charge.intent ?? "")", "group:\(charge.transferGroup ?? "")", "customer:\(charge.customer ?? "")",
      ])
  }

  /// A direct debit can be returned after it had succeeded.
  private mutating func returnPayment(_ intent: PaymentIntent) throws(PaymentError) {
    guard intent.status == .succeeded, let id = intent.latestCharge,
      let charge = charges.change(
        id,
        {
          $0.amountChargedBack = $0.amount - $0.amountRefunded
          $0.status = .failed
          $0.failureCode = "charge_exceeds_source_limit"
          $0.failureMessage = "The payment was returned by the bank."
        })
    else {
      throw .refused(
        "Only a payment that succeeded can be returned.", code: "payment_intent_unexpected_state", intent: intent.json)
    }
    core.move(-charge.amountChargedBack, charge.currency, availableAt: core.now)
    core.emit("charge.failed", charge.json, lane: charge.lane)
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

  mutating func emitIntent(_ type: String, _ id: String) {
    if let intent = intents[id] { core.emit(type, intent.json, lane: intent.lane) }
  }
}
