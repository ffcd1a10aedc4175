import Currencies

/// Amounts in minor units, written in the currency.
enum Money {
  /// `120.00 EUR`; without a known currency the number of minor units.
  static func text(_ amount: Int64, currency: String?) -> String {
    guard let currency else { return "\(amount)" }
    let decimal = Currency(currency)?.decimal(amount) ?? "\(amount)"
    return "\(decimal) \(currency.uppercased())"
  }
}
