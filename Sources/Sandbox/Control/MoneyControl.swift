import CEL

/// An act of a client, a bank or the provider's staff, for which the provider's API has no call.
struct MoneyControl {
  let body: ValueMap

  /// `POST /_sandbox/pay`: the client pays at the checkout.
  func payAtCheckout(_ payment: inout PaymentProvider) throws -> Answer {
    let intent = try PayTarget(body).intent(in: &payment)
    let amount = body["amount"]?.intValue
    let name = body["outcome"]?.stringValue ?? "succeed"
    let outcome: PaymentOutcome
    switch name {
    case "succeed": outcome = .succeed(nil)
    case "succeed_amount":
      guard let amount, amount > 0 else { throw ControlError.missing("amount", "the amount that arrives, in cents") }
      outcome = .succeed(amount)
    case "fail": outcome = .decline(.noFunds)
    case "fail_final": outcome = .failForGood(.generic)
    case "processing": outcome = .process
    case "requires_action": outcome = .requireAction
    case "charge_failed": outcome = .chargeFails
    default:
      throw ControlError.wrong(
        "outcome", name,
        "one of succeed, succeed_amount, fail, fail_final, processing, requires_action, charge_failed")
    }
    try payment.pay(intent.id, outcome)
    if outcome == .process, let after = try ControlError.duration(body, "settle_after") {
      let fails = body["then"]?.stringValue == "fail"
      payment.core.agenda.add(
        fails ? .paymentFails(intent.id) : .paymentSucceeds(intent.id), due: payment.core.later(after))
    }
    return Answer(json: try payment.intents.intent(intent.id).json)
  }

  /// `POST /_sandbox/refunds/{id}/settle` and `/fail`.
  func settleRefund(_ id: String, _ act: String, _ payment: inout PaymentProvider) throws -> Answer {
    guard payment.refunds.refunds[id] != nil else { throw ControlError.absent("refund '\(id)'") }
    switch act {
    case "settle": payment.refunds.settle(id, payment.charges.charges, &payment.core)
    case "fail": payment.refunds.fail(id, reason: "lost_or_stolen_card", &payment.charges.charges, &payment.core)
    default: throw ControlError.wrong("act", act, "settle or fail")
    }
    return Answer(json: try payment.refunds.refund(id).json)
  }

  /// `POST /_sandbox/disputes`: `charge` or `group`, `amount`, `reason`, `inquiry`.
  func dispute(_ payment: inout PaymentProvider) throws -> Answer {
    var id = body["charge"]?.stringValue
    if id == nil, let group = body["group"]?.stringValue {
      id = payment.charges.charges.tagged("group:\(group)").last { $0.status == .succeeded }?.id
      if id == nil { throw ControlError.absent("successful charge in the group '\(group)'") }
    }
    guard let id else { throw ControlError.missing("charge", "ch_…, or 'group' with the payment's transfer_group") }
    let dispute = try payment.disputes.open(
      charge: id, amount: body["amount"]?.intValue, reason: body["reason"]?.stringValue ?? "product_not_received",
      inquiry: body["inquiry"]?.boolValue ?? false, &payment.charges.charges, &payment.core)
    return Answer(status: 201, json: dispute.json)
  }

  func closeDispute(_ id: String, _ payment: inout PaymentProvider) throws -> Answer {
    guard payment.disputes.disputes[id] != nil else { throw ControlError.absent("dispute '\(id)'") }
    let status = body["status"]?.stringValue ?? ""
    guard status == "won" || status == "lost" else { throw ControlError.wrong("status", status, "won or lost") }
    return Answer(
      json: try payment.disputes.close(id, won: status == "won", &payment.charges.charges, &payment.core).json)
  }

  func setAccount(_ id: String, _ payment: inout PaymentProvider) throws -> Answer {
    let account = payment.accounts.setAccount(
      id,
      ConnectedAccounts.Change(
        payoutsEnabled: body["payouts_enabled"]?.boolValue, transfersActive: body["transfers"]?.boolValue,
        currency: body["currency"]?.stringValue?.lowercased(), balance: body["balance"]?.intValue), &payment.core)
    var out = account.json.mapValue ?? ValueMap()
    out["balance"] = .int(account.balance)
    return Answer(json: .map(out))
  }

  /// `POST /_sandbox/accounts/{id}/payouts`: `amount`, `status` paid or failed.
  func payOut(_ id: String, _ payment: inout PaymentProvider) throws -> Answer {
    Answer(
      json: try payment.payouts.payOut(
        id, amount: body["amount"]?.intValue, succeeds: body["status"]?.stringValue != "failed", &payment.accounts,
        &payment.core))
  }
}
