internal import CEL
internal import CivilTime

/// The names that an expression of one machine sees at one moment.
final class Scope: Bindings {
  // The run owns its scopes; `FamilyRun.withScope` is the only way to one, and keeps the run for as long.
  unowned(unsafe) let run: FamilyRun
  @exclusivity(unchecked) private(set) var machine: Int
  @exclusivity(unchecked) private(set) var occurrence: Occurrence?
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
  /// Another scope that is idle with this one.
  @exclusivity(unchecked) var next: Scope?

  init(run: FamilyRun, machine: Int) {
    self.run = run
    self.machine = machine
  }

  /// As a new scope, with the parameters of the event bound.
  func reset(machine: Int, event: Occurrence?, state: Int?) {
    self.machine = machine
    if !locals.isEmpty { locals.removeAll() }
    occurrence = event
    self.state = state
    if let event, !event.event.locals.isEmpty { bind(event.event.locals) }
    if hasStep { step = nil }
  }

  func value(slot: Int) throws(EvaluationError) -> Value {
    switch slot / 1000 {
    case 1: return run.family.instances[machine]?.context[slot - 1000] ?? .null
    case 2: return run.family.input[run.bundle.inputFields[slot - 2000]] ?? .null
    case 3: return run.family.params[slot - 3000]
    case 4: return try nested { () throws(EvaluationError) in try self.run.viewValue(slot - 4000) }
    case 5: return locals[slot - 5000] ?? .null
    case 6:
      return try nested { () throws(EvaluationError) in
        try self.run.bundle.machines[self.machine].defines[slot - 6000].evaluate(self)
      }
    case 7: return (run.before.instances[machine] ?? run.family.instances[machine])?.context[slot - 7000] ?? .null
    case 8: return captured(slot - 8000)
    default: return fixed(slot)
    }
  }

  private func fixed(_ slot: Int) -> Value {
    switch slot {
    case Slot.now: .timestamp(run.now)
    case Slot.entered: visit.flatMap(\.last).map { .timestamp($0) } ?? .null
    case Slot.entries: .int(visit?.count ?? 0)
    case Slot.fired: .int(occurrence?.event.fired ?? 0)
    case Slot.eventName: .string(occurrence?.event.name ?? "")
    case Slot.eventRole: .string(occurrence?.event.role ?? "")
    case Slot.eventData: occurrence?.event.data ?? .null
    case Slot.stepAmount: .int(step?.amount ?? occurrence?.event.amount ?? 0)
    case Slot.currency: .string(run.family.currency)
    case Slot.resting: .bool(run.isResting(except: machine))
    case Slot.familyKey: .string(run.family.key)
    case Slot.body: body
    default: systemVariable(slot)
    }
  }

  private func bind(_ values: [Value]) {
    for (index, value) in values.enumerated() { locals[index] = value }
  }

  private var visit: Visit? {
    guard let state, let instance = run.family.instances[machine] else { return nil }
    return instance.visits[state]
  }

  private func captured(_ field: Int) -> Value {
    guard let step else { return .null }
    let captures = run.bundle.machines[machine].steps[step.definition].captures
    guard let position = captures.firstIndex(of: field), position < step.captured.count else { return .null }
    return step.captured[position]
  }

  /// Views and defines may refer to each other; a circle ends here instead of on the stack's end.
  private func nested(_ body: () throws(EvaluationError) -> Value) throws(EvaluationError) -> Value {
    if run.nesting >= 32 {
      throw EvaluationError(
        code: "recursion-limit", message: "views or defines refer to each other in a circle", offset: 0)
    }
    run.nesting += 1
    defer { run.nesting -= 1 }
    return try body()
  }

  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value {
    let name = arguments.first?.stringValue ?? ""
    switch HostFunction(rawValue: id) {
    case .in:
      guard let state = run.bundle.plans[machine].stateIndex[name] else { return .bool(false) }
      return .bool(run.family.instances[machine]?.configuration.contains(state) ?? false)
    case .balance:
      guard let account = run.bundle.accounts.firstIndex(where: { $0.name == name }) else {
        throw EvaluationError(code: "no-such-account", message: "there is no account '\(name)'", offset: 0)
      }
      return .int(run.family.balances[account])
    case .entered:
      return .bool(run.wasEntered(name, from: machine))
    case .running:
      return .bool(run.isRunning(name, from: machine))
    case .firstEntered:
      guard let state = run.bundle.plans[machine].stateIndex[name],
        let first = run.family.instances[machine]?.visits[state].first
      else { return .null }
      return .timestamp(first)
    case nil:
      throw EvaluationError(code: "no-such-function", message: "host function \(id) is not known", offset: 0)
    }
  }
}
