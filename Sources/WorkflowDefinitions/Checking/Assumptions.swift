internal import CEL
internal import CivilTime
internal import Statecharts

/// The facts from which a guard is judged without a booking. An unknown name evaluates to an error. Because `&&` and
/// `||` ignore an error on one side when the other side decides, an expression that still has a value has it for every
/// value of the unknown.
struct Assumptions: Bindings {
  let machine: Machine
  /// The states that are assumed to be active or inactive; any other state is unknown.
  var active: [Int: Bool] = [:]
  /// The event's payload.
  var eventData: Value?
  /// The time at which the state that owns the expression was entered.
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

  /// Returns nil if the result depends on unknown facts.
  func decide(_ program: Program) -> Bool? {
    do { return try program.evaluateBool(self) } catch { return nil }
  }
}
