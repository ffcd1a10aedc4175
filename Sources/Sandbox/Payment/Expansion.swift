import CEL

/// Replaces identifiers with the objects that they name.
struct Expansion {
  let provider: PaymentProvider

  /// Replaces the identifiers named by `expand[]` with their objects: `latest_charge`, `data.charge`,
  /// `payment_intent.latest_charge`.
  func expand(_ value: Value, _ paths: [String]) throws(PaymentError) -> Value {
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
    let clientele = provider.clientele
    if let intent = provider.intents.intents[id] { return intent.json }
    if let charge = provider.charges.charges[id] { return charge.json }
    if let transfer = provider.transfers.transfers[id] { return provider.transfers.json(transfer) }
    if let account = provider.accounts.accounts[id] { return account.json }
    if let dispute = provider.disputes.disputes[id] { return dispute.json }
    if let customer = clientele.customers[id] { return customer.json }
    if let method = clientele.methods[id] { return method.json }
    if let product = provider.catalogue.products[id] { return product.json }
    return provider.refunds.refunds[id]?.json
  }
}
