import Currencies

extension Parameters {
  /// Checks the smallest charge, which differs by currency (docs.stripe.com/currencies). The sandbox uses half a unit,
  /// and a value of its own for currencies without minor units.
  static func checkCharge(_ amount: Int64, _ code: String) throws(PaymentError) {
    guard let currency = Currency(code) else {
      throw .invalid("Invalid currency: \(code).", param: "currency")
    }
    let least: Int64 = currency.digits == 0 ? 50 : code == "gbp" ? 30 : 50
    guard amount >= least else {
      throw .invalid(
        "Amount must be at least \(currency.decimal(least)) \(code)", code: "amount_too_small", param: "amount")
    }
    guard currency.isChargeable(amount) else {
      throw .invalid(
        "Amounts in \(code) must be multiples of \(currency.chargeStep).", code: "parameter_invalid_integer",
        param: "amount")
    }
  }
}
