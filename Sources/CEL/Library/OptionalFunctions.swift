/// The functions on optional values: `optional.of` and its companions.
enum OptionalFunctions {
  static func add(to table: inout FunctionTable) {
    let inner = CELType.parameter("T")
    let optional = CELType.optional(inner)
    table.add("optional.none", signatures: [([], optional)], .many { _ throws(EvaluationError) in .optional(nil) })
    table.add("optional.of", signatures: [([inner], optional)], .unary { v throws(EvaluationError) in .optional(v) })
    table.add(
      "optional.ofNonZeroValue", signatures: [([inner], optional)],
      .unary { v throws(EvaluationError) in isZero(v) ? .optional(.none) : .optional(v) })
    table.add(
      ".hasValue", signatures: [([optional], .bool)],
      .unary { v throws(EvaluationError) in
        .bool(try unwrap("hasValue", v) != nil)
      })
    table.add(
      ".value", signatures: [([optional], inner)],
      .unary { v throws(EvaluationError) in
        guard let value = try unwrap("value", v) else { throw EvaluationError("no-value", "the optional has no value") }
        return value
      })
    table.add(
      ".or", signatures: [([optional, optional], optional)],
      .binary { a, b throws(EvaluationError) in
        try unwrap("or", a) == nil ? b : a
      })
    table.add(
      ".orValue", signatures: [([optional, inner], inner)],
      .binary { a, b throws(EvaluationError) in
        try unwrap("orValue", a) ?? b
      })
    table.add(
      "optional.unwrap", ".unwrapOpt", signatures: [([.list(optional)], .list(inner))],
      .unary { v throws(EvaluationError) in .list(try present(v)) })
  }

  private static func unwrap(_ name: String, _ value: Value) throws(EvaluationError) -> Value? {
    guard case .optional(let inner) = value else { throw .noOverload(name, value) }
    return inner
  }

  /// Returns the values of those optionals that have one.
  private static func present(_ value: Value) throws(EvaluationError) -> [Value] {
    var values: [Value] = []
    for element in try ListFunctions.elements("unwrap", value) {
      if let inner = try unwrap("unwrap", element) { values.append(inner) }
    }
    return values
  }

  private static func isZero(_ value: Value) -> Bool {
    switch value {
    case .null, .bool(false), .int(0), .uint(0), .double(0), .string(""), .optional(nil): true
    case .bytes(let bytes): bytes.isEmpty
    case .list(let list): list.isEmpty
    case .map(let map): map.isEmpty
    case .duration(let duration): duration == .zero
    default: false
    }
  }
}
