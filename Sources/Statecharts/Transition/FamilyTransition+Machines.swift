internal import CEL

// The lives of the family's machines. A machine starts, and ends by itself or is stopped. Some live only as long as a
// state of another machine.
extension FamilyTransition {
  /// Starts a machine with an input that is evaluated in the scope of the starting machine.
  mutating func startMachine(
    _ index: Int, input: DataExpression, _ scope: Scope, line: Int, invoker: Invoker? = nil
  ) throws(StepFailure) {
    let given = try family.value(input, scope, line)
    try startMachine(index)
    family[machine: index].input = (family.bundle.machines[index].inputType ?? .dyn).normalize(given)
    family[machine: index].invoker = invoker
  }

  /// Starts a machine. It is alive from now on; its initial states are entered when its turn in the queue comes.
  ///
  /// - Throws: `StepFailure` if the machine is alive already, or waits for an attempt of its last run.
  mutating func startMachine(_ index: Int) throws(StepFailure) {
    let machine = family.bundle.machines[index]
    if family.isAlive(index) {
      throw family.failure(
        "machine-alive", "'\(machine.name)' is alive and was to be started again", machine: index)
    }
    let old = family.snapshot.instances[index]
    let spawned = (old?.steps ?? []).filter { machine.steps[$0.definition].owner == nil }
    if let old, old.steps.count > spawned.count {
      throw family.failure(
        "machine-settling", "'\(machine.name)' waits for an attempt of its last run and was to be started",
        machine: index)
    }
    family.snapshot.instances[index] = InstanceSnapshot(incarnation: (old?.incarnation ?? 0) + 1, machine: machine)
    // Generations continue, so that a firing of the last run's timer never fires one of this run.
    family[machine: index].timerGeneration = old?.timerGeneration ?? 0
    // The counts of entries continue, because they occur in keys, which no two runs may share.
    if let old {
      family[machine: index].steps = spawned
      family[machine: index].continueCounts(of: old)
    }
    queue.enqueue(.initialize(machine: index))
  }

  /// Takes the first macrostep of a machine: context, initial states, eventless transitions, invocations.
  mutating func initialize(_ index: Int) throws(StepFailure) {
    // The machine was stopped, or stopped and started again, before its turn came.
    guard family.isAlive(index), family.configuration(index).isEmpty else { return }
    let plan = family.bundle.plans[index]
    for (field, definition) in plan.machine.context.enumerated() {
      guard let initial = definition.initial else { continue }
      let value = try family.withScope(index) { (scope) throws(StepFailure) -> Value in
        try family.value(initial, scope, 0)
      }
      family[machine: index].context[field] = definition.type.normalize(value)
    }
    var interpreter = Interpreter<Self>(plan)
    family.record.trace.append(.started(machine: index, states: plan.initialEntry.states))
    family.record.hasChanged = true
    try interpreter.interpret(host: &self)
    try endIfParallel(&interpreter)
  }

  /// Ends a machine that is parallel itself, once all its regions are done and nothing has followed from that in the
  /// macrostep.
  mutating func endIfParallel(_ interpreter: inout Interpreter<Self>) throws(StepFailure) {
    let plan = interpreter.plan
    guard plan.states.first?.kind == .parallel, family.isAlive(plan.index),
      plan.tree.isInFinalState(0, in: family.configuration(plan.index))
    else { return }
    try exitInterpreter(&interpreter)
  }

  /// Ends a machine that has entered a final state at its top, or whose regions are all done (Appendix D,
  /// exitInterpreter).
  mutating func exitInterpreter(_ interpreter: inout Interpreter<Self>) throws(StepFailure) {
    let plan = interpreter.plan
    let index = plan.index
    interpreter.stop()
    family[machine: index].isDone = true
    for state in family[machine: index].configuration.intersection(plan.withMachines) {
      try stopChildren(of: state, plan)
    }
    try steps.stopInvoked(of: index)
    timers.disarmAll(of: index)
    unhandled.dropOwn(of: index, &queue)
    family.record.trace.append(.ended(machine: index))
    family.record.hasChanged = true
    try reportEnd(of: index)
  }

  /// Ends a machine from outside. Its states are left, innermost first, with their exit actions (SCXML 6.4.3). A step
  /// that may not be given up stays and is settled later.
  mutating func stopMachine(_ index: Int) throws(StepFailure) {
    guard family.isAlive(index) else { return }
    var interpreter = Interpreter<Self>(family.bundle.plans[index])
    try interpreter.exitStates(family.configuration(index), host: &self)
    try steps.stopAll(of: index)
    unhandled.dropOwn(of: index, &queue)
    family[machine: index].isDone = true
    family.record.trace.append(.ended(machine: index))
    family.record.hasChanged = true
  }

  // MARK: Machines within a state

  /// Starts the machines that a state invokes.
  mutating func startChildren(of state: Int, _ plan: MachinePlan, _ scope: Scope) throws(StepFailure) {
    let incarnation = family[machine: plan.index].incarnation
    for position in plan.states[state].machines {
      let invocation = plan.machine.invocations[position]
      try startMachine(
        invocation.machine, input: invocation.input, scope, line: invocation.line,
        invoker: Invoker(machine: plan.index, incarnation: incarnation, invocation: position))
    }
  }

  /// Stops the machines that a state invoked, and drops their deferred results.
  mutating func stopChildren(of state: Int, _ plan: MachinePlan) throws(StepFailure) {
    let index = plan.index
    for position in plan.states[state].machines {
      let invocation = plan.machine.invocations[position]
      unhandled.drop([invocation.done, invocation.error], of: index, &queue)
      if family.snapshot.isChild(invocation.machine, of: index, invocation: position) {
        try stopMachine(invocation.machine)
      }
    }
  }

  /// Enqueues the result of a machine that ended by itself for its invoker, if it has one.
  private mutating func reportEnd(of index: Int) throws(StepFailure) {
    guard let invoker = family[machine: index].invoker else { return }
    let event = try MachineResult(family: family, index: index).event(for: invoker)
    queue.enqueue(.end(of: index, incarnation: family[machine: index].incarnation, invoker, event))
  }

  /// Delivers the end of a machine to its invoker, if that is still in the invoking state.
  mutating func hearEnd(
    of child: Int, incarnation: Int, _ invoker: Invoker, _ event: MachineEvent
  ) throws(StepFailure) {
    let index = invoker.machine
    guard family.isAlive(index), family[machine: index].incarnation == invoker.incarnation,
      family.snapshot.instances[child]?.incarnation == incarnation
    else { return }
    let plan = family.bundle.plans[index]
    let invocation = plan.machine.invocations[invoker.invocation]
    guard family[machine: index].configuration.contains(invocation.owner) else { return }
    if try !deliverOwn(event, to: index), event.name == invocation.error {
      family.record.raiseAlarm(
        "'\(family.bundle.machines[child].name)' failed: \(event.event.data["code"]?.stringValue ?? "")",
        machine: index)
    }
  }
}
