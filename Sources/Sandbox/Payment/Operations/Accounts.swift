import CEL
import CivilTime

extension PaymentProvider {
  struct AccountChange: Sendable {
    var payoutsEnabled: Bool?
    var transfersActive: Bool?
    var currency: String?
    var balance: Int64?
  }

  /// Makes the account when there is none; tells by `account.updated` when something that others see changed.
  mutating func setAccount(_ id: String, _ change: AccountChange) -> Account {
    var account =
      accounts[id]
      ?? Account(id: id, created: now, currency: "eur", payoutsEnabled: true, transfersActive: true)
    let before = accounts[id]?.json
    account.payoutsEnabled = change.payoutsEnabled ?? account.payoutsEnabled
    account.transfersActive = change.transfersActive ?? account.transfersActive
    account.currency = change.currency ?? account.currency
    account.balance = change.balance ?? account.balance
    if before == nil { accounts.add(account) } else { accounts.change(id) { $0 = account } }
    if before != account.json { emit("account.updated", account.json, lane: id, account: id) }
    return account
  }

  func account(_ id: String) throws(PaymentError) -> Account {
    guard let account = accounts[id] else {
      // The provider does not tell an unknown account from one that is not yours.
      throw PaymentError(
        status: 403, code: "account_invalid",
        message: "The provided key 'sk_test_***' does not have access to account '\(id)' (or that account does not "
          + "exist). Application access may have been revoked.")
    }
    return account
  }

  /// A payout of the connected account to its bank: `payout.paid` or `payout.failed`.
  mutating func payOut(_ id: String, amount: Int64?, succeeds: Bool) throws(PaymentError) -> Value {
    let account = try account(id)
    let sum = amount ?? account.balance
    guard sum > 0, sum <= account.balance else {
      throw .refused("The account holds \(account.balance).", code: "balance_insufficient", param: "amount")
    }
    if succeeds { accounts.change(id) { $0.balance -= sum } }
    let payout: Value = [
      "id": .string(names.next("po")), "object": "payout", "amount": .int(sum), "arrival_date": unix(now),
      "automatic": true, "created": unix(now), "currency": .string(account.currency),
      "failure_code": succeeds ? nil : "account_closed",
      "failure_message": succeeds ? nil : "The bank account has been closed.", "livemode": false, "metadata": [:],
      "method": "standard", "status": succeeds ? "paid" : "failed", "type": "bank_account",
    ]
    emit(succeeds ? "payout.paid" : "payout.failed", payout, lane: id, account: id)
    return payout
  }

  func balanceObject() -> Value {
    var currencies = ["eur"]
    for movement in movements where !currencies.contains(movement.currency) { currencies.append(movement.currency) }
    func amounts(_ part: (String) -> Int64) -> Value {
      .list(
        currencies.map {
          ["amount": .int(part($0)), "currency": .string($0), "source_types": ["card": .int(part($0))]]
        })
    }
    return [
      "object": "balance", "available": amounts { balance($0).available }, "connect_reserved": [],
      "livemode": false, "pending": amounts { balance($0).pending },
    ]
  }

  mutating func listEvents(_ p: inout Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(&p)
    let type = try p.text("type")
    let types = try p.texts("types")
    _ = try p.text("delivery_success")
    try p.finish()
    var items = events.items
    if let type, !type.hasSuffix("*") {
      items = events.tagged("type:\(type)")
    } else if let type {
      items = items.filter { $0.type.hasPrefix(type.dropLast()) }
    }
    if !types.isEmpty { items = items.filter { types.contains($0.type) } }
    let version = terms.apiVersion
    return try page.answer(items, url: "/v1/events") { $0.json(version: version, pending: 0) }
  }
}
