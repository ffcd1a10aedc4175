import Currencies

extension Parameters {
  /// The smallest charges differ by currency (docs.stripe.com/currencies), of which the sandbox knows half a unit; a
  /// currency without hundredths has its own.
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
