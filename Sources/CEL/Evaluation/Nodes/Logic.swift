/// Evaluates `&&`: false wins over an error on either side (language definition, "Logical Operators").
final class AndNode: Node {
  private let operands: [any Node]
  private let place: Int

  init(operands: [any Node], place: Int) { (self.operands, self.place) = (operands, place) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    var failure: EvaluationError?
    for operand in operands {
      do throws(EvaluationError) {
        if try !operand.test(&frame) { return false }
      } catch {
        try error.rethrowIfFinal()
        failure = failure ?? error
      }
    }
    if let failure { throw failure.at(place) }
    return true
  }
}

/// Evaluates `||`: true wins over an error on either side.
final class OrNode: Node {
  private let operands: [any Node]
  private let place: Int

  init(operands: [any Node], place: Int) { (self.operands, self.place) = (operands, place) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    var failure: EvaluationError?
    for operand in operands {
      do throws(EvaluationError) {
        if try operand.test(&frame) { return true }
      } catch {
        try error.rethrowIfFinal()
        failure = failure ?? error
      }
    }
    if let failure { throw failure.at(place) }
    return false
  }
}

final class NotNode: Node {
  private let operand: any Node
  private let place: Int

  init(operand: any Node, place: Int) { (self.operand, self.place) = (operand, place) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    frame.spend(1)
    do throws(EvaluationError) { return try !operand.test(&frame) } catch { throw error.at(place) }
  }
}

final class ConditionalNode: Node {
  private let condition: any Node
  private let yes: any Node
  private let no: any Node
  private let place: Int

  init(condition: any Node, yes: any Node, no: any Node, place: Int) {
    (self.condition, self.yes, self.no, self.place) = (condition, yes, no, place)
  }

  private func branch(_ frame: inout Frame) throws(EvaluationError) -> any Node {
    do throws(EvaluationError) { return try condition.test(&frame) ? yes : no } catch { throw error.at(place) }
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    try branch(&frame).evaluate(&frame)
  }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    try branch(&frame).test(&frame)
  }
}
