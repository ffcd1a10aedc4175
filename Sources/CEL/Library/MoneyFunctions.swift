import Currencies
import Money

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
    guard let result = BasisPoints(b).share(of: a) else {
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
    var weights: [Int64] = []
    for element in list {
      guard case .int(let weight) = element else { throw .noOverload("apportion's weights", element) }
      guard weight >= 0 else { throw EvaluationError("bad-weight", "apportion: the weight \(weight) is negative") }
      weights.append(weight)
    }
    guard let parts = Apportionment.parts(of: amount, by: weights) else {
      throw EvaluationError("bad-weight", "apportion needs a weight above 0")
    }
    return .list(parts.map { .int($0) })
  }
}
