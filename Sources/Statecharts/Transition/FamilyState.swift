internal import CEL
internal import CivilTime

/// A family while it takes a transition: the snapshot before, the snapshot in the making, and the record so far.
/// Expressions read it, and each part of the transition changes its own share of the snapshot.
final class FamilyState {
  // A state lives on one call's stack and calls nothing outside, so its accesses need no check at run time.
  let bundle: Bundle
  let now: Instant
  let before: FamilySnapshot
  @exclusivity(unchecked) var snapshot: FamilySnapshot
  @exclusivity(unchecked) var record = TransitionRecord()
  /// The states that were entered in this transition, by machine.
  @exclusivity(unchecked) var enteredNow = EnteredStates()
  /// The number of views and defines that are being evaluated within each other.
  @exclusivity(unchecked) var nesting = 0
  /// A scope that can be used again, and through it others.
  @exclusivity(unchecked) private var idleScope: Scope?

  init(_ snapshot: FamilySnapshot, of bundle: Bundle, now: Instant) {
    self.bundle = bundle
    self.now = now
    self.snapshot = snapshot
    before = snapshot
  }

  /// A machine that was started.
  subscript(machine index: Int) -> InstanceSnapshot {
    @inline(__always) _read { yield snapshot.instances[index]! }
    @inline(__always) _modify { yield &snapshot.instances[index]! }
  }

  /// Returns true if the machine was started and has not ended.
  func isAlive(_ machine: Int) -> Bool { snapshot.instances[machine]?.isDone == false }

  /// Returns all active states of a machine; none before it was started.
  func configuration(_ machine: Int) -> StateSet { snapshot.instances[machine]?.configuration ?? StateSet() }

  /// Returns the paths of the active atomic states of a machine.
  func activeStates(_ machine: Int) -> [String] {
    bundle.atomicStates(of: machine, in: configuration(machine))
  }

  /// Creates an event of a machine's own making, such as a step's result or a timer's firing.
  func ownEvent(
    _ name: Int, of machine: Int, data: Value = .null, step: StepSnapshot? = nil, fired: Int64 = 0
  ) -> MachineEvent {
    MachineEvent(
      Event(
        name: bundle.machines[machine].eventNames[name], role: Event.familyRole, data: data, amount: step?.amount ?? 0,
        fired: fired, locals: step?.locals ?? []),
      name: name)
  }

  // MARK: Evaluation

  func failure(_ code: String, _ message: String, machine: Int, line: Int = 0) -> StepFailure {
    StepFailure(code: code, message: message, machine: bundle.machines[machine].name, line: line)
  }

  /// Turns an expression's error into the failure of the transition. A guard that fails is an incident.
  func evaluating<T>(machine: Int, line: Int, _ body: () throws(EvaluationError) -> T) throws(StepFailure) -> T {
    do {
      return try body()
    } catch {
      throw failure("expression-error", "\(error.code): \(error.message)", machine: machine, line: line)
    }
  }

  /// Evaluates in a scope of the machine. Scopes are reused, because a transition evaluates many guards.
  func withScope<T, Failure: Error>(
    _ machine: Int, event: MachineEvent? = nil, state: Int? = nil, _ body: (Scope) throws(Failure) -> T
  ) throws(Failure) -> T {
    let scope = idleScope ?? Scope(family: self, machine: machine)
    idleScope = scope.next
    scope.reset(machine: machine, event: event, state: state)
    defer {
      scope.next = idleScope
      idleScope = scope
    }
    return try body(scope)
  }

  func value(_ expression: DataExpression, _ scope: Scope, _ line: Int) throws(StepFailure) -> Value {
    try evaluating(machine: scope.machine, line: line) { () throws(EvaluationError) in try expression.evaluate(scope) }
  }

  /// An event of the family's own making.
  func event(_ name: String, _ data: DataExpression, _ scope: Scope, _ line: Int) throws(StepFailure) -> Event {
    Event(name: name, role: Event.familyRole, data: try value(data, scope, line))
  }

  func text(_ expression: DataExpression, _ scope: Scope, _ line: Int) throws(StepFailure) -> String {
    Interpolation.display(try value(expression, scope, line))
  }

  func integer(_ expression: DataExpression, _ scope: Scope, _ line: Int) throws(StepFailure) -> Int64 {
    guard let amount = try value(expression, scope, line).intValue else {
      throw failure("type-mismatch", "an amount is not a whole number", machine: scope.machine, line: line)
    }
    return amount
  }

  /// Assigns a value to a field of the machine's context.
  ///
  /// - Throws: `StepFailure` with the code `type-mismatch` if the value does not have the field's type.
  func assign(_ field: Int, _ expression: DataExpression, _ scope: Scope, _ line: Int) throws(StepFailure) {
    let index = scope.machine
    let definition = bundle.machines[index].context[field]
    let kept = definition.type.normalize(try value(expression, scope, line))
    guard definition.type.accepts(kept) else {
      throw failure(
        "type-mismatch", "context.\(definition.name) is \(definition.type), not what was assigned", machine: index,
        line: line)
    }
    self[machine: index].context[field] = kept
    record.hasChanged = true
  }

  func isTrue(_ condition: Program, _ scope: Scope, _ line: Int) throws(StepFailure) -> Bool {
    try evaluating(machine: scope.machine, line: line) { () throws(EvaluationError) in
      try condition.evaluateBool(scope)
    }
  }
}
