import CEL

/// The account that the provider makes for the transfers of one customer. Its number is made up, and its check digits
/// are right (ISO 13616).
struct ReceivingAccount: Sendable {
  /// The countries in which the provider has such accounts.
  static let countries = ["DE", "FR", "IE", "NL"]
  /// A German bank code of a bank that does not exist.
  private static let bank = "99999999"

  /// The account's number.
  let iban: String

  /// - Parameter customer: the customer; each has an account of its own.
  init(of customer: String) {
    let number = customer.utf8.reduce(UInt64(7)) { ($0 &* 131 &+ UInt64($1)) % 10_000_000_000 }
    let digits = String(number)
    let body = Self.bank + String(repeating: "0", count: 10 - digits.count) + digits
    // DE00 as digits: D is 13 and E is 14.
    let check = 98 - Self.remainder(body + "131400")
    iban = "DE" + (check < 10 ? "0" : "") + "\(check)" + body
  }

  private static func remainder(_ digits: String) -> Int {
    digits.utf8.reduce(0) { ($0 * 10 + Int($1) - 48) % 97 }
  }

  var json: Value {
    [
      "type": "iban", "supported_networks": ["sepa"],
      "iban": [
        "account_holder_address": .null, "account_holder_name": "Sandbox Payments", "bank_address": .null,
        "bic": "SANDDEFFXXX", "country": "DE", "iban": .string(iban),
      ],
    ]
  }
}
