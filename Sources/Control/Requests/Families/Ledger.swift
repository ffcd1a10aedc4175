public import CEL

/// A booking's books on the wire: `{"held": 12000, "fee": 0, "currency": "eur"}`.
public struct Ledger: WireScalar {
  public static let notation =
    "object: each account's balance in the currency's smallest unit, and `currency`, in lower case or null"
  public static let sample = Ledger(balances: [Balance(account: "held", amount: 0)], currency: "eur")

  /// What one account holds; below zero where it has given.
  public struct Balance: Sendable, Hashable {
    public var account: String
    /// In the currency's smallest unit.
    public var amount: Int64

    public init(account: String, amount: Int64) {
      self.account = account
      self.amount = amount
    }
  }

  /// In the order in which the accounts were first used.
  public var balances: [Balance]
  /// ISO 4217 in lower case; nil before a currency is known.
  public var currency: String?

  public init(balances: [Balance], currency: String?) {
    self.balances = balances
    self.currency = currency
  }

  public init?(wire: Value) {
    guard case .map(let map) = wire else { return nil }
    currency = map["currency"]?.stringValue
    balances = map.entries.compactMap { entry in
      guard let account = entry.key.stringValue, let amount = entry.value.intValue else { return nil }
      return Balance(account: account, amount: amount)
    }
  }

  public var wire: Value {
    var map = ValueMap(balances.map { ($0.account, .int($0.amount)) })
    map["currency"] = currency.map { .string($0) } ?? .null
    return .map(map)
  }
}
