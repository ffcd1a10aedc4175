internal import CEL

extension FamilyRun {
  /// Starts a machine with what it is given, evaluated in the scope of who starts it.
  func startMachine(
    _ index: Int, input: DataExpression, _ scope: Scope, line: Int, invoker: Invoker? = nil
  ) throws(StepFailure) {
    let given = try value(input, scope, line)
    try startMachine(index)
    family.instances[index]!.input = (bundle.machines[index].inputType ?? .dyn).normalize(given)
    family.instances[index]!.invoker = invoker
  }

  /// Starts a machine of the family: it is alive from now on; its initial states are entered when its turn in the queue comes.
  func startMachine(_ index: Int) throws(StepFailure) {
    if isAlive(index) {
      throw failure(
        "machine-alive", "'\(bundle.machines[index].name)' is alive and was to be started again", machine: index)
    }
    let old = family.instances[index]
    if let old, !old.steps.isEmpty {
      throw failure(
        "machine-settling",
        "'\(bundle.machines[index].name)' waits for an attempt of its last run and was to be started",
        machine: index)
    }
    family.instances[index] = InstanceSnapshot(
      incarnation: (old?.incarnation ?? 0) + 1, machine: bundle.machines[index])
    // A row of the last run's timer that is read late can never fire one of this run.
    family.instances[index]!.timerGeneration = old?.timerGeneration ?? 0
    // Entries count on, for they stand in keys: an act of this run is not one of the last.
    if let old {
      for state in old.visits.indices { family.instances[index]!.visits[state].count = old.visits[state].count }
    }
    queue.append(.initialize(machine: index))
  }

  /// The first macrostep: context, initial states, eventless transitions, invokes.
  func initialize(_ index: Int) throws(StepFailure) {
    // Stopped, or stopped and started again, before its turn came.
    guard isAlive(index), family.instances[index]!.configuration.isEmpty else { return }
    let plan = bundle.plans[index]
    for (field, definition) in plan.machine.context.enumerated() {
      guard let initial = definition.initial else { continue }
      let value = try withScope(index) { (scope) throws(StepFailure) -> Value in try self.value(initial, scope, 0) }
      family.instances[index]!.context[field] = definition.type.normalize(value)
    }
    beginMacrostep()
    try enterStates(plan.initialEntry, of: plan, event: nil)
    if configuration(index).intersects(plan.ends) { try exitInterpreter(index) }
    try finishMacrostep(plan, event: nil)
    trace.append(.started(machine: index, states: family.instances[index]!.configuration))
    hasChanged = true
  }

  /// Hands one event to one machine: a macrostep (SCXML 3.13), or the verdict if nothing takes it.
  func deliver(_ event: Occurrence, to index: Int, isReoffered: Bool) throws(StepFailure) {
    guard isAlive(index) else { return }
    if try settleByEvent(event, machine: index, isReoffered: isReoffered) { return }
    let plan = bundle.plans[index]
    switch try selectTransitions(event, plan) {
    case .transitions(let selected):
      if leavesHeldState(selected, machine: index) {
        putOff(event.event, machine: index, isReoffered: isReoffered)
        return
      }
      try macrostep(selected, of: plan, event: event)
      verdict = .handled
    case .reject(let code):
      trace.append(.rejected(machine: index, event: event.event.name, code: code))
      if verdict != .handled { verdict = .rejected(code: code) }
    case .defer:
      putOff(event.event, machine: index, isReoffered: isReoffered)
    case .none:
      conclude(otherwise(event: event.name, machine: index), event.event, machine: index, isReoffered: isReoffered)
    }
  }

  /// Lets a machine react to facts that changed elsewhere: its eventless transitions. True if any was taken.
  func stabilize() throws(StepFailure) -> Bool {
    var moved = false
    for index in bundle.automatic where isAlive(index) {
      let plan = bundle.plans[index]
      let selected = try selectEventlessTransitions(event: nil, plan)
      if selected.isEmpty { continue }
      try macrostep(selected, of: plan, event: nil)
      moved = true
      deliveries += 1
      if deliveries > bundle.limits.deliveries {
        throw failure("delivery-limit", "machines keep reacting to each other's views without an end", machine: index)
      }
    }
    return moved
  }

  /// One macrostep that begins with these transitions.
  func macrostep(_ selected: [Int], of plan: MachinePlan, event: Occurrence?) throws(StepFailure) {
    beginMacrostep()
    try microstep(selected, of: plan, event: event)
    try finishMacrostep(plan, event: event)
    hasChanged = true
  }

  private func beginMacrostep() {
    if !internalQueue.isEmpty { internalQueue.removeAll(keepingCapacity: true) }
    internalHead = 0
  }

  /// Appendix D, the inner loop of mainEventLoop: eventless transitions first, then internal events, until both are dry; then invokes.
  private func finishMacrostep(_ plan: MachinePlan, event: Occurrence?) throws(StepFailure) {
    let index = plan.index
    var current = event
    var microsteps = 0
    while isAlive(index) {
      microsteps += 1
      if microsteps > bundle.limits.microsteps {
        throw failure(
          "microstep-limit",
          "more than \(bundle.limits.microsteps) microsteps in one macrostep; look for a circle of 'always'",
          machine: index)
      }
      var selected = try selectEventlessTransitions(event: current, plan)
      if selected.isEmpty {
        guard internalHead < internalQueue.count else { break }
        let next = internalQueue[internalHead]
        internalHead += 1
        current = next
        selected = try selectInternal(next, plan)
        if selected.isEmpty { continue }
      }
      try microstep(selected, of: plan, event: current)
    }
    try startInvokes(index, event: current)
  }

  /// The transitions that an internal event enables; what it comes to otherwise is concluded here.
  private func selectInternal(_ next: Occurrence, _ plan: MachinePlan) throws(StepFailure) -> [Int] {
    let index = plan.index
    switch try selectTransitions(next, plan) {
    case .transitions(let list):
      if !leavesHeldState(list, machine: index) { return list }
      putOff(next.event, machine: index, isReoffered: false)
    case .defer:
      putOff(next.event, machine: index, isReoffered: false)
    case .reject, .none:
      concludeInternal(next.event, name: next.name, machine: index)
    }
    return []
  }

  /// Appendix D, microstep.
  func microstep(_ selected: [Int], of plan: MachinePlan, event: Occurrence?) throws(StepFailure) {
    let index = plan.index
    let exitSet = exitSet(of: selected, plan)
    // Transitions may name history states: what those stand for is known once the exit set was left, where it ends before that.
    let domains = historyDomains(of: selected, plan)
    try exitStates(exitSet, of: plan, event: event)
    for transition in selected where !plan.transitions[transition].actions.isEmpty {
      try withScope(index, event: event, state: plan.transitions[transition].source) { (scope) throws(StepFailure) in
        try execute(plan.transitions[transition].actions, scope, line: plan.transitions[transition].line)
      }
    }
    let entrySet = entrySet(of: selected, domains: domains, plan)
    try enterStates(entrySet, of: plan, event: event)
    let configuration = configuration(index)
    trace.append(
      .microstep(
        Microstep(
          machine: index, event: event?.event.name, transitions: selected, exited: exitSet, entered: entrySet,
          configuration: configuration)))
    if configuration.intersects(plan.ends) { try exitInterpreter(index) }
  }

  /// Appendix D, exitInterpreter: the machine has ended.
  private func exitInterpreter(_ index: Int) throws(StepFailure) {
    if let session { return try exitSession(session) }
    beginMacrostep()
    family.instances[index]!.isDone = true
    for state in family.instances[index]!.configuration.intersection(bundle.plans[index].withMachines) {
      try stopChildren(of: state, machine: index)
    }
    for step in family.instances[index]!.steps { try stop(step, of: index) }
    for timer in family.instances[index]!.timers.indices where family.instances[index]!.timers[timer] != nil {
      family.instances[index]!.timers[timer] = nil
    }
    toInvoke = StateSet()
    trace.append(.ended(machine: index))
    hasChanged = true
    try reportEnd(of: index)
  }
}
