internal import CEL
internal import Statecharts
internal import YAMLTree

/// A value that the definition states outright: a literal, or an expression over nothing but known arguments of named actions.
struct KnownValue {
  let value: Value
  /// The literal itself where it was handed down, else the expression.
  let place: Node

  /// nil if the value depends on the booking.
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
    // Of several arguments none is the place; of one it is.
    place = sources.count == 1 ? sources[0].place : node
  }

  private struct KnownLocals: Bindings {
    let names: Names

    func value(slot: Int) throws(EvaluationError) -> Value { names.known[slot - Slot.local(0)]?.value ?? .null }

    func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value { .null }
  }
}
