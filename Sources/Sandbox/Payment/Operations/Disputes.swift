import CEL

/// Disputes and inquiries of the client's bank, and its fraud warnings.
struct Disputes: Sendable {
  private(set) var disputes = Shelf<Dispute>()
  private(set) var warnings = Shelf<FraudWarning>()

  /// Opens a dispute, which takes the money back, or an inquiry, which does not.
  mutating func open(
    charge id: String, amount: Int64?, reason: String, inquiry: Bool, _ charges: inout Shelf<Charge>,
    _ core: inout ProviderCore
  ) throws(PaymentError)
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
      id: core.names.next("du"), created: core.now, amount: sum, currency: charge.currency, charge: id,
      intent: charge.intent,
      dueBy: core.later(core.terms.evidence), status: inquiry ? .warningNeedsResponse : .needsResponse, reason: reason,
      isInquiry: inquiry)
    disputes.add(dispute, tags: ["charge:\(id)", "intent:\(charge.intent ?? "")"])
    let changed =
      charges.change(id) {
        $0.disputed = true
        $0.openDispute = dispute.id
      } ?? charge
    core.emit("charge.dispute.created", dispute.json, lane: changed.lane)
    if !inquiry {
      core.move(-sum, dispute.currency, availableAt: core.now)
      core.emit("charge.dispute.funds_withdrawn", dispute.json, lane: changed.lane)
    }
    return dispute
  }

  /// Decides a dispute for the bank. An inquiry that is won becomes `warning_closed`.
  @discardableResult
  mutating func close(_ id: String, won: Bool, _ charges: inout Shelf<Charge>, _ core: inout ProviderCore)
    throws(PaymentError) -> Dispute
  {
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
    let lane = charges[dispute.charge]?.lane ?? dispute.charge
    core.emit("charge.dispute.closed", changed.json, lane: lane)
    if won, dispute.isInquiry {
      // No money was taken, but the provider sends this event all the same.
      core.emit("charge.dispute.funds_reinstated", changed.json, lane: lane)
    }
    if won, !dispute.isInquiry {
      core.move(dispute.amount, dispute.currency, availableAt: core.now)
      core.emit("charge.dispute.funds_reinstated", changed.json, lane: lane)
    }
    if !won, dispute.isInquiry {
      core.move(-dispute.amount, dispute.currency, availableAt: core.now)
      core.emit("charge.dispute.funds_withdrawn", changed.json, lane: lane)
    }
    return changed
  }

  /// `POST /v1/disputes/{id}`: adds evidence; `submit` puts the dispute under review.
  mutating func update(_ id: String, _ p: Parameters, _ charges: Shelf<Charge>, _ core: inout ProviderCore)
    throws(PaymentError) -> Value
  {
    // Evidence is submitted at once unless the call says otherwise.
    let submit = try p.names("submit") ? p.flag("submit") : p.names("evidence")
    var dispute = try dispute(id)
    guard dispute.status.isOpen else { throw .refused("This dispute is already closed.", code: "dispute_closed") }
    if p.names("evidence") {
      dispute.evidence = p.echo("evidence")
      dispute.hasEvidence = true
    }
    if submit {
      dispute.submissions += 1
      dispute.status = dispute.isInquiry ? .warningUnderReview : .underReview
    }
    try p.changeMetadata(&dispute.metadata)
    disputes.change(id) { $0 = dispute }
    let lane = charges[dispute.charge]?.lane ?? dispute.charge
    core.emit("charge.dispute.updated", dispute.json, lane: lane)
    return dispute.json
  }

  func list(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    let charge = try p.text("charge")
    let intent = try p.text("payment_intent")
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

  /// Adds a fraud warning of the card's bank.
  mutating func warn(of charge: Charge, _ core: inout ProviderCore) {
    let warning = FraudWarning(
      id: core.names.next("issfr"), created: core.now, charge: charge.id, intent: charge.intent)
    warnings.add(warning, tags: ["charge:\(charge.id)", "intent:\(charge.intent ?? "")"])
    core.emit("radar.early_fraud_warning.created", warning.json, lane: charge.lane)
  }

  func listWarnings(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    var items = warnings.items
    if let charge = try p.text("charge") {
      items = warnings.tagged("charge:\(charge)")
    } else if let intent = try p.text("payment_intent") {
      items = warnings.tagged("intent:\(intent)")
    }
    return try page.answer(items, url: "/v1/radar/early_fraud_warnings") { $0.json }
  }
}
