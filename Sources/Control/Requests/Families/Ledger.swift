public import CEL

/// A booking's balances: `{"held": 12000, "fee": 0, "currency": "eur"}`.
public struct Ledger: WireScalar {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static let notation =
    "object: each account's balance in the currency's smallest unit, and `currency`, in lower case or null"
  /// A valid value.
  public static let sample = Ledger(balances: [Balance(account: "held", amount: 0)], currency: "eur")

  /// The balance of one account; negative if it has given more than it received.
  public struct Balance: Sendable, Hashable {
    /// The account's name.
    public var account: String
    /// The amount in minor units.
    public var amount: Int64

    /// Creates a `Balance` from its fields.
    public init(account: String, amount: Int64) {
      self.account = account
      self.amount = amount
    }
  }

  /// In the order in which the accounts were first used.
  public var balances: [Balance]
  /// ISO 4217 in lower case; nil before a currency is known.
  public var currency: String?

  /// Creates a `Ledger` from its fields.
  public init(balances: [Balance], currency: String?) {
    self.balances = balances
    self.currency = currency
  }

  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard case .map(let map) = wire else { return nil }
    currency = map["currency"]?.stringValue
    balances = map.entries.compactMap { entry in
      guard let account = entry.key.stringValue, let amount = entry.value.intValue else { return nil }
      return Balance(account: account, amount: amount)
    }
  }

  /// The JSON value.
  public var wire: Value {
    var map = ValueMap(balances.map { ($0.account, .int($0.amount)) })
    map["currency"] = currency.map { .string($0) } ?? .null
    return .map(map)
  }
}
