import CEL

/// Bindings as a state machine has them: values by slot, no names at run time.
final class Slots: Bindings {
  private let values: [Value]

  init(_ values: [Value]) { self.values = values }

  func value(slot: Int) throws(EvaluationError) -> Value { values[slot] }

  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value { .null }
}
