internal import CEL

extension FamilyRun {
  /// Appendix D, executeTransitionContent, for any block of actions. An error ends the whole step of the family.
  func execute(_ actions: [Action], _ scope: Scope, line: Int) throws(StepFailure) {
    for action in actions { try execute(action, scope, line: line) }
  }

  private func execute(_ action: Action, _ scope: Scope, line: Int) throws(StepFailure) {
    let index = scope.machine
    switch action {
    case .assign(let assignments):
      for assignment in assignments { try assign(assignment.field, assignment.value, scope, line: line) }
    case .raise(let name, let data):
      let event = Event(name: name, role: Event.familyRole, data: try value(data, scope, line))
      if let index = bundle.machines[index].eventIndex[name] { raise(event, name: index) }
    case .emit(let name, let data):
      emit(Event(name: name, role: Event.familyRole, data: try value(data, scope, line)), from: index)
    case .post(let definition):
      try post(definition, scope, line: line)
    case .reverse(let id):
      try reverse(try text(id, scope, line), machine: index, line: line)
    case .spawnStep(let step):
      try startStep(step, scope)
    case .spawnMachine(let name, let input):
      guard let child = bundle.machineIndex[name] else {
        throw failure("no-such-machine", "there is no machine '\(name)'", machine: index, line: line)
      }
      try startMachine(child, input: input, scope, line: line)
    case .stopMachine(let machine):
      try stopMachine(machine)
    case .send(let machine, let name, let data):
      try send(Event(name: name, role: Event.familyRole, data: try value(data, scope, line)), to: machine, from: index)
    case .stop(let pattern):
      try stopSteps(matching: try text(pattern, scope, line), machine: index)
    case .conditional(let condition, let then, let otherwise):
      let holds = try evaluating(machine: index, line: line) { () throws(EvaluationError) in
        try condition.evaluateBool(scope)
      }
      try execute(holds ? then : otherwise, scope, line: line)
    case .forEach(let list, let local, let body):
      let items = try evaluating(machine: index, line: line) { () throws(EvaluationError) in
        try list.evaluate(scope)
      }
      for item in items.listValue ?? [] {
        scope.locals[local] = item
        try execute(body, scope, line: line)
      }
    case .call(_, let arguments, let body):
      // All arguments are evaluated before any is bound: a named action may pass its own parameters on.
      var values: [(Int, Value)] = []
      for argument in arguments { values.append((argument.local, try value(argument.value, scope, line))) }
      for (local, value) in values { scope.locals[local] = value }
      try execute(body, scope, line: line)
    case .alarm(let message):
      raiseAlarm(try text(message, scope, line), machine: index)
    case .note(let message):
      trace.append(.note(machine: index, text: try text(message, scope, line)))
    case .erase:
      effects.append(.erase)
    case .block(let statements):
      execute(block: statements, scope)
    }
  }

  private func assign(_ field: Int, _ expression: DataExpression, _ scope: Scope, line: Int) throws(StepFailure) {
    let index = scope.machine
    let definition = bundle.machines[index].context[field]
    let given = try value(expression, scope, line)
    let kept = definition.type.normalize(given)
    guard definition.type.accepts(kept) else {
      throw failure(
        "type-mismatch", "context.\(definition.name) is \(definition.type), not what was assigned", machine: index,
        line: line)
    }
    family.instances[index]!.context[field] = kept
    hasChanged = true
  }

  /// To every other live machine of the family that declares the event, in the family's order.
  private func emit(_ event: Event, from index: Int) {
    trace.append(.emitted(machine: index, event: event.name))
    for listener in bundle.listeners[event.name] ?? [] where listener.machine != index && isAlive(listener.machine) {
      queue.append(.event(machine: listener.machine, Occurrence(event, name: listener.event), isReoffered: false))
    }
  }

  /// To one machine. If it is not alive, its own word for the event decides: nothing is lost in silence.
  private func send(_ event: Event, to machine: Int, from index: Int) throws(StepFailure) {
    trace.append(.emitted(machine: index, event: event.name))
    let plan = bundle.plans[machine]
    guard let name = plan.machine.eventIndex[event.name] else { return }
    if isAlive(machine) {
      queue.append(.event(machine: machine, Occurrence(event, name: name), isReoffered: false))
      return
    }
    let isToCome = family.instances[machine] == nil
    switch plan.machine.declarations[name]?.otherwise {
    case .ignore: trace.append(.ignored(machine: machine, event: event.name))
    case .defer where isToCome: putOff(event, machine: machine, isReoffered: false)
    default:
      raiseAlarm(
        "'\(bundle.machines[index].name)' sent '\(event.name)', but '\(plan.name)' \(isToCome ? "was never started" : "has ended")",
        machine: machine)
    }
  }

  func value(_ expression: DataExpression, _ scope: Scope, _ line: Int) throws(StepFailure) -> Value {
    try evaluating(machine: scope.machine, line: line) { () throws(EvaluationError) in try expression.evaluate(scope) }
  }

  func text(_ expression: DataExpression, _ scope: Scope, _ line: Int) throws(StepFailure) -> String {
    Interpolation.display(try value(expression, scope, line))
  }
}
