import CEL
import CivilTime

/// The consultants' accounts at the provider, which the platform opens.
struct ConnectedAccounts: Sendable {
  var accounts = Shelf<Account>()

  struct Change: Sendable {
    var payoutsEnabled: Bool?
    var transfersActive: Bool?
    var currency: String?
    var balance: Int64?
  }

  /// Changes an account, or creates it if there is none, and emits `account.updated` if a visible field changed.
  mutating func setAccount(_ id: String, _ change: Change, _ core: inout ProviderCore) -> Account {
    var account =
      accounts[id]
      ?? Account(id: id, created: core.now, currency: "eur", payoutsEnabled: true, transfersActive: true)
    let before = accounts[id]?.json
    account.payoutsEnabled = change.payoutsEnabled ?? account.payoutsEnabled
    account.transfersActive = change.transfersActive ?? account.transfersActive
    account.currency = change.currency ?? account.currency
    account.balance = change.balance ?? account.balance
    if before == nil { accounts.add(account) } else { accounts.change(id) { $0 = account } }
    if before != account.json { core.emit("account.updated", account.json, lane: id, account: id) }
    return account
  }

  /// Opens an account for the platform. It can receive transfers at once, and pays out once its owner is verified.
  mutating func createAccount(_ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    let country = try p.text("country") ?? "US"
    let currency = try p.text("default_currency") ?? (country == "US" ? "usd" : country == "GB" ? "gbp" : "eur")
    var account = Account(
      id: core.names.next("acct"), created: core.now, currency: currency, payoutsEnabled: false, transfersActive: true)
    account.country = country
    account.type = try p.text("type") ?? "standard"
    account.email = try p.text("email")
    if let wanted = try p.object("capabilities") {
      account.capabilities = []
      for name in ["card_payments", "transfers"] where try wanted.object(name)?.flag("requested") == true {
        account.capabilities.append(name)
      }
    }
    try p.changeMetadata(&account.metadata)
    accounts.add(account)
    for name in account.capabilities {
      core.emit(
        "capability.updated",
        [
          "id": .string(name), "object": "capability", "account": .string(account.id), "requested": true,
          "requested_at": unix(core.now), "status": account.transfersActive ? "active" : "inactive",
        ], lane: account.id, account: account.id)
    }
    return account.json
  }

  mutating func updateAccount(_ id: String, _ p: Parameters, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    var account = try account(id)
    if p.names("email") { account.email = try p.text("email") }
    if let currency = try p.text("default_currency") { account.currency = currency }
    try p.changeMetadata(&account.metadata)
    accounts.change(id) { $0 = account }
    core.emit("account.updated", account.json, lane: id, account: id)
    return account.json
  }

  /// Disconnects an account from the platform, with an event that names the account.
  mutating func deleteAccount(_ id: String, _ core: inout ProviderCore) throws(PaymentError) -> Value {
    let account = try account(id)
    guard account.balance == 0 else {
      throw .refused("Accounts with a balance that is not zero cannot be deleted.", code: "account_invalid")
    }
    accounts.change(id) { $0.isClosed = true }
    core.emit(
      "account.application.deauthorized",
      ["id": "ca_sandbox", "object": "application", "name": "Sandbox"], lane: id, account: id)
    return ["id": .string(id), "object": "account", "deleted": true]
  }

  func listAccounts(_ p: Parameters) throws(PaymentError) -> Value {
    let page = try ListPage(p)
    return try page.answer(accounts.items.filter { !$0.isClosed }, url: "/v1/accounts") { $0.json }
  }

  func account(_ id: String) throws(PaymentError) -> Account {
    guard let account = accounts[id], !account.isClosed else {
      // The provider answers alike for an unknown account and for one of another platform.
      throw PaymentError(
        status: 403, code: "account_invalid",
        message: "The provided key 'sk_test_***' does not have access to account '\(id)' (or that account does not "
          + "exist). Application access may have been revoked.")
    }
    return account
  }
}
