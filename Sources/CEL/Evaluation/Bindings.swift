/// What a program reads while it is evaluated: variables by their slot, and functions that only the host can answer.
public protocol Bindings {
  /// The value of the variable declared with this slot.
  func value(slot: Int) throws(EvaluationError) -> Value
  /// The answer of the function declared with this id.
  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value
}
