internal import CEL
internal import Statecharts
internal import YAMLTree

/// A value that is known from the definition alone: a literal, or an expression that reads only known arguments of
/// named actions.
struct KnownValue {
  let value: Value
  /// The place of the literal if it was passed as an argument, otherwise the expression.
  let place: Node

  /// Returns nil if the value depends on the booking.
  init?(_ expression: DataExpression, at node: Node, _ names: Names) {
    if case .literal(let literal) = expression {
      (value, place) = (literal, node)
      return
    }
    let programs = expression.programs
    let slots = Set(programs.flatMap(\.slots))
    let sources = slots.compactMap { names.known[$0 - Slot.local(0)] }
    guard sources.count == slots.count, programs.allSatisfy({ $0.hostCalls.isEmpty }) else { return nil }
    do {
      value = try expression.evaluate(KnownLocals(names: names))
    } catch {
      return nil
    }
    // With one argument its literal is the place; with several the expression is.
    place = sources.count == 1 ? sources[0].place : node
  }

  private struct KnownLocals: Bindings {
    let names: Names

    func value(slot: Int) throws(EvaluationError) -> Value { names.known[slot - Slot.local(0)]?.value ?? .null }

    func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value { .null }
  }
}
