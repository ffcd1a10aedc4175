/// Amounts in a currency's smallest unit, told in the currency.
enum Money {
  private static let withoutMinor = [
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf",
  ]

  /// `120.00 EUR`; without a currency the bare number of smallest units.
  static func text(_ amount: Int64, currency: String?) -> String {
    guard let currency else { return "\(amount)" }
    let name = currency.uppercased()
    if withoutMinor.contains(currency.lowercased()) { return "\(amount) \(name)" }
    let cents = amount.magnitude % 100
    return "\(amount < 0 ? "-" : "")\(amount.magnitude / 100).\(cents < 10 ? "0" : "")\(cents) \(name)"
  }
}
