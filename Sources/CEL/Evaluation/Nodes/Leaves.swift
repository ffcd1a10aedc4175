final class ConstantNode: Node {
  private let value: Value

  init(_ value: Value) { self.value = value }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { value }
}

final class SlotNode: Node {
  private let slot: Int

  init(slot: Int) { self.slot = slot }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    frame.spend(1)
    return try frame.bindings.value(slot: slot)
  }
}

/// Tests that a variable's value is not null.
final class PresenceNode: Node {
  private let slot: Int

  init(slot: Int) { self.slot = slot }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    frame.spend(1)
    return try !frame.bindings.value(slot: slot).isNull
  }
}

final class LocalNode: Node {
  private let index: Int

  init(index: Int) { self.index = index }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    frame.spend(1)
    return frame.locals[index]
  }
}

final class FailNode: Node {
  private let error: EvaluationError

  init(_ error: EvaluationError) { self.error = error }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { throw error }
}

/// Checks the type of the result where the checker could not establish it.
final class ResultCheckNode: Node {
  private let operand: any Node
  private let expected: CELType
  private let place: Int

  init(operand: any Node, expected: CELType, place: Int) {
    (self.operand, self.expected, self.place) = (operand, expected, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let value = try operand.evaluate(&frame)
    switch value {
    case .list, .map, .optional: try frame.charge(try frame.weight(of: value))
    default: break
    }
    guard expected.accepts(value) else {
      throw EvaluationError(
        code: value.isNull ? "null-value" : "wrong-type",
        message: "expected \(expected), the value is \(ValueText.summary(value))", offset: place)
    }
    return value
  }
}
