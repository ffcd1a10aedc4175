import Currencies

/// Amounts in a currency's smallest unit, told in the currency.
enum Money {
  /// `120.00 EUR`; without a currency that is known the bare number of smallest units.
  static func text(_ amount: Int64, currency: String?) -> String {
    guard let currency else { return "\(amount)" }
    let decimal = Currency(currency)?.decimal(amount) ?? "\(amount)"
    return "\(decimal) \(currency.uppercased())"
  }
}
