import CEL

/// Transfers from the platform to connected accounts, and their reversals.
struct Transfers: Sendable {
  private(set) var transfers = Shelf<Transfer>()
  private(set) var reversals = Shelf<TransferReversal>()

  mutating func create(
    _ p: Parameters, _ charges: inout Shelf<Charge>, _ accounts: inout ConnectedAccounts, _ core: inout ProviderCore
  ) throws(PaymentError) -> Value {
    guard let amount = try p.amount() else { throw .missing("amount") }
    let currency = try p.currency()
    let destination = try p.required("destination")
    let source = try p.text("source_transaction")
    var transfer = Transfer(
      id: core.names.next("tr"), created: core.now, amount: amount, currency: currency, destination: destination)
    transfer.transferGroup = try p.text("transfer_group")
    transfer.metadata = try p.metadata()
    transfer.description = try p.text("description")
    guard let account = accounts.accounts[destination], !account.isClosed else {
      throw .absent("destination", destination, param: "destination", status: 400)
    }
    guard account.transfersActive else {
      throw .refused(
        "Your destination account needs to have at least one of the following capabilities enabled: transfers, "
          + "crypto_transfers, legacy_payments", code: "insufficient_capabilities_for_transfer", param: "destination")
    }
    var availableAt = core.now
    if let source {
      let charge = try sourceCharge(source, amount: amount, currency: currency, charges)
      transfer.source = source
      transfer.transferGroup = transfer.transferGroup ?? charge.transferGroup
      availableAt = charge.availableAt
      charges.change(source) { $0.amountTransferred += amount }
    } else if core.balance(currency).available < amount {
      throw .refused(
        "You have insufficient available funds in your Stripe account. One likely reason you have insufficient "
          + "funds is that your funds are automatically being paid out.", code: "balance_insufficient")
    }
    core.move(-amount, currency, availableAt: availableAt)
    accounts.accounts.change(destination) { $0.balance += amount }
    transfers.add(transfer, tags: ["group:\(transfer.transferGroup ?? "")", "to:\(destination)"])
    core.emit("transfer.created", json(transfer), lane: transfer.lane)
    return json(transfer)
  }

  func list(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    let group = try p.text("transfer_group")
    let destination = try p.text("destination")
    var items = group.map { transfers.tagged("group:\($0)") } ?? transfers.items
    if let destination {
      items = group == nil ? transfers.tagged("to:\(destination)") : items.filter { $0.destination == destination }
    }
    return try page.answer(items, url: "/v1/transfers") { json($0) }
  }

  mutating func reverse(
    _ id: String, _ p: Parameters, _ charges: inout Shelf<Charge>, _ accounts: inout ConnectedAccounts,
    _ core: inout ProviderCore
  ) throws(PaymentError) -> Value {
    let amount = try p.amount()
    let metadata = try p.metadata()
    let transfer = try transfer(id)
    let remaining = transfer.amount - transfer.amountReversed
    guard remaining > 0 else {
      throw .refused("Transfer \(id) has already been fully reversed.", code: "transfer_already_reversed")
    }
    let sum = amount ?? remaining
    guard sum <= remaining else {
      throw .refused(
        "Reversal amount (\(sum) \(transfer.currency)) is greater than unreversed amount on transfer "
          + "(\(remaining) \(transfer.currency))", param: "amount")
    }
    guard let account = accounts.accounts[transfer.destination], account.balance >= sum else {
      throw .refused(
        "Insufficient funds on the connected account \(transfer.destination) to reverse this transfer.",
        code: "balance_insufficient")
    }
    let reversal = TransferReversal(
      id: core.names.next("trr"), created: core.now, amount: sum, currency: transfer.currency, transfer: id,
      metadata: metadata)
    reversals.add(reversal, tags: ["transfer:\(id)"])
    accounts.accounts.change(transfer.destination) { $0.balance -= sum }
    core.move(sum, transfer.currency, availableAt: core.now)
    if let source = transfer.source { charges.change(source) { $0.amountTransferred -= sum } }
    let changed = transfers.change(id) { $0.amountReversed += sum } ?? transfer
    core.emit("transfer.reversed", json(changed), lane: changed.lane)
    return reversal.json
  }

  func listReversals(_ id: String, _ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    _ = try transfer(id)
    return try page.answer(reversals.tagged("transfer:\(id)"), url: "/v1/transfers/\(id)/reversals") { $0.json }
  }

  mutating func update(_ id: String, _ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    var transfer = try transfer(id)
    try p.changeMetadata(&transfer.metadata)
    if p.names("description") { transfer.description = try p.text("description") }
    transfers.change(id) { $0 = transfer }
    core.emit("transfer.updated", json(transfer), lane: transfer.lane)
    return json(transfer)
  }

  mutating func updateReversal(_ id: String, _ child: String, _ p: Parameters) throws(PaymentError) -> Value {
    var reversal = try reversal(child, of: id)
    try p.changeMetadata(&reversal.metadata)
    reversals.change(child) { $0 = reversal }
    return reversal.json
  }

  func reversal(_ id: String, of transfer: String) throws(PaymentError) -> TransferReversal {
    guard let reversal = reversals[id], reversal.transfer == transfer else {
      throw .absent("transfer reversal", id, param: "id")
    }
    return reversal
  }

  func transfer(_ id: String) throws(PaymentError) -> Transfer {
    guard let transfer = transfers[id] else { throw .absent("transfer", id, param: "transfer") }
    return transfer
  }

  func json(_ transfer: Transfer) -> Value { transfer.json(reversals: reversals.tagged("transfer:\(transfer.id)")) }

  /// Checks that a charge still has the amount after refunds, chargebacks and earlier transfers. The provider itself
  /// does not consider refunds here; the sandbox does, so that a payout of refunded money is noticed.
  private func sourceCharge(_ id: String, amount: Int64, currency: String, _ charges: Shelf<Charge>)
    throws(PaymentError) -> Charge
  {
    guard let charge = charges[id] else { throw .absent("charge", id, param: "source_transaction", status: 400) }
    guard charge.status == .succeeded else {
      throw .refused("The source charge \(id) has not succeeded.", param: "source_transaction")
    }
    guard charge.currency == currency else {
      throw .refused(
        "The currency of source_transaction's balance transaction (\(charge.currency)) must be the same as the "
          + "transfer currency (\(currency))", param: "currency")
    }
    guard amount <= charge.transferable else {
      throw .refused(
        "You cannot transfer more than the source charge has left: \(charge.transferable) \(currency) of "
          + "\(charge.amount).", code: "balance_insufficient", param: "amount")
    }
    return charge
  }
}
