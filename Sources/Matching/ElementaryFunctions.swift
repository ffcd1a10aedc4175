/// Logarithm and exponential from the four arithmetic operations alone, so that a rank is the same number on every
/// machine and this module needs no C library. Both are exact to about one unit in the last place.
enum ElementaryFunctions {
  private static let ln2High = 0x1.62e42fee00000p-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// The natural logarithm of a positive, finite number.
  static func log(_ x: Double) -> Double {
    var mantissa = x.significand
    var exponent = Double(x.exponent)
    if mantissa > 1.4142135623730951 {
      mantissa /= 2
      exponent += 1
    }
    // log m = 2 artanh((m - 1) / (m + 1)), and the argument is below 0.172: twelve terms leave less than 2⁻⁶⁰.
    let ratio = (mantissa - 1) / (mantissa + 1)
    let square = ratio * ratio
    var sum = 0.0
    for term in stride(from: 23.0, through: 3.0, by: -2.0) { sum = (sum + 1 / term) * square }
    return exponent * ln2High + (exponent * ln2Low + 2 * ratio * sum + 2 * ratio)
  }

  /// The binary logarithm of a positive, finite number.
  static func log2(_ x: Double) -> Double { log(x) / (ln2High + ln2Low) }

  /// e to the power of `x`. Arguments beyond ±700 are taken as ±700.
  static func exp(_ x: Double) -> Double {
    let x = min(700, max(-700, x))
    let steps = (x / (ln2High + ln2Low)).rounded()
    let rest = x - steps * ln2High - steps * ln2Low
    var sum = 1.0
    var term = 16.0
    while term >= 1 {
      sum = 1 + sum * rest / term
      term -= 1
    }
    return Double(sign: .plus, exponent: Int(steps), significand: 1) * sum
  }

  /// 1 / (1 + e⁻ˣ).
  static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
