import CEL

extension PaymentProvider {
  /// The client's bank takes the money back; an inquiry only asks.
  mutating func openDispute(charge id: String, amount: Int64?, reason: String, inquiry: Bool) throws(PaymentError)
    -> Dispute
  {
    guard let charge = charges[id] else { throw .absent("charge", id, param: "charge") }
    guard charge.status == .succeeded, charge.openDispute == nil else {
      throw .refused("Charge \(id) cannot be disputed: it has not succeeded or a dispute is open.")
    }
    let sum = amount ?? charge.amount - charge.amountChargedBack
    guard sum > 0, sum <= charge.amount - charge.amountChargedBack else {
      throw .refused("A dispute is for at most what the charge still holds.", param: "amount")
    }
    let dispute = Dispute(
      id: names.next("du"), created: now, amount: sum, currency: charge.currency, charge: id, intent: charge.intent,
      dueBy: later(terms.evidence), status: inquiry ? .warningNeedsResponse : .needsResponse, reason: reason,
      isInquiry: inquiry)
    disputes.add(dispute, tags: ["charge:\(id)", "intent:\(charge.intent)"])
    let changed =
      charges.change(id) {
        $0.disputed = true
        $0.openDispute = dispute.id
      } ?? charge
    emit("charge.dispute.created", dispute.json, lane: changed.lane)
    if !inquiry {
      move(-sum, dispute.currency, availableAt: now)
      emit("charge.dispute.funds_withdrawn", dispute.json, lane: changed.lane)
    }
    return dispute
  }

  /// The bank decides. An inquiry that is won is `warning_closed`.
  @discardableResult
  mutating func closeDispute(_ id: String, won: Bool) throws(PaymentError) -> Dispute {
    let dispute = try dispute(id)
    guard dispute.status.isOpen else {
      throw .refused("This dispute is already closed.", code: "dispute_closed")
    }
    let ending: Dispute.Status = won ? (dispute.isInquiry ? .warningClosed : .won) : .lost
    let changed = disputes.change(id) { $0.status = ending } ?? dispute
    charges.change(dispute.charge) {
      $0.openDispute = nil
      if !won { $0.amountChargedBack += dispute.amount }
    }
    let lane = charges[dispute.charge]?.lane ?? dispute.intent
    emit("charge.dispute.closed", changed.json, lane: lane)
    if won, !dispute.isInquiry {
      move(dispute.amount, dispute.currency, availableAt: now)
      emit("charge.dispute.funds_reinstated", changed.json, lane: lane)
    }
    if !won, dispute.isInquiry {
      move(-dispute.amount, dispute.currency, availableAt: now)
      emit("charge.dispute.funds_withdrawn", changed.json, lane: lane)
    }
    return changed
  }

  /// `POST /v1/disputes/{id}`: evidence, which with `submit` brings the dispute under review.
  mutating func updateDispute(_ id: String, _ p: inout Parameters) throws(PaymentError) -> Value {
    let evidence = try p.object("evidence")
    let submit = try p.flag("submit")
    let metadata = try p.metadata()
    try p.finish()
    let dispute = try dispute(id)
    guard dispute.status.isOpen else { throw .refused("This dispute is already closed.", code: "dispute_closed") }
    let changed =
      disputes.change(id) {
        if evidence != nil || submit { $0.submissions += 1 }
        if submit, $0.status == .needsResponse { $0.status = .underReview }
        for entry in metadata.entries { $0.metadata[entry.key.stringValue ?? ""] = entry.value }
      } ?? dispute
    let lane = charges[dispute.charge]?.lane ?? dispute.intent
    emit("charge.dispute.updated", changed.json, lane: lane)
    return changed.json
  }

  mutating func listDisputes(_ p: inout Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(&p)
    let charge = try p.text("charge")
    let intent = try p.text("payment_intent")
    try p.finish()
    var items = disputes.items
    if let charge {
      items = disputes.tagged("charge:\(charge)")
    } else if let intent {
      items = disputes.tagged("intent:\(intent)")
    }
    return try page.answer(items, url: "/v1/disputes") { $0.json }
  }

  func dispute(_ id: String) throws(PaymentError) -> Dispute {
    guard let dispute = disputes[id] else { throw .absent("dispute", id, param: "dispute") }
    return dispute
  }
}
