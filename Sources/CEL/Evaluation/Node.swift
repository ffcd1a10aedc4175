/// A node of the closed tree that is evaluated. Nodes hold nothing that changes, so that a program is shared freely.
protocol Node: AnyObject, Sendable {
  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value
  /// The value where a bool is needed.
  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool
}

extension Node {
  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    let value = try evaluate(&frame)
    guard case .bool(let flag) = value else { throw .noOverload("a condition", value) }
    return flag
  }
}

extension EvaluationError {
  /// A value of the wrong type was found at run time; null is told apart, because its cure is another.
  static func noOverload(_ what: String, _ values: Value...) -> EvaluationError {
    noOverload(what, values)
  }

  static func noOverload(_ what: String, _ values: [Value]) -> EvaluationError {
    let types = values.map(\.typeName).joined(separator: ", ")
    if values.contains(where: \.isNull) {
      return EvaluationError("null-value", "\(what): null where a value is needed (\(types)); compare with null before")
    }
    return EvaluationError("no-such-overload", "\(what) does not take (\(types))")
  }
}
