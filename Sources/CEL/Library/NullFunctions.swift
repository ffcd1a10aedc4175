/// The functions `known` and `coalesce`, for values that may be null.
enum NullFunctions {
  static func add(to table: inout FunctionTable) {
    let type = CELType.parameter("T")
    table.add("known", signatures: [([.nullable(type)], type)], .unary(known))
    table.add(
      "coalesce", signatures: [([.nullable(type), type], type)],
      .binary { a, b throws(EvaluationError) in a == .null ? b : a })
  }

  /// Returns its argument. A null is an error: the author says that there is none here.
  static func known(_ value: Value) throws(EvaluationError) -> Value {
    guard value != .null else {
      throw EvaluationError(
        "null-value", "known: the value is null, although the definition says that it cannot be here")
    }
    return value
  }
}
