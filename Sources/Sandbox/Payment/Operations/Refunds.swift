import CEL

extension PaymentProvider {
  mutating func createRefund(_ p: inout Parameters, pending: Bool, settleAfter: Duration?) throws(PaymentError)
    -> Value
  {
    let charge = try chargeToRefund(&p)
    let amount = try p.amount()
    let reason = try p.text("reason")
    if let reason, !["duplicate", "fraudulent", "requested_by_customer"].contains(reason) {
      throw .invalid(
        "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer", param: "reason")
    }
    let metadata = try p.metadata()
    _ = try p.text("instructions_email")
    try p.finish()
    guard charge.status == .succeeded else {
      throw .refused(
        "This PaymentIntent (\(charge.intent)) does not have a successful charge to refund.",
        code: "payment_intent_unexpected_state")
    }
    if charge.openDispute != nil || (charge.amountChargedBack > 0 && charge.refundable <= 0) {
      throw .refused(
        "Charge \(charge.id) has been charged back; cannot issue a refund.", code: "charge_disputed")
    }
    guard charge.refundable > 0 else {
      throw .refused("Charge \(charge.id) has already been refunded.", code: "charge_already_refunded")
    }
    let sum = amount ?? charge.refundable
    guard sum <= charge.refundable else {
      // The provider gives this refusal no code, only the parameter.
      throw .refused(
        "Refund amount (\(sum) \(charge.currency)) is greater than unrefunded amount on charge "
          + "(\(charge.refundable) \(charge.currency))", param: "amount")
    }
    let stays = pending || terms.refundsPending
    let refund = Refund(
      id: names.next("re"), created: now, amount: sum, currency: charge.currency, charge: charge.id,
      intent: charge.intent, status: stays ? .pending : .succeeded, reason: reason, metadata: metadata)
    refunds.add(refund, tags: ["intent:\(charge.intent)", "charge:\(charge.id)"])
    move(-sum, charge.currency, availableAt: now)
    let changed = charges.change(charge.id) { $0.amountRefunded += sum } ?? charge
    emit("refund.created", refund.json, lane: changed.lane)
    emit("charge.refunded", changed.json, lane: changed.lane)
    if !stays { emit("refund.updated", refund.json, lane: changed.lane) }
    if stays, let settleAfter { agenda.add(.refundSucceeds(refund.id), due: later(settleAfter)) }
    return refund.json
  }

  mutating func listRefunds(_ p: inout Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(&p)
    let intent = try p.text("payment_intent")
    let charge = try p.text("charge")
    try p.finish()
    var items = refunds.items
    if let intent {
      items = refunds.tagged("intent:\(intent)")
    } else if let charge {
      items = refunds.tagged("charge:\(charge)")
    }
    return try page.answer(items, url: "/v1/refunds") { $0.json }
  }

  func refund(_ id: String) throws(PaymentError) -> Refund {
    guard let refund = refunds[id] else { throw .absent("refund", id, param: "refund") }
    return refund
  }

  /// The bank has paid it out. Without effect unless it is pending.
  mutating func settleRefund(_ id: String) {
    guard refunds[id]?.status == .pending, let refund = refunds.change(id, { $0.status = .succeeded }) else { return }
    emitRefund(["refund.updated", "charge.refund.updated"], refund)
  }

  /// The bank gives the money back, also days after it seemed settled. Without effect on one that failed already.
  mutating func failRefund(_ id: String, reason: String) {
    guard let old = refunds[id], old.status == .pending || old.status == .succeeded,
      let refund = refunds.change(
        id,
        {
          $0.status = .failed
          $0.failureReason = reason
        })
    else { return }
    charges.change(refund.charge) { $0.amountRefunded -= refund.amount }
    move(refund.amount, refund.currency, availableAt: now)
    emitRefund(["refund.updated", "charge.refund.updated", "refund.failed"], refund)
  }

  private mutating func emitRefund(_ types: [String], _ refund: Refund) {
    let lane = charges[refund.charge]?.lane ?? refund.intent
    for type in types { emit(type, refund.json, lane: lane) }
  }

  private func chargeToRefund(_ p: inout Parameters) throws(PaymentError) -> Charge {
    let intent = try p.text("payment_intent")
    let charge = try p.text("charge")
    if let intent {
      guard let found = intents[intent] else {
        throw .absent("payment_intent", intent, param: "payment_intent")
      }
      guard let id = found.latestCharge, let charge = charges[id] else {
        throw .refused(
          "This PaymentIntent (\(intent)) does not have a successful charge to refund.",
          code: "payment_intent_unexpected_state")
      }
      return charge
    }
    guard let charge else {
      throw .invalid("One of the following params should be provided for this request: payment_intent or charge.")
    }
    guard let found = charges[charge] else { throw .absent("charge", charge, param: "charge") }
    return found
  }
}
