import Currencies

/// The functions on amounts in minor units. They compute exactly on whole numbers.
enum MoneyFunctions {
  static func add(to table: inout FunctionTable) {
    table.add("share", signatures: [([.int, .int], .int)], .binary(share))
    table.add("chargeable", signatures: [([.int, .string], .int)], .binary(chargeable))
    table.add("apportion", signatures: [([.int, .list(.int)], .list(.int))], .metered(apportion))
  }

  /// Evaluates `share(amount, basisPoints)`: ⌊amount × basisPoints ÷ 10,000⌋, for amounts of either sign.
  static func share(_ amount: Value, _ basisPoints: Value) throws(EvaluationError) -> Value {
    guard case .int(let a) = amount, case .int(let b) = basisPoints else {
      throw .noOverload("share", amount, basisPoints)
    }
    let product = Int128(a) * Int128(b)
    var (quotient, remainder) = product.quotientAndRemainder(dividingBy: 10_000)
    if remainder < 0 { quotient -= 1 }
    guard let result = Int64(exactly: quotient) else {
      throw EvaluationError("overflow", "share(\(a), \(b)) is out of range")
    }
    return .int(result)
  }

  /// Evaluates `chargeable(amount, currency)`: the amount, rounded towards zero to one that the payment provider can
  /// charge or refund in the currency.
  static func chargeable(_ amount: Value, _ code: Value) throws(EvaluationError) -> Value {
    guard case .int(let amount) = amount, case .string(let code) = code else {
      throw .noOverload("chargeable", amount, code)
    }
    guard let currency = Currency(code) else {
      throw EvaluationError("bad-currency", "chargeable: '\(code)' is no currency of ISO 4217")
    }
    return .int(currency.chargeable(amount))
  }

  /// Evaluates `apportion(amount, weights)`: whole parts in proportion to the weights, which add up to the amount. Each
  /// part is rounded towards zero. The remaining units go one by one to the parts with the largest remainders, the
  /// first of equals first (Hamilton's method). A negative amount is divided like the positive one.
  static func apportion(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .int(let amount) = values[0], case .list(let list) = values[1] else {
      throw .noOverload("apportion", values)
    }
    try frame.charge(list.count / 2)
    var weights: [Int128] = []
    for element in list {
      guard case .int(let weight) = element else { throw .noOverload("apportion's weights", element) }
      guard weight >= 0 else { throw EvaluationError("bad-weight", "apportion: the weight \(weight) is negative") }
      weights.append(Int128(weight))
    }
    // There are at most 100,000 weights below 2⁶³, so the sum and amount × weight stay below 2¹²⁷.
    let sum = weights.reduce(0, +)
    guard sum > 0 else { throw EvaluationError("bad-weight", "apportion needs a weight above 0") }
    let size = Int128(amount.magnitude)
    var parts: [Int128] = []
    var remainders: [(index: Int, remainder: Int128)] = []
    for (index, weight) in weights.enumerated() {
      let (part, remainder) = (size * weight).quotientAndRemainder(dividingBy: sum)
      parts.append(part)
      remainders.append((index, remainder))
    }
    let left = Int(size - parts.reduce(0, +))
    remainders.sort { $0.remainder != $1.remainder ? $0.remainder > $1.remainder : $0.index < $1.index }
    for entry in remainders.prefix(left) { parts[entry.index] += 1 }
    return .list(parts.map { .int(Int64(amount < 0 ? -$0 : $0)) })
  }
}
