import CEL
import CivilTime
import Currencies

/// Refunds to clients.
struct Refunds: Sendable {
  private(set) var refunds = Shelf<Refund>()

  mutating func create(
    _ p: Parameters, pending: Bool, settleAfter: Duration?, _ intents: Shelf<PaymentIntent>,
    _ charges: inout Shelf<Charge>, _ core: inout ProviderCore
  ) throws(PaymentError)
    -> Value
  {
    let charge = try charge(of: p, intents, charges)
    let amount = try p.amount()
    let reason = try p.text("reason")
    let metadata = try p.metadata()
    if let amount, let currency = Currency(charge.currency), !currency.isChargeable(amount) {
      throw .invalid(
        "Amounts in \(charge.currency) must be multiples of \(currency.chargeStep).",
        code: "parameter_invalid_integer", param: "amount")
    }
    guard charge.status == .succeeded, charge.isCaptured else {
      throw .refused(
        "This PaymentIntent (\(charge.intent ?? charge.id)) does not have a successful charge to refund.",
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
      // The provider has no code for this refusal, only the parameter.
      throw .refused(
        "Refund amount (\(sum) \(charge.currency)) is greater than unrefunded amount on charge "
          + "(\(charge.refundable) \(charge.currency))", param: "amount")
    }
    let stays = pending || core.terms.refundsPending || charge.refunds != .settle
    let refund = Refund(
      id: core.names.next("re"), created: core.now, amount: sum, currency: charge.currency, charge: charge.id,
      intent: charge.intent, status: stays ? .pending : .succeeded, reason: reason, metadata: metadata)
    refunds.add(refund, tags: ["intent:\(charge.intent ?? "")", "charge:\(charge.id)"])
    core.move(-sum, charge.currency, availableAt: core.now)
    let changed = charges.change(charge.id) { $0.amountRefunded += sum } ?? charge
    core.emit("refund.created", refund.json, lane: changed.lane)
    core.emit("charge.refunded", changed.json, lane: changed.lane)
    if !stays { core.emit("refund.updated", refund.json, lane: changed.lane) }
    if stays, let settleAfter { core.agenda.add(.refundSucceeds(refund.id), due: core.later(settleAfter)) }
    // Cards of the test mode whose refunds end later.
    switch charge.refunds {
    case .settle: break
    case .stayPending: core.agenda.add(.refundSucceeds(refund.id), due: core.later(core.terms.refund))
    case .fail: core.agenda.add(.refundFails(refund.id), due: core.later(core.terms.refund))
    }
    return refund.json
  }

  func list(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    let intent = try p.text("payment_intent")
    let charge = try p.text("charge")
    var items = refunds.items
    if let intent {
      items = refunds.tagged("intent:\(intent)")
    } else if let charge {
      items = refunds.tagged("charge:\(charge)")
    }
    return try page.answer(items, url: "/v1/refunds") { $0.json }
  }

  mutating func update(_ id: String, _ p: Parameters, _ charges: Shelf<Charge>, _ core: inout ProviderCore)
    throws(PaymentError) -> Value
  {
    var refund = try refund(id)
    try p.changeMetadata(&refund.metadata)
    refunds.change(id) { $0 = refund }
    tell(["refund.updated", "charge.refund.updated"], refund, charges, &core)
    return refund.json
  }

  /// Only a refund that waits for the client can be canceled.
  mutating func cancel(_ id: String, _ charges: inout Shelf<Charge>, _ core: inout ProviderCore) throws(PaymentError)
    -> Value
  {
    let refund = try refund(id)
    guard refund.status == .requiresAction else {
      throw .refused("Refund \(id) cannot be canceled: it has a status of \(refund.status.rawValue).")
    }
    let changed = refunds.change(id) { $0.status = .canceled } ?? refund
    giveBack(refund, &charges, &core)
    tell(["refund.updated", "charge.refund.updated"], changed, charges, &core)
    return changed.json
  }

  func refund(_ id: String) throws(PaymentError) -> Refund {
    guard let refund = refunds[id] else { throw .absent("refund", id, param: "refund") }
    return refund
  }

  /// The bank pays the refund out. A refund that is not pending is left as it is.
  mutating func settle(_ id: String, _ charges: Shelf<Charge>, _ core: inout ProviderCore) {
    guard refunds[id]?.status == .pending, let refund = refunds.change(id, { $0.status = .succeeded }) else { return }
    tell(["refund.updated", "charge.refund.updated"], refund, charges, &core)
  }

  /// The bank returns the refund, possibly days after it seemed complete. A refund that has failed is left as it is.
  mutating func fail(_ id: String, reason: String, _ charges: inout Shelf<Charge>, _ core: inout ProviderCore) {
    guard let old = refunds[id], old.status == .pending || old.status == .succeeded,
      let refund = refunds.change(
        id,
        {
          $0.status = .failed
          $0.failureReason = reason
        })
    else { return }
    giveBack(refund, &charges, &core)
    tell(["refund.updated", "charge.refund.updated", "refund.failed"], refund, charges, &core)
  }

  private mutating func giveBack(_ refund: Refund, _ charges: inout Shelf<Charge>, _ core: inout ProviderCore) {
    charges.change(refund.charge) { $0.amountRefunded -= refund.amount }
    core.move(refund.amount, refund.currency, availableAt: core.now)
  }

  private mutating func tell(_ types: [String], _ refund: Refund, _ charges: Shelf<Charge>, _ core: inout ProviderCore)
  {
    let lane = charges[refund.charge]?.lane ?? refund.charge
    for type in types { core.emit(type, refund.json, lane: lane) }
  }

  private func charge(of p: Parameters, _ intents: Shelf<PaymentIntent>, _ charges: Shelf<Charge>) throws(PaymentError)
    -> Charge
  {
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
