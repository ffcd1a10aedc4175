internal import CEL

extension FamilyRun {
  /// Starts a machine of the family: it is alive from now on; its initial states are entered when its turn in the queue comes.
  func startMachine(_ index: Int) throws(StepFailure) {
    if let old = family.instances[index], !old.isDone {
      throw failure(
        "machine-alive", "'\(bundle.machines[index].name)' is alive and was to be started again", machine: index)
    }
    let incarnation = (family.instances[index]?.incarnation ?? 0) + 1
    family.instances[index] = InstanceSnapshot(incarnation: incarnation, machine: bundle.machines[index])
    queue.append(.initialize(machine: index))
  }

  /// The first macrostep: context, initial states, eventless transitions, invokes.
  func initialize(_ index: Int) throws(StepFailure) {
    let machine = bundle.machines[index]
    let scope = Scope(run: self, machine: index)
    for (field, definition) in machine.context.enumerated() {
      guard let initial = definition.initial else { continue }
      let value = try evaluating(machine: index, line: 0) { () throws(EvaluationError) in try initial.evaluate(scope) }
      family.instances[index]!.context[field] = definition.type.normalize(value)
    }
    var toEnter = StateSet()
    machine.addDescendantStatesToEnter(0, history: [], into: &toEnter)
    var internalQueue: [Event] = []
    try enter(toEnter, of: index, event: nil, internalQueue: &internalQueue)
    try finishMacrostep(index, event: nil, internalQueue: &internalQueue)
    trace.append(
      .started(machine: machine.name, states: machine.atomicStates(in: family.instances[index]!.configuration)))
    hasChanged = true
  }

  /// Hands one event to one machine: a macrostep (SCXML 3.13), or the verdict if nothing takes it.
  func deliver(_ event: Event, to index: Int, isReoffered: Bool) throws(StepFailure) {
    guard let instance = family.instances[index], !instance.isDone else { return }
    let machine = bundle.machines[index]
    guard let name = machine.eventIndex[event.name] else { return }
    if try settleByEvent(event, name: name, machine: index, isReoffered: isReoffered) { return }
    switch try selectTransitions(event, name: name, machine: index) {
    case .transitions(let selected):
      if leavesHeldState(selected, machine: index) {
        try putOff(event, machine: index, isReoffered: isReoffered)
        return
      }
      var internalQueue: [Event] = []
      try microstep(selected, of: index, event: event, internalQueue: &internalQueue)
      try finishMacrostep(index, event: event, internalQueue: &internalQueue)
      verdict = .handled
      hasChanged = true
    case .reject(let code):
      trace.append(.rejected(machine: machine.name, event: event.name, code: code))
      if verdict != .handled { verdict = .rejected(code: code) }
    case .defer:
      try putOff(event, machine: index, isReoffered: isReoffered)
    case .none:
      try conclude(otherwise(event: name, machine: index), event, machine: index, isReoffered: isReoffered)
    }
  }

  /// Lets a machine react to facts that changed elsewhere: its eventless transitions. True if any was taken.
  func stabilize() throws(StepFailure) -> Bool {
    var moved = false
    for index in family.instances.indices {
      guard let instance = family.instances[index], !instance.isDone else { continue }
      let selected = try selectEventlessTransitions(event: nil, machine: index)
      if selected.isEmpty { continue }
      var internalQueue: [Event] = []
      try microstep(selected, of: index, event: nil, internalQueue: &internalQueue)
      try finishMacrostep(index, event: nil, internalQueue: &internalQueue)
      moved = true
      hasChanged = true
      deliveries += 1
      if deliveries > bundle.limits.deliveries {
        throw failure("delivery-limit", "machines keep reacting to each other's views without an end", machine: index)
      }
    }
    return moved
  }

  /// Appendix D, the inner loop of mainEventLoop: eventless transitions first, then internal events, until both are dry; then invokes.
  func finishMacrostep(_ index: Int, event: Event?, internalQueue: inout [Event]) throws(StepFailure) {
    let machine = bundle.machines[index]
    var current = event
    var microsteps = 0
    var head = 0
    while !family.instances[index]!.isDone {
      microsteps += 1
      if microsteps > bundle.limits.microsteps {
        throw failure(
          "microstep-limit",
          "more than \(bundle.limits.microsteps) microsteps in one macrostep; look for a circle of 'always'",
          machine: index)
      }
      var selected = try selectEventlessTransitions(event: current, machine: index)
      if selected.isEmpty {
        guard head < internalQueue.count else { break }
        let next = internalQueue[head]
        head += 1
        current = next
        guard let name = machine.eventIndex[next.name] else { continue }
        switch try selectTransitions(next, name: name, machine: index) {
        case .transitions(let list):
          if leavesHeldState(list, machine: index) {
            try putOff(next, machine: index, isReoffered: false)
            continue
          }
          selected = list
        case .defer:
          try putOff(next, machine: index, isReoffered: false)
        case .reject, .none:
          try concludeInternal(next, name: name, machine: index)
        }
        if selected.isEmpty { continue }
      }
      try microstep(selected, of: index, event: current, internalQueue: &internalQueue)
    }
    try startInvokes(index, event: current)
  }

  /// Appendix D, microstep.
  func microstep(_ selected: [Int], of index: Int, event: Event?, internalQueue: inout [Event]) throws(StepFailure) {
    let machine = bundle.machines[index]
    let old = family.instances[index]!.configuration
    try exitStates(selected, of: index, event: event, internalQueue: &internalQueue)
    for transition in selected {
      taken.append(TakenTransition(machine: index, transition: transition))
      let definition = machine.transitions[transition]
      let scope = Scope(run: self, machine: index)
      scope.event = event
      scope.state = definition.source
      try execute(definition.actions, scope, line: definition.line, internalQueue: &internalQueue)
    }
    try enterStates(selected, of: index, event: event, internalQueue: &internalQueue)
    let new = family.instances[index]!.configuration
    for transition in selected {
      let definition = machine.transitions[transition]
      trace.append(
        .transition(
          machine: machine.name, event: event.map(\.name) ?? "",
          from: machine.atomicStates(in: old.subtracting(new)), to: machine.atomicStates(in: new.subtracting(old)),
          line: definition.line))
    }
    if machine.isInFinalState(0, in: new) && machine.states[0].kind == .compound {
      try exitInterpreter(index, internalQueue: &internalQueue)
    }
  }

  /// Appendix D, exitInterpreter: the machine has ended.
  private func exitInterpreter(_ index: Int, internalQueue: inout [Event]) throws(StepFailure) {
    internalQueue.removeAll()
    family.instances[index]!.isDone = true
    for step in family.instances[index]!.steps { try stop(step, of: index) }
    for timer in family.instances[index]!.timers.indices { family.instances[index]!.timers[timer] = nil }
    toInvoke[index] = StateSet()
    trace.append(.ended(machine: bundle.machines[index].name))
    hasChanged = true
  }
}
