import CEL

extension PaymentProvider {
  /// Carries out one operation. `pendingRefund` is a fault's wish; nil settles at once.
  mutating func perform(
    _ operation: PaymentOperation, _ p: inout Parameters, pendingRefund: Fault? = nil
  ) throws(PaymentError) -> Value {
    switch operation.name {
    case "payment_intents.create": return try createIntent(&p)
    case "payment_intents.list": return try listIntents(&p)
    case "payment_intents.cancel": return try cancelIntent(operation.id, &p)
    case "payment_intents.confirm": return try confirmIntent(operation.id, &p)
    case "refunds.create":
      return try createRefund(&p, pending: pendingRefund != nil, settleAfter: pendingRefund?.delay)
    case "refunds.list": return try listRefunds(&p)
    case "transfers.create": return try createTransfer(&p)
    case "transfers.list": return try listTransfers(&p)
    case "transfer_reversals.create": return try createReversal(operation.id, &p)
    case "transfer_reversals.list": return try listReversals(operation.id, &p)
    case "disputes.update": return try updateDispute(operation.id, &p)
    case "disputes.list": return try listDisputes(&p)
    case "disputes.close":
      try p.finish()
      return try closeDispute(operation.id, won: false).json
    case "charges.list": return try listCharges(&p)
    case "events.list": return try listEvents(&p)
    case "balance.retrieve": return balanceObject()
    default:
      try p.finish()
      return try retrieve(operation)
    }
  }

  private func retrieve(_ operation: PaymentOperation) throws(PaymentError) -> Value {
    let id = operation.id
    switch operation.name {
    case "payment_intents.retrieve": return try intent(id).json
    case "refunds.retrieve": return try refund(id).json
    case "transfers.retrieve": return json(try transfer(id))
    case "disputes.retrieve": return try dispute(id).json
    case "accounts.retrieve": return try account(id).json
    case "charges.retrieve":
      guard let charge = charges[id] else { throw .absent("charge", id, param: "charge") }
      return charge.json
    case "transfer_reversals.retrieve":
      guard let reversal = reversals[operation.child], reversal.transfer == id else {
        throw .absent("transfer reversal", operation.child, param: "id")
      }
      return reversal.json
    case "events.retrieve":
      guard let event = events[id] else { throw .absent("event", id, param: "id") }
      return event.json(version: terms.apiVersion, pending: 0)
    default: throw .unknownURL("GET", operation.name)
    }
  }

  private func listCharges(_ p: inout Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(&p)
    let intent = try p.text("payment_intent")
    let group = try p.text("transfer_group")
    try p.finish()
    var items = charges.items
    if let intent {
      items = charges.tagged("intent:\(intent)")
    } else if let group {
      items = charges.tagged("group:\(group)")
    }
    return try page.answer(items, url: "/v1/charges") { $0.json }
  }

  /// Replaces the identifiers named by `expand[]` with their objects: `latest_charge`, `data.charge`,
  /// `payment_intent.latest_charge`.
  func expanded(_ value: Value, _ paths: [String]) throws(PaymentError) -> Value {
    var out = value
    for path in paths {
      let parts = path.split(separator: ".").map(String.init)
      guard parts.count <= 4, let changed = expanded(out, parts[...]) else {
        throw .invalid("This property cannot be expanded (\(path)).", param: "expand")
      }
      out = changed
    }
    return out
  }

  private func expanded(_ value: Value, _ path: ArraySlice<String>) -> Value? {
    guard let name = path.first else { return value }
    if case .list(let items) = value {
      var out: [Value] = []
      for item in items {
        guard let changed = expanded(item, path) else { return nil }
        out.append(changed)
      }
      return .list(out)
    }
    guard case .map(var object) = value, let member = object[name] else { return nil }
    var inner = member
    if let id = member.stringValue {
      guard let found = resource(id) else { return nil }
      inner = found
    } else if member.isNull {
      return value
    }
    guard let changed = expanded(inner, path.dropFirst()) else { return nil }
    object[name] = changed
    return .map(object)
  }

  private func resource(_ id: String) -> Value? {
    if let intent = intents[id] { return intent.json }
    if let charge = charges[id] { return charge.json }
    if let transfer = transfers[id] { return json(transfer) }
    if let account = accounts[id] { return account.json }
    if let dispute = disputes[id] { return dispute.json }
    return refunds[id]?.json
  }
}
