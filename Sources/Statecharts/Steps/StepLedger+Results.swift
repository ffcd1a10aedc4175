internal import CEL

// The results of steps.
extension StepLedger {
  /// Applies the result of a step: its money is posted or given back, then the machine is to receive the event. Returns
  /// nil if the step, or the run of its machine, no longer exists.
  func settle(_ name: StepName, _ result: StepResult) throws(StepFailure) -> Outcome? {
    let index = name.machine
    guard let step = family.snapshot.step(name), let position = family[machine: index].steps.firstIndex(of: step) else {
      return nil
    }
    let definition = family.bundle.machines[index].steps[step.definition]
    family.record.hasChanged = true
    switch result {
    case .accepted(let data):
      let data = typed(data, definition)
      family[machine: index].steps[position].accepted = CELType.dyn.normalize(data)
      return Outcome(event: family.ownEvent(definition.accepted, of: index, data: data, step: step))
    case .done(let data):
      let data = typed(data, definition)
      try complete(step, of: index)
      return Outcome(event: family.ownEvent(definition.done, of: index, data: data, step: step))
    case .failed(let code, let message):
      try giveBack(step, of: index)
      family[machine: index].steps.remove(at: position)
      let data: Value = .map(ValueMap([("code", .string(code)), ("message", .string(message))]))
      return Outcome(
        event: family.ownEvent(definition.error, of: index, data: data, step: step),
        alarm: "step '\(step.id)' (\(definition.step)) failed: \(code): \(message)")
    case .stopped:
      try giveBack(step, of: index)
      family[machine: index].steps.remove(at: position)
      return Outcome(event: family.ownEvent(definition.stopped, of: index, step: step))
    }
  }

  /// Types a reply as the catalogue declares it. The engine let only fitting ones through.
  private func typed(_ data: Value, _ definition: StepDefinition) -> Value {
    let plain = CELType.dyn.normalize(data)
    do {
      return try definition.reply.decode(plain)
    } catch {
      return plain
    }
  }

  /// Returns the event that tells a machine of a result for a step that it gave up; nil if it does not declare
  /// `step.late`.
  func lateEvent(_ name: StepName, _ result: StepResult) -> MachineEvent? {
    guard let late = family.bundle.machines[name.machine].eventIndex["step.late"] else { return nil }
    let outcome =
      switch result {
      case .accepted: "accepted"
      case .done: "done"
      case .failed: "failed"
      case .stopped: "stopped"
      }
    let data: Value = .map(ValueMap([("serial", .int(name.serial)), ("outcome", .string(outcome))]))
    return MachineEvent(Event(name: "step.late", role: Event.familyRole, data: data), name: late)
  }

  /// Returns the statement of an event about a step of the machine; nil if the event concerns none.
  ///
  /// The provider's event may overtake its reply. An event that names no step of the machine, and may concern one whose
  /// attempt is still without a reply, waits for that reply.
  func settlement(by event: MachineEvent, of index: Int) throws(StepFailure) -> Settlement? {
    let machine = family.bundle.plans[index].machine
    if machine.steps.isEmpty { return nil }
    var mayComeTooEarly = false
    for step in family[machine: index].steps {
      let definition = machine.steps[step.definition]
      for settlement in definition.completedBy where settlement.event == event.name {
        let settling = SettlementEvent(event: event, settlement: settlement, step: step, definition: definition)
        let report = try family.withScope(index, event: event) { (scope) throws(StepFailure) in
          scope.step = step
          return try settling.report(family, scope)
        }
        switch report {
        case .other: continue
        case .undetermined: if isInFlight(step, of: index) { mayComeTooEarly = true }
        case .step(let isDone, let hasFailed):
          let name = name(of: step, in: index)
          if isDone { return .settled(name, .done(settling.reply), isDone: true) }
          if !hasFailed { return .undecided }
          let result = StepResult.failed(code: "settlement_failed", message: "the provider says that it failed")
          return .settled(name, result, isDone: false)
        }
      }
    }
    return mayComeTooEarly ? .waits : nil
  }

  /// Posts the money that the step had reserved to its destination.
  private func complete(_ step: StepSnapshot, of index: Int) throws(StepFailure) {
    family[machine: index].steps.removeAll { $0 == step }
    let definition = family.bundle.machines[index].steps[step.definition]
    guard let moves = definition.moves else { return }
    let to = try ledger.account(moves.to, machine: index, line: definition.line)
    let id = try family.withScope(index, state: definition.owner) { (scope) throws(StepFailure) -> String in
      scope.step = step
      guard let id = moves.id else { return "" }
      return try family.text(id, scope, definition.line)
    }
    let parts = step.reserved.map { Posting(from: $0.to, to: to, amount: $0.amount) }
    try ledger.book(parts, id: id, machine: index, line: definition.line)
    let whole = step.reserved.map { Posting(from: $0.from, to: to, amount: $0.amount) }
    try ledger.remember(whole, id: id, machine: index, line: definition.line)
  }

  /// Returns the money that the step had reserved to the accounts that gave it.
  func giveBack(_ step: StepSnapshot, of index: Int) throws(StepFailure) {
    let parts = step.reserved.map { Posting(from: $0.to, to: $0.from, amount: $0.amount) }
    try ledger.book(parts, id: "", machine: index, line: family.bundle.machines[index].steps[step.definition].line)
  }
}
