internal import CEL
internal import CivilTime
internal import Statecharts

/// The facts by which a guard is judged without a booking. A name that is not known fails, and since `&&` and `||` pass over a
/// failing side when the other decides, an expression that has a value all the same has that value whatever the unknown is.
struct Assumptions: Bindings {
  let machine: Machine
  /// Whether states are active, as far as that is assumed.
  var active: [Int: Bool] = [:]
  /// The event's payload.
  var eventData: Value?
  /// When the state that owns the expression was entered.
  var entered: Instant?

  func value(slot: Int) throws(EvaluationError) -> Value {
    if slot == Slot.eventData, let eventData { return eventData }
    if slot == Slot.entered, let entered { return .timestamp(entered) }
    let define = slot - Slot.define(0)
    if machine.defines.indices.contains(define), slot < Slot.define(1000) {
      return try machine.defines[define].evaluate(self)
    }
    throw EvaluationError(code: "unknown", message: "not known before it runs", offset: 0)
  }

  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value {
    if id == HostFunction.in.rawValue, let name = arguments.first?.stringValue, let state = machine.state(named: name),
      let isActive = active[state]
    {
      return .bool(isActive)
    }
    throw EvaluationError(code: "unknown", message: "not known before it runs", offset: 0)
  }

  /// nil: it depends.
  func decide(_ program: Program) -> Bool? {
    do { return try program.evaluateBool(self) } catch { return nil }
  }
}
