internal import CEL
internal import CivilTime

// The family as the host of its machines' interpreters: conditions, executable content, and the parts whose lives
// follow a state's.
extension FamilyTransition: MachineHost {
  subscript(machine index: Int) -> InstanceSnapshot {
    @inline(__always) _read { yield family[machine: index] }
    @inline(__always) _modify { yield &family[machine: index] }
  }

  var now: Instant { family.now }
  var completesOuterParallels: Bool { true }
  var microstepLimit: Int { family.bundle.limits.microsteps }

  // MARK: Selection

  func candidates(for event: MachineEvent, of plan: MachinePlan) -> HandlerTable { plan.handlers[event.name] }

  func conditionMatch(_ transition: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure) -> Bool {
    let plan = interpreter.plan
    if !steps.permits(plan.transitions[transition], of: plan.index, interpreter.event) { return false }
    guard let condition = plan.transitions[transition].guard else { return true }
    let source = plan.transitions[transition].source
    return try family.withScope(plan.index, event: interpreter.event, state: source) { (scope) throws(StepFailure) in
      try family.isTrue(condition, scope, plan.transitions[transition].line)
    }
  }

  func heldStates(of plan: MachinePlan) -> StateSet { steps.heldStates(of: plan.index) }

  func didConclude(_ transition: Int, of plan: MachinePlan) {
    family.record.handled.append(TakenTransition(machine: plan.index, transition: transition))
  }

  func putOff(_ event: MachineEvent, of plan: MachinePlan) {
    unhandled.putOff(event.event, machine: plan.index, queue)
  }

  /// Drops an internal event that no transition takes, as SCXML does, unless the definition has an `otherwise` for it.
  func leaveUnhandled(_ event: MachineEvent, of plan: MachinePlan) {
    guard let disposition = unhandled.otherwise(event: event.name, machine: plan.index) else { return }
    unhandled.handle(disposition, event.event, machine: plan.index, queue)
  }

  // MARK: States

  mutating func executeContent(of transition: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure) {
    let taken = interpreter.plan.transitions[transition]
    if taken.actions.isEmpty { return }
    try execute(taken.actions, of: taken.source, line: taken.line, &interpreter)
  }

  func exitsQuietly(_ states: StateSet, of plan: MachinePlan) -> Bool { !states.intersects(plan.busyExits) }

  func entersQuietly(_ states: StateSet, of plan: MachinePlan) -> Bool { !states.intersects(plan.busyEntries) }

  func willEnter(_ states: StateSet, of plan: MachinePlan) { family.enteredNow.insert(states, of: plan.index) }

  mutating func didEnter(
    _ state: Int, by entry: EntrySet, in interpreter: inout Interpreter<Self>
  ) throws(StepFailure) {
    guard interpreter.plan.withEntry.contains(state) else { return }
    try execute(interpreter.plan.states[state].entry, of: state, line: 0, &interpreter)
  }

  /// Ends everything that belongs to the state: its steps, its machines and its timers, and their events that wait. A
  /// later visit of the state must not hear those.
  mutating func willExit(_ state: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure) {
    let plan = interpreter.plan
    if plan.withExit.contains(state) { try execute(plan.states[state].exit, of: state, line: 0, &interpreter) }
    if plan.withInvokes.contains(state) {
      try steps.stopSteps(of: state, plan)
      giveUpResults(of: state, plan)
    }
    if plan.withMachines.contains(state) { try stopChildren(of: state, plan) }
    if plan.withTimers.contains(state) {
      timers.disarm(state, of: plan)
      for timer in plan.states[state].timers {
        unhandled.drop(timers.events(of: timer, plan.index), of: plan.index, &queue)
      }
    }
  }

  /// Gives up the results of the state's steps that wait to be heard. A person is told of those that say how a step has
  /// ended.
  private mutating func giveUpResults(of state: Int, _ plan: MachinePlan) {
    for index in plan.states[state].invokes + plan.states[state].starts {
      let step = plan.machine.steps[index]
      unhandled.drop([step.accepted, step.stopped], of: plan.index, &queue)
      if unhandled.drop([step.done, step.error], of: plan.index, &queue) {
        family.record.raiseAlarm(
          "the result of '\(step.step)' waited to be handled, and its state '\(plan.states[state].path)' was left",
          machine: plan.index)
      }
    }
  }

  func raiseDone(of state: Int, by final: Int?, in interpreter: inout Interpreter<Self>) {
    guard let name = interpreter.plan.doneEvents[state] else { return }
    interpreter.raise(family.ownEvent(name, of: interpreter.plan.index))
  }

  mutating func invoke(_ state: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure) {
    let plan = interpreter.plan
    for step in plan.states[state].invokes {
      try family.withScope(plan.index, event: interpreter.event, state: state) { (scope) throws(StepFailure) in
        try steps.start(step, scope)
      }
    }
    if plan.withMachines.contains(state) {
      try family.withScope(plan.index, event: interpreter.event, state: state) { (scope) throws(StepFailure) in
        try startChildren(of: state, plan, scope)
      }
    }
  }

  func didTake(_ transitions: [Int], exited: StateSet, entered: StateSet, in interpreter: inout Interpreter<Self>) {
    let index = interpreter.plan.index
    family.record.trace.append(
      .microstep(
        Microstep(
          machine: index, event: interpreter.event?.event.name, transitions: transitions, exited: exited,
          entered: entered, configuration: family[machine: index].configuration)))
  }

  // MARK: Executable content

  /// Executes the actions of a state in a scope of their own.
  private mutating func execute(
    _ actions: [Action], of state: Int, line: Int, _ interpreter: inout Interpreter<Self>
  ) throws(StepFailure) {
    let index = interpreter.plan.index
    try family.withScope(index, event: interpreter.event, state: state) { (scope) throws(StepFailure) in
      try execute(actions, scope, line: line, &interpreter)
    }
  }

  /// Executes actions in order. An error ends the whole transition of the family.
  private mutating func execute(
    _ actions: [Action], _ scope: Scope, line: Int, _ interpreter: inout Interpreter<Self>
  ) throws(StepFailure) {
    for action in actions { try execute(action, scope, line: line, &interpreter) }
  }

  private mutating func execute(
    _ action: Action, _ scope: Scope, line: Int, _ interpreter: inout Interpreter<Self>
  ) throws(StepFailure) {
    let index = scope.machine
    switch action {
    case .assign(let assignments):
      for assignment in assignments { try family.assign(assignment.field, assignment.value, scope, line) }
    case .raise(let name, let data):
      let event = try family.event(name, data, scope, line)
      if let name = interpreter.plan.machine.eventIndex[name] { interpreter.raise(MachineEvent(event, name: name)) }
    case .emit(let name, let data):
      queue.enqueue(try family.event(name, data, scope, line), from: index, family)
    case .publish(let name, let data):
      family.record.publish(name, try family.value(data, scope, line), machine: index)
    case .post(let definition):
      try Ledger(family: family).post(definition, scope, line: line)
    case .reverse(let id):
      try Ledger(family: family).reverse(try family.text(id, scope, line), machine: index, line: line)
    case .spawnStep(let step):
      try steps.start(step, scope)
    case .spawnMachine(let name, let input):
      guard let child = family.bundle.machineIndex[name] else {
        throw family.failure("no-such-machine", "there is no machine '\(name)'", machine: index, line: line)
      }
      try startMachine(child, input: input, scope, line: line)
    case .stopMachine(let machine):
      try stopMachine(machine)
    case .send(let machine, let name, let data):
      send(try family.event(name, data, scope, line), to: machine, from: index)
    case .stop(let pattern):
      try steps.stopSteps(matching: try family.text(pattern, scope, line), of: index)
    case .conditional(let condition, let then, let otherwise):
      let isTrue = try family.isTrue(condition, scope, line)
      try execute(isTrue ? then : otherwise, scope, line: line, &interpreter)
    case .forEach(let list, let local, let body):
      let items = try family.evaluating(machine: index, line: line) { () throws(EvaluationError) in
        try list.evaluate(scope)
      }
      for item in items.listValue ?? [] {
        scope.locals[local] = item
        try execute(body, scope, line: line, &interpreter)
      }
    case .call(_, let arguments, let body):
      // All arguments are evaluated before any is bound, because a named action may pass its own parameters on.
      var values: [(Int, Value)] = []
      for argument in arguments { values.append((argument.local, try family.value(argument.value, scope, line))) }
      for (local, value) in values { scope.locals[local] = value }
      try execute(body, scope, line: line, &interpreter)
    case .alarm(let message):
      family.record.raiseAlarm(try family.text(message, scope, line), machine: index)
    case .note(let message):
      family.record.trace.append(.note(machine: index, text: try family.text(message, scope, line)))
    case .erase:
      family.record.effects.append(.erase)
    }
  }

  /// Sends an event to one machine. If the machine is not alive, its `otherwise` for the event decides, so that nothing
  /// is lost silently.
  private mutating func send(_ event: Event, to machine: Int, from index: Int) {
    family.record.trace.append(.emitted(machine: index, event: event.name))
    let plan = family.bundle.plans[machine]
    guard let name = plan.machine.eventIndex[event.name] else { return }
    if family.isAlive(machine) {
      queue.enqueue(.event(machine: machine, MachineEvent(event, name: name), since: nil))
      return
    }
    let isToCome = family.snapshot.instances[machine] == nil
    switch plan.machine.declarations[name]?.otherwise {
    case .ignore: family.record.trace.append(.ignored(machine: machine, event: event.name))
    case .defer where isToCome: unhandled.putOff(event, machine: machine, queue)
    default:
      let sender = family.bundle.machines[index].name
      let reason = isToCome ? "was never started" : "has ended"
      family.record.raiseAlarm("'\(sender)' sent '\(event.name)', but '\(plan.name)' \(reason)", machine: machine)
    }
  }
}
