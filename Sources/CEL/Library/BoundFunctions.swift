/// The functions `min`, `max` and `clamp` for values of one ordered type.
enum BoundFunctions {
  static func add(to table: inout FunctionTable) {
    let types: [CELType] = [.int, .uint, .double, .timestamp, .duration, .string]
    for (name, wanted) in [("min", Value.Order.less), ("max", .greater)] {
      table.add(
        name, signatures: types.map { ([$0, $0], $0) }, variadic: true,
        .many { v throws(EvaluationError) in try extreme(name, v, wanted) })
    }
    table.add("clamp", signatures: types.map { ([$0, $0, $0], $0) }, .many(clamp))
  }

  static func extreme(_ name: String, _ values: [Value], _ wanted: Value.Order) throws(EvaluationError) -> Value {
    var best = values[0]
    for value in values {
      guard value.dynamicType == best.dynamicType, let order = value.order(best) else {
        throw .noOverload(name, values)
      }
      guard order != .unordered else { throw EvaluationError("not-a-number", "\(name): NaN has no place in an order") }
      if order == wanted { best = value }
    }
    return best
  }

  /// Evaluates `clamp(x, low, high)`. If `low` is above `high`, the result is `low`.
  static func clamp(_ values: [Value]) throws(EvaluationError) -> Value {
    try extreme("clamp", [try extreme("clamp", [values[0], values[2]], .less), values[1]], .greater)
  }
}
