/// A node of the tree that is evaluated. Nodes are immutable, so that a program can be shared freely.
protocol Node: AnyObject, Sendable {
  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value
  /// Evaluates the node where a bool is needed. Any other value is an error.
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
  /// The error for a value of the wrong type at run time. Null has a message of its own, because its cure differs.
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
