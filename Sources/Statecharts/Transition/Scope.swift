internal import CEL
internal import CivilTime

/// The names that an expression of one machine sees at one moment.
final class Scope: Bindings {
  // Safe because the family's state owns its scopes: they are reached only through `FamilyState.withScope`, during
  // which the state is alive.
  unowned(unsafe) let family: FamilyState
  @exclusivity(unchecked) private(set) var machine: Int
  @exclusivity(unchecked) private(set) var event: MachineEvent?
  /// The state that owns the expression, for `entered` and `entries`.
  @exclusivity(unchecked) var state: Int?
  @exclusivity(unchecked) var step: StepSnapshot? {
    didSet {
      hasStep = step != nil
      if let step, !step.locals.isEmpty { bind(step.locals) }
    }
  }
  @exclusivity(unchecked) private var hasStep = false
  @exclusivity(unchecked) var locals: [Int: Value] = [:]
  @exclusivity(unchecked) var body: Value = .null
  /// The next scope in the list of idle ones.
  @exclusivity(unchecked) var next: Scope?

  init(family: FamilyState, machine: Int) {
    self.family = family
    self.machine = machine
  }

  /// Makes the scope as good as new, with the parameters of the event bound.
  func reset(machine: Int, event: MachineEvent?, state: Int?) {
    self.machine = machine
    if !locals.isEmpty { locals.removeAll() }
    self.event = event
    self.state = state
    if let event, !event.event.locals.isEmpty { bind(event.event.locals) }
    if hasStep { step = nil }
  }

  func value(slot: Int) throws(EvaluationError) -> Value {
    switch slot / 1000 {
    case 1: return family.snapshot.instances[machine]?.context[slot - 1000] ?? .null
    case 2:
      if machine == 0 { return family.snapshot.input[family.bundle.inputFields[slot - 2000]] ?? .null }
      return family.snapshot.instances[machine]?.input[family.bundle.machines[machine].inputFields[slot - 2000]]
        ?? .null
    case 3: return family.snapshot.params[slot - 3000]
    case 4: return try nested { () throws(EvaluationError) in try self.family.viewValue(slot - 4000) }
    case 5: return locals[slot - 5000] ?? .null
    case 6:
      return try nested { () throws(EvaluationError) in
        try self.family.bundle.machines[self.machine].defines[slot - 6000].evaluate(self)
      }
    case 7:
      return (family.before.instances[machine] ?? family.snapshot.instances[machine])?.context[slot - 7000] ?? .null
    case 8: return captured(slot - 8000)
    default: return fixed(slot)
    }
  }

  private func fixed(_ slot: Int) -> Value {
    switch slot {
    case Slot.now: .timestamp(family.now)
    case Slot.entered: visit.flatMap(\.last).map { .timestamp($0) } ?? .null
    case Slot.entries: .int(visit?.count ?? 0)
    case Slot.fired: .int(event?.event.fired ?? 0)
    case Slot.eventName: .string(event?.event.name ?? "")
    case Slot.eventRole: .string(event?.event.role ?? "")
    case Slot.eventData: event?.event.data ?? .null
    case Slot.stepAmount: .int(step?.amount ?? event?.event.amount ?? 0)
    case Slot.stepNumber: .int(stepNumber)
    case Slot.currency: .string(family.snapshot.currency)
    case Slot.resting: .bool(family.isResting(except: machine))
    case Slot.stranded: .bool(InvariantCheck(family: family).isStranded)
    case Slot.familyKey: .string(family.snapshot.key)
    case Slot.body: body
    default: .null
    }
  }

  private var stepNumber: Int64 {
    step.flatMap { family.snapshot.instances[machine]?.stepStarts[$0.definition] } ?? 0
  }

  private func bind(_ values: [Value]) {
    for (index, value) in values.enumerated() { locals[index] = value }
  }

  private var visit: Visit? {
    guard let state, let instance = family.snapshot.instances[machine] else { return nil }
    return instance.visits[state]
  }

  private func captured(_ field: Int) -> Value {
    guard let step else { return .null }
    let captures = family.bundle.machines[machine].steps[step.definition].captures
    guard let position = captures.firstIndex(of: field), position < step.captured.count else { return .null }
    return step.captured[position]
  }

  /// Evaluates a view or a define. They may refer to each other; a loop ends here instead of overflowing the stack.
  private func nested(_ body: () throws(EvaluationError) -> Value) throws(EvaluationError) -> Value {
    if family.nesting >= 32 {
      throw EvaluationError(
        code: "recursion-limit", message: "views or defines refer to each other in a circle", offset: 0)
    }
    family.nesting += 1
    defer { family.nesting -= 1 }
    return try body()
  }

  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value {
    let name = arguments.first?.stringValue ?? ""
    switch HostFunction(rawValue: id) {
    case .in:
      guard let state = family.bundle.plans[machine].stateIndex[name] else { return .bool(false) }
      return .bool(family.snapshot.instances[machine]?.configuration.contains(state) ?? false)
    case .balance:
      guard let account = family.bundle.accountIndex[name] else {
        throw EvaluationError(code: "no-such-account", message: "there is no account '\(name)'", offset: 0)
      }
      return .int(family.snapshot.balances[account])
    case .entered:
      return .bool(family.wasEntered(name, from: machine))
    case .running:
      return .bool(family.isRunning(name, from: machine))
    case .firstEntered:
      guard let state = family.bundle.plans[machine].stateIndex[name],
        let first = family.snapshot.instances[machine]?.visits[state].first
      else { return .null }
      return .timestamp(first)
    case nil:
      throw EvaluationError(code: "no-such-function", message: "host function \(id) is not known", offset: 0)
    }
  }
}
