internal import CEL
internal import CivilTime

extension FamilyRun {
  /// SCXML 6.4: invokes start at the end of the macrostep, for states that were entered and not left again.
  func startInvokes(_ index: Int, event: Occurrence?) throws(StepFailure) {
    if toInvoke.isEmpty { return }
    let states = toInvoke.intersection(configuration(index))
    toInvoke = StateSet()
    for state in states {
      for step in bundle.plans[index].states[state].invokes {
        try withScope(index, event: event, state: state) { (scope) throws(StepFailure) in try startStep(step, scope) }
      }
      if bundle.plans[index].withMachines.contains(state) {
        try withScope(index, event: event, state: state) { (scope) throws(StepFailure) in
          try startChildren(of: state, machine: index, scope)
        }
      }
    }
  }

  /// Starts a step: freezes its request and its amount, reserves its money.
  func startStep(_ definitionIndex: Int, _ scope: Scope) throws(StepFailure) {
    let index = scope.machine
    let definition = bundle.machines[index].steps[definitionIndex]
    let line = definition.line
    let id = try text(definition.id, scope, line)
    for old in family.instances[index]!.steps where old.id == id && !isInFlight(old, machine: index) {
      try stop(old, of: index)
    }
    if family.instances[index]!.steps.count >= bundle.limits.spawned {
      throw failure("step-limit", "more than \(bundle.limits.spawned) steps at once", machine: index, line: line)
    }
    var step = StepSnapshot(
      serial: family.instances[index]!.stepSerial + 1, definition: definitionIndex, id: id, key: "", amount: 0,
      reserved: [], captured: [],
      locals: definition.locals.enumerated().map { $0.element.normalize(scope.locals[$0.offset] ?? .null) },
      accepted: .null, startedAt: now)
    family.instances[index]!.stepSerial = step.serial
    if let moves = definition.moves {
      let amount = try moves.amount.map { (expression) throws(StepFailure) in
        try integer(expression, scope, line)
      }
      let via = try account(moves.via, machine: index, line: line)
      step.reserved = try shares(moves.from, amount: amount, scope, line: line).map {
        Posting(from: $0.account, to: via, amount: $0.amount)
      }
      step.amount = step.reserved.reduce(0) { $0 + $1.amount }
      try book(step.reserved, id: "", machine: index, line: line)
    }
    for field in definition.captures {
      step.captured.append(
        try evaluating(machine: index, line: line) { () throws(EvaluationError) in
          bundle.viewFields[field].type.normalize(try viewValue(field))
        })
    }
    scope.step = step
    step.key = try text(definition.key, scope, line)
    var input = ValueMap()
    for field in definition.input { input[field.name] = try value(field.value, scope, line) }
    let until = try definition.until.map { (expression) throws(StepFailure) in
      try value(expression, scope, line)
    }
    scope.step = nil
    family.instances[index]!.steps.append(step)
    hasChanged = true
    var expiry: Instant?
    if case .timestamp(let instant)? = until { expiry = instant }
    effects.append(
      .startStep(
        StepStart(
          name: name(of: step, machine: index), definition: definitionIndex, id: id, key: step.key,
          input: CELType.dyn.normalize(.map(input)),
          lane: definition.lane.isEmpty && definition.owner == nil ? "step/\(id)" : definition.lane,
          supersede: definition.supersede, until: expiry)))
  }

  /// Stops a step whose state is left or that nobody wants any more. What it reserved is given back; an attempt that is out and may not
  /// be left alone never gets here, since its state is held.
  func stop(_ step: StepSnapshot, of index: Int) throws(StepFailure) {
    let definition = bundle.machines[index].steps[step.definition]
    if isInFlight(step, machine: index) && definition.leave == .settle { return }
    try giveBack(step, machine: index)
    family.instances[index]!.steps.removeAll { $0.serial == step.serial }
    effects.append(.stopStep(name(of: step, machine: index)))
    hasChanged = true
  }

  /// `stop: mail/nurture_*`.
  func stopSteps(matching pattern: String, machine index: Int) throws(StepFailure) {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    for step in family.instances[index]!.steps where Self.matches(step.id, parts) { try stop(step, of: index) }
  }

  /// `*` stands for any text, none included.
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

  /// What came of a step: the money follows, then the machine hears it.
  func settle(_ name: StepName, _ result: StepResult) throws(StepFailure) {
    let index = name.machine
    guard let instance = family.instances[index], instance.incarnation == name.incarnation,
      let position = instance.steps.firstIndex(where: { $0.serial == name.serial })
    else { return try hearLate(name, result) }
    let step = instance.steps[position]
    let definition = bundle.machines[index].steps[step.definition]
    hasChanged = true
    switch result {
    case .accepted(let data):
      let data = typed(data, definition)
      family.instances[index]!.steps[position].accepted = CELType.dyn.normalize(data)
      _ = try deliverOwn(definition.accepted, data, step: step, machine: index)
    case .done(let data):
      let data = typed(data, definition)
      try complete(step, machine: index)
      _ = try deliverOwn(definition.done, data, step: step, machine: index)
    case .failed(let code, let message):
      try giveBack(step, machine: index)
      family.instances[index]!.steps.remove(at: position)
      let data: Value = .map(ValueMap([("code", .string(code)), ("message", .string(message))]))
      if try !deliverOwn(definition.error, data, step: step, machine: index) {
        raiseAlarm("step '\(step.id)' (\(definition.step)) failed: \(code): \(message)", machine: index)
      }
    case .stopped:
      try giveBack(step, machine: index)
      family.instances[index]!.steps.remove(at: position)
      _ = try deliverOwn(definition.stopped, .null, step: step, machine: index)
    }
    verdict = .handled
  }

  /// A reply as the catalogue types it; the engine let only fitting ones through.
  private func typed(_ data: Value, _ definition: StepDefinition) -> Value {
    let plain = CELType.dyn.normalize(data)
    do {
      return try definition.reply.decode(plain)
    } catch {
      return plain
    }
  }

  /// An event that says what became of an accepted step. True if it was meant for a step of this machine.
  func settleByEvent(_ event: Occurrence, machine index: Int, isReoffered: Bool) throws(StepFailure) -> Bool {
    let machine = bundle.machines[index]
    if machine.steps.isEmpty { return false }
    for step in family.instances[index]!.steps {
      let definition = machine.steps[step.definition]
      for settlement in definition.settledBy where settlement.event == event.name {
        let word = SettlementWord(event: event, settlement: settlement, step: step, definition: definition)
        let told = try withScope(index, event: event) { (scope) throws(StepFailure) in
          scope.step = step
          return try word.tells(self, scope)
        }
        guard let (isDone, hasFailed) = told else {
          // The provider's word may overtake its own reply: without the step's key it waits for the reply, which names the object.
          guard step.accepted == .null, isInFlight(step, machine: index) else { continue }
          putOff(event.event, machine: index, isReoffered: isReoffered)
          return true
        }
        verdict = .handled
        let stepName = self.name(of: step, machine: index)
        if isDone {
          try settle(stepName, .done(word.reply))
        } else if hasFailed {
          try settle(stepName, .failed(code: "settlement_failed", message: "the provider says that it failed"))
        } else {
          return true
        }
        effects.append(.settleStep(stepName, isDone: isDone))
        return true
      }
    }
    return false
  }

  /// Money that was on its way arrives.
  private func complete(_ step: StepSnapshot, machine index: Int) throws(StepFailure) {
    family.instances[index]!.steps.removeAll { $0.serial == step.serial }
    let definition = bundle.machines[index].steps[step.definition]
    guard let moves = definition.moves, !step.reserved.isEmpty else { return }
    let to = try account(moves.to, machine: index, line: definition.line)
    let id = try withScope(index, state: definition.owner) { (scope) throws(StepFailure) -> String in
      scope.step = step
      guard let id = moves.id else { return "" }
      return try text(id, scope, definition.line)
    }
    let parts = step.reserved.map { Posting(from: $0.to, to: to, amount: $0.amount) }
    try book(parts, id: id, machine: index, line: definition.line)
    let whole = step.reserved.map { Posting(from: $0.from, to: to, amount: $0.amount) }
    try remember(whole, id: id, machine: index, line: definition.line)
  }

  private func giveBack(_ step: StepSnapshot, machine index: Int) throws(StepFailure) {
    let parts = step.reserved.map { Posting(from: $0.to, to: $0.from, amount: $0.amount) }
    try book(parts, id: "", machine: index, line: bundle.machines[index].steps[step.definition].line)
  }

  /// A result whose state is gone: recorded always, told to the machine if it declares `step.late`.
  private func hearLate(_ name: StepName, _ result: StepResult) throws(StepFailure) {
    trace.append(.late(machine: name.machine, step: "#\(name.serial)"))
    guard isAlive(name.machine), let late = bundle.machines[name.machine].eventIndex["step.late"] else { return }
    let outcome =
      switch result {
      case .accepted: "accepted"
      case .done: "done"
      case .failed: "failed"
      case .stopped: "stopped"
      }
    let data: Value = .map(ValueMap([("serial", .int(name.serial)), ("outcome", .string(outcome))]))
    queue.append(
      .event(
        machine: name.machine, Occurrence(Event(name: "step.late", role: Event.familyRole, data: data), name: late),
        isReoffered: false))
  }

  /// Delivers an event of the machine's own making (a step's result, a timer). False if nothing takes it.
  func deliverOwn(
    _ event: Int, _ data: Value, step: StepSnapshot? = nil, fired: Int64 = 0, machine index: Int
  ) throws(StepFailure) -> Bool {
    guard isAlive(index) else { return false }
    let heard = Occurrence(
      Event(
        name: bundle.machines[index].eventNames[event], role: Event.familyRole, data: data, amount: step?.amount ?? 0,
        fired: fired, locals: step?.locals ?? []), name: event)
    let plan = bundle.plans[index]
    guard case .transitions(let selected) = try selectTransitions(heard, plan) else {
      return false
    }
    if leavesHeldState(selected, machine: index) {
      putOff(heard.event, machine: index, isReoffered: false)
      return true
    }
    try macrostep(selected, of: plan, event: heard)
    return true
  }

  func isInFlight(_ step: StepSnapshot, machine index: Int) -> Bool {
    inFlight.contains(name(of: step, machine: index))
  }

  func name(of step: StepSnapshot, machine index: Int) -> StepName {
    StepName(machine: index, incarnation: family.instances[index]!.incarnation, serial: step.serial)
  }
}
