import CEL
import Execution

/// The account to which a client transfers the money of a payment, as the provider tells it in the payment's
/// `next_action`. The account is the provider's and made for this customer; nothing of it is the client's own.
enum StripeTransferDetails {
  /// The reply's type: null for a payment by other means, and for an account that is named in another way than by IBAN.
  static let type = CELType.nullable(
    .object([
      .init(name: "iban", type: .string), .init(name: "bic", type: .nullable(.string)),
      .init(name: "holder", type: .nullable(.string)), .init(name: "reference", type: .nullable(.string)),
    ]))

  /// The country whose accounts clients are given. Every bank of the SEPA area pays into them (Regulation 260/2012,
  /// article 9); the provider has accounts in Germany, France, Ireland and the Netherlands.
  private static let country = "DE"
  private static let balance = "payment_method_options[customer_balance]"

  /// The fields with which an account is asked for; none where the currency has no accounts with an IBAN. They confirm
  /// the payment, because the provider names the account of a confirmed one only, and a client has nothing to confirm.
  static func fields(_ method: String, _ currency: String) -> [(String, String)] {
    guard method == "bank_transfer", currency == "EUR" else { return [] }
    return [
      ("confirm", "true"), ("payment_method_data[type]", "customer_balance"),
      ("\(balance)[funding_type]", "bank_transfer"), ("\(balance)[bank_transfer][type]", "eu_bank_transfer"),
      ("\(balance)[bank_transfer][eu_bank_transfer][country]", country),
    ]
  }

  /// Reads the account of a payment; null if the provider names none.
  static func read(_ intent: Value) -> Value {
    guard let action = intent["next_action"], action["type"] == "display_bank_transfer_instructions",
      let details = action["display_bank_transfer_instructions"],
      let account = details["financial_addresses"]?.listValue?.first(where: { $0["type"] == "iban" })?["iban"],
      let iban = account["iban"]?.stringValue, !iban.isEmpty
    else { return .null }
    func text(_ value: Value?) -> Value { value?.stringValue.map { .string($0) } ?? .null }
    return [
      "iban": .string(iban), "bic": text(account["bic"]), "holder": text(account["account_holder_name"]),
      "reference": text(details["reference"]),
    ]
  }
}
