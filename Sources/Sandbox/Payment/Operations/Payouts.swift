import CEL

/// Payouts to bank accounts.
struct Payouts: Sendable {
  private(set) var payouts = Shelf<Payout>()

  /// Creates a payout of the platform, or of the account that `Stripe-Account` names.
  mutating func create(
    _ p: Parameters, account id: String?, _ accounts: inout ConnectedAccounts, _ core: inout ProviderCore
  ) throws(PaymentError) -> Value {
    guard let amount = try p.amount() else { throw .missing("amount") }
    let currency = try p.currency()
    let available: Int64
    if let id {
      let account = try accounts.account(id)
      guard account.payoutsEnabled else {
        throw .refused("Cannot create payouts: this account cannot receive payouts.", code: "payouts_not_allowed")
      }
      available = account.currency == currency ? account.balance : 0
    } else {
      available = core.balance(currency).available
    }
    guard amount <= available else {
      throw .refused(
        "You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.",
        code: "balance_insufficient", param: "amount")
    }
    var payout = Payout(
      id: core.names.next("po"), created: core.now, amount: amount, currency: currency,
      arrival: core.later(core.terms.payout),
      status: .pending, account: id)
    payout.description = try p.text("description")
    try p.changeMetadata(&payout.metadata)
    draw(payout, amount, &accounts, &core)
    payouts.add(payout, tags: ["of:\(id ?? "")"])
    core.emit("payout.created", payout.json, lane: id ?? "payouts", account: id)
    core.agenda.add(.payoutArrives(payout.id), due: payout.arrival)
    return payout.json
  }

  /// Takes the payout out of its balance; a negative amount returns it.
  private mutating func draw(
    _ payout: Payout, _ amount: Int64, _ accounts: inout ConnectedAccounts, _ core: inout ProviderCore
  ) {
    if let id = payout.account {
      accounts.accounts.change(id) { $0.balance -= amount }
    } else {
      core.move(-amount, payout.currency, availableAt: core.now)
    }
  }

  mutating func update(_ id: String, _ p: Parameters, account: String?, _ core: inout ProviderCore) throws(PaymentError)
    -> Value
  {
    var payout = try payout(id, account: account)
    try p.changeMetadata(&payout.metadata)
    payouts.change(id) { $0 = payout }
    core.emit("payout.updated", payout.json, lane: account ?? "payouts", account: account)
    return payout.json
  }

  mutating func cancel(_ id: String, account: String?, _ accounts: inout ConnectedAccounts, _ core: inout ProviderCore)
    throws(PaymentError) -> Value
  {
    let payout = try payout(id, account: account)
    guard payout.status == .pending else {
      throw .refused(
        "Payouts with status `\(payout.status.rawValue)` can't be canceled.", code: "payout_not_cancelable")
    }
    let changed = payouts.change(id) { $0.status = .canceled } ?? payout
    draw(payout, -payout.amount, &accounts, &core)
    core.emit("payout.canceled", changed.json, lane: account ?? "payouts", account: account)
    return changed.json
  }

  /// The payout arrives at the bank, or the bank returns it. A payout that has ended is left as it is.
  mutating func settle(_ id: String, succeeds: Bool, _ accounts: inout ConnectedAccounts, _ core: inout ProviderCore) {
    guard let payout = payouts[id], payout.status == .pending || payout.status == .inTransit,
      let changed = payouts.change(
        id,
        {
          $0.status = succeeds ? .paid : .failed
          $0.failureCode = succeeds ? nil : "account_closed"
          $0.failureMessage = succeeds ? nil : "The bank account has been closed."
        })
    else { return }
    if !succeeds { draw(payout, -payout.amount, &accounts, &core) }
    core.emit(
      succeeds ? "payout.paid" : "payout.failed", changed.json, lane: payout.account ?? "payouts",
      account: payout.account)
  }

  /// Makes an automatic payout of a connected account that ends at once, for the control API.
  mutating func payOut(
    _ id: String, amount: Int64?, succeeds: Bool, _ accounts: inout ConnectedAccounts, _ core: inout ProviderCore
  ) throws(PaymentError) -> Value {
    let account = try accounts.account(id)
    let sum = amount ?? account.balance
    guard sum > 0, sum <= account.balance else {
      throw .refused("The account holds \(account.balance).", code: "balance_insufficient", param: "amount")
    }
    var payout = Payout(
      id: core.names.next("po"), created: core.now, amount: sum, currency: account.currency, arrival: core.now,
      status: .pending,
      account: id)
    payout.isAutomatic = true
    draw(payout, sum, &accounts, &core)
    payouts.add(payout, tags: ["of:\(id)"])
    settle(payout.id, succeeds: succeeds, &accounts, &core)
    return try self.payout(payout.id, account: id).json
  }

  func list(_ p: Parameters, account: String?) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    let status = try p.text("status")
    let items = payouts.tagged("of:\(account ?? "")").filter { status == nil || $0.status.rawValue == status }
    return try page.answer(items, url: "/v1/payouts") { $0.json }
  }

  func payout(_ id: String, account: String?) throws(PaymentError) -> Payout {
    guard let payout = payouts[id], payout.account == account else { throw .absent("payout", id, param: "payout") }
    return payout
  }
}
