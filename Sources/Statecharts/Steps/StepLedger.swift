internal import CEL
internal import CivilTime

/// The steps that run on behalf of a family's machines: the live ones, their requests and the money that they reserved.
/// A step's result is settled here and returned as the event that its machine receives.
struct StepLedger {
  /// The event by which a machine receives a step's result.
  struct Outcome {
    var event: MachineEvent
    /// The text of the incident that is opened if no transition takes the event.
    var alarm: String?
  }

  /// The statement of a provider's event about a step.
  enum Settlement {
    /// The event arrived before the provider's reply, without which the step cannot be identified.
    case waits
    /// The provider has not decided yet.
    case undecided
    /// The provider has decided.
    case settled(StepName, StepResult, isDone: Bool)
  }

  let family: FamilyState
  /// The steps with an attempt that is open, unknown or accepted.
  let inFlight: [StepName]

  var ledger: Ledger { Ledger(family: family) }

  // MARK: Starting and stopping

  /// Starts a step: fixes its request and its amount, and reserves its money. An earlier step with the same id is
  /// stopped unless an attempt of it is in flight.
  func start(_ definitionIndex: Int, _ scope: Scope) throws(StepFailure) {
    let index = scope.machine
    let definition = family.bundle.machines[index].steps[definitionIndex]
    let line = definition.line
    let id = try family.text(definition.id, scope, line)
    for old in family[machine: index].steps where old.id == id && !isInFlight(old, of: index) {
      try stop(old, of: index)
    }
    let limit = family.bundle.limits.spawned
    if family[machine: index].steps.count >= limit {
      throw family.failure("step-limit", "more than \(limit) steps at once", machine: index, line: line)
    }
    var step = StepSnapshot(
      run: family[machine: index].incarnation, serial: family[machine: index].stepSerial + 1,
      definition: definitionIndex, id: id, key: "", amount: 0,
      reserved: [], captured: [],
      locals: definition.locals.enumerated().map { $0.element.normalize(scope.locals[$0.offset] ?? .null) },
      accepted: .null, startedAt: family.now)
    family[machine: index].stepSerial = step.serial
    if definition.isOfTransition { family[machine: index].stepStarts[definitionIndex, default: 0] += 1 }
    if let moves = definition.moves { try reserve(moves, for: &step, scope, line) }
    for field in definition.captures {
      step.captured.append(
        try family.evaluating(machine: index, line: line) { () throws(EvaluationError) in
          family.bundle.viewFields[field].type.normalize(try family.viewValue(field))
        })
    }
    scope.step = step
    step.key = try family.text(definition.key, scope, line)
    var input = ValueMap()
    for field in definition.input { input[field.name] = try family.value(field.value, scope, line) }
    let until = try definition.until.map { (expression) throws(StepFailure) in
      try family.value(expression, scope, line)
    }
    scope.step = nil
    family[machine: index].steps.append(step)
    family.record.hasChanged = true
    var expiry: Instant?
    if case .timestamp(let instant)? = until { expiry = instant }
    family.record.effects.append(
      .startStep(
        StepStart(
          name: name(of: step, in: index), definition: definitionIndex, id: id, key: step.key,
          input: CELType.dyn.normalize(.map(input)),
          lane: definition.lane.isEmpty && definition.owner == nil ? "step/\(id)" : definition.lane,
          supersede: definition.supersede, until: expiry)))
  }

  /// Moves the step's money into the account `via`, where it stays until the step is settled.
  private func reserve(
    _ moves: StepDefinition.Moves, for step: inout StepSnapshot, _ scope: Scope, _ line: Int
  ) throws(StepFailure) {
    let index = scope.machine
    let amount = try moves.amount.map { (expression) throws(StepFailure) in
      try family.integer(expression, scope, line)
    }
    let via = try ledger.account(moves.via, machine: index, line: line)
    step.reserved = try ledger.shares(moves.from, amount: amount, scope, line: line).map {
      Posting(from: $0.account, to: via, amount: $0.amount)
    }
    step.amount = step.reserved.reduce(0) { $0 + $1.amount }
    try ledger.book(step.reserved, id: "", machine: index, line: line)
  }

  /// Stops a step and gives back its reserved money. A step with `leave: awaitCompletion` that has an attempt in flight is
  /// halted instead, because that attempt may have had its effect.
  private func stop(_ step: StepSnapshot, of index: Int) throws(StepFailure) {
    let definition = family.bundle.machines[index].steps[step.definition]
    if isInFlight(step, of: index) && definition.leave == .awaitCompletion { return halt(step, of: index) }
    try giveBack(step, of: index)
    family[machine: index].steps.removeAll { $0 == step }
    family.record.effects.append(.stopStep(name(of: step, in: index)))
    family.record.hasChanged = true
  }

  /// Forbids that a step is sent again. The machine hears the outcome of the attempt in flight as usual, or that the
  /// step was stopped if the attempt surely had no effect.
  private func halt(_ step: StepSnapshot, of index: Int) {
    guard !step.isHalted, let position = family[machine: index].steps.firstIndex(of: step)
    else { return }
    family[machine: index].steps[position].isHalted = true
    family.record.effects.append(.haltStep(name(of: step, in: index)))
    family.record.trace.append(.halted(machine: index, step: step.id))
    family.record.hasChanged = true
  }

  /// Stops the steps that a state invoked, because the state is left.
  func stopSteps(of state: Int, _ plan: MachinePlan) throws(StepFailure) {
    for step in family[machine: plan.index].steps where plan.machine.steps[step.definition].owner == state {
      try stop(step, of: plan.index)
    }
  }

  /// Stops the steps that states of a machine invoked, because the machine has ended. Spawned ones belong to no state:
  /// they go on, so that a notification about the end itself still leaves.
  func stopInvoked(of index: Int) throws(StepFailure) {
    for step in family[machine: index].steps where owner(of: step, in: index) != nil { try stop(step, of: index) }
  }

  /// Stops the steps of a machine that is stopped from outside. Those that were spawned in this very transition go on,
  /// as its exit actions spawn them.
  func stopAll(of index: Int) throws(StepFailure) {
    let old = family.before.instances[index]
    for step in family[machine: index].steps {
      let isOld = old.map { step.run < $0.incarnation || step.run == $0.incarnation && step.serial <= $0.stepSerial }
      if isOld ?? false || owner(of: step, in: index) != nil { try stop(step, of: index) }
    }
  }

  /// Returns true if a candidate may be asked: its event comes from a role that it hears, and the step that it starts is
  /// not under way.
  func permits(_ transition: Transition, of index: Int, _ event: MachineEvent?) -> Bool {
    if !transition.by.isEmpty, !transition.by.contains(event?.event.role ?? "") { return false }
    guard let step = transition.step else { return true }
    return !family[machine: index].steps.contains { $0.definition == step }
  }

  /// Returns the state that invoked a step; nil for a spawned one.
  func owner(of step: StepSnapshot, in index: Int) -> Int? {
    family.bundle.machines[index].steps[step.definition].owner
  }

  /// Stops the steps whose id matches a pattern such as `mail/nurture_*`.
  func stopSteps(matching pattern: String, of index: Int) throws(StepFailure) {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    for step in family[machine: index].steps where Self.matches(step.id, parts) { try stop(step, of: index) }
  }

  /// Returns true if the text matches the pattern's parts, between which any text may stand, none included.
  private static func matches(_ text: String, _ parts: [Substring]) -> Bool {
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return text == parts.first ?? "" }
    guard text.hasPrefix(first), text.utf8.count >= first.utf8.count + last.utf8.count else { return false }
    var rest = text.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }

  // MARK: Attempts in flight

  func isInFlight(_ step: StepSnapshot, of index: Int) -> Bool { inFlight.contains(name(of: step, in: index)) }

  func name(of step: StepSnapshot, in index: Int) -> StepName {
    StepName(machine: index, incarnation: step.run, serial: step.serial)
  }

  /// Returns the states of a machine that cannot be left, because an attempt of theirs, or of a machine that they
  /// invoked, has to complete first.
  func heldStates(of index: Int) -> StateSet {
    var held = StateSet()
    if inFlight.isEmpty { return held }
    for name in inFlight where name.machine == index {
      guard let step = family.snapshot.step(name) else { continue }
      let definition = family.bundle.machines[index].steps[step.definition]
      if definition.leave == .awaitCompletion, let owner = definition.owner { held.insert(owner) }
    }
    return held.union(statesHeldByChildren(of: index))
  }

  private func statesHeldByChildren(of index: Int) -> StateSet {
    var held = StateSet()
    guard let incarnation = family.snapshot.instances[index]?.incarnation else { return held }
    for (child, instance) in family.snapshot.instances.enumerated() {
      guard let instance, !instance.isDone, let invoker = instance.invoker, invoker.machine == index,
        invoker.incarnation == incarnation, isCompletionAwaited(child)
      else { continue }
      held.insert(family.bundle.machines[index].invocations[invoker.invocation].owner)
    }
    return held
  }

  private func isCompletionAwaited(_ index: Int) -> Bool {
    let definitions = family.bundle.machines[index].steps
    let isOut = family[machine: index].steps.contains {
      definitions[$0.definition].leave == .awaitCompletion && isInFlight($0, of: index)
    }
    return isOut || !statesHeldByChildren(of: index).isEmpty
  }
}
