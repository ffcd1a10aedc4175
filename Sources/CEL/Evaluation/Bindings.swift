/// The values that a program reads during evaluation: variables by slot, and functions that only the host can answer.
public protocol Bindings {
  /// Returns the value of the variable that was declared with this slot.
  func value(slot: Int) throws(EvaluationError) -> Value
  /// Returns the result of the function that was declared with this id.
  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value
}
