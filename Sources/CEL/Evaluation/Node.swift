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
