internal import CEL

/// Machines that live as long as a state of another one.
extension FamilyRun {
  /// Starts what a state invokes, at the end of the macrostep that entered it.
  func startChildren(of state: Int, machine index: Int, _ scope: Scope) throws(StepFailure) {
    let incarnation = family.instances[index]!.incarnation
    for position in bundle.plans[index].states[state].machines {
      let invocation = bundle.machines[index].invocations[position]
      try startMachine(
        invocation.machine, input: invocation.input, scope, line: invocation.line,
        invoker: Invoker(machine: index, incarnation: incarnation, invocation: position))
    }
  }

  /// Stops what a state invoked, and forgets results of it that were put off.
  func stopChildren(of state: Int, machine index: Int) throws(StepFailure) {
    for position in bundle.plans[index].states[state].machines {
      let invocation = bundle.machines[index].invocations[position]
      let names = [invocation.done, invocation.error].map { bundle.machines[index].eventNames[$0] }
      family.deferred.removeAll { $0.machine == index && names.contains($0.event.name) }
      if isChild(invocation.machine, of: index, position) { try stopMachine(invocation.machine) }
    }
  }

  /// True if the machine is alive by this very invocation.
  private func isChild(_ child: Int, of index: Int, _ position: Int) -> Bool {
    guard isAlive(child), let invoker = family.instances[child]?.invoker else { return false }
    return invoker
      == Invoker(machine: index, incarnation: family.instances[index]?.incarnation ?? 0, invocation: position)
  }

  /// Ends a machine from outside: its states are left, innermost first, with what they do on exit (SCXML 6.4.3). A step that may not be left
  /// stays and settles later.
  func stopMachine(_ index: Int) throws(StepFailure) {
    guard isAlive(index) else { return }
    // It has a macrostep of its own, in the middle of another machine's.
    let outer = (internalQueue, internalHead, toInvoke)
    (internalQueue, internalHead, toInvoke) = ([], 0, StateSet())
    try exitStates(configuration(index), of: bundle.plans[index], event: nil)
    (internalQueue, internalHead, toInvoke) = outer
    for step in family.instances[index]!.steps { try stop(step, of: index) }
    family.instances[index]!.isDone = true
    trace.append(.ended(machine: index))
    hasChanged = true
  }

  /// A machine that was invoked has ended by itself: its invoker hears what it ended with.
  func reportEnd(of index: Int) throws(StepFailure) {
    guard let invoker = family.instances[index]!.invoker else { return }
    let plan = bundle.plans[index]
    guard let end = family.instances[index]!.configuration.intersection(plan.ends).first(where: { _ in true }) else {
      return
    }
    let invocation = bundle.machines[invoker.machine].invocations[invoker.invocation]
    let node = plan.states[end]
    let (name, data) = try withScope(index, state: end) { (scope) throws(StepFailure) -> (Int, Value) in
      if let code = node.error {
        let text = try self.text(code, scope, invocation.line)
        let message = "'\(plan.name)' ended in '\(node.name)'"
        return (invocation.error, .map(ValueMap([("code", .string(text)), ("message", .string(message))])))
      }
      var output = ValueMap()
      for (position, field) in plan.machine.output.enumerated() {
        let given = node.output.first { $0.field == position }?.value ?? field.value
        let value = try given.map { (expression) throws(StepFailure) in
          try self.value(expression, scope, invocation.line)
        }
        output[field.name] = field.type.normalize(value ?? .null)
      }
      return (invocation.done, .map(output))
    }
    let event = Event(name: bundle.machines[invoker.machine].eventNames[name], role: Event.familyRole, data: data)
    queue.append(
      .end(of: index, incarnation: family.instances[index]!.incarnation, invoker, Occurrence(event, name: name)))
  }

  /// The invoker hears it, if it is still in the state that invoked.
  func hearEnd(
    of child: Int, incarnation: Int, _ invoker: Invoker, _ event: Occurrence
  ) throws(StepFailure) {
    let index = invoker.machine
    guard isAlive(index), family.instances[index]?.incarnation == invoker.incarnation,
      family.instances[child]?.incarnation == incarnation
    else { return }
    let invocation = bundle.machines[index].invocations[invoker.invocation]
    guard family.instances[index]!.configuration.contains(invocation.owner) else { return }
    switch try selectTransitions(event, bundle.plans[index]) {
    case .transitions(let selected):
      if leavesHeldState(selected, machine: index) {
        putOff(event.event, machine: index, isReoffered: false)
      } else {
        try macrostep(selected, of: bundle.plans[index], event: event)
      }
    case .defer:
      putOff(event.event, machine: index, isReoffered: false)
    case .reject, .none:
      if event.name == invocation.error {
        raiseAlarm(
          "'\(bundle.machines[child].name)' failed: \(event.event.data["code"]?.stringValue ?? "")", machine: index)
      }
    }
  }

  /// States whose children may not be left: a step of theirs that settles is out.
  func statesHeldByChildren(_ index: Int) -> StateSet {
    var held = StateSet()
    guard let incarnation = family.instances[index]?.incarnation else { return held }
    for (child, instance) in family.instances.enumerated() {
      guard let instance, !instance.isDone, let invoker = instance.invoker, invoker.machine == index,
        invoker.incarnation == incarnation, isHeld(child)
      else { continue }
      held.insert(bundle.machines[index].invocations[invoker.invocation].owner)
    }
    return held
  }

  /// True if the machine, or one that it invoked, waits for an attempt that may not be left alone.
  private func isHeld(_ index: Int) -> Bool {
    let instance = family.instances[index]!
    let isOut = instance.steps.contains {
      bundle.machines[index].steps[$0.definition].leave == .settle && isInFlight($0, machine: index)
    }
    return isOut || !statesHeldByChildren(index).isEmpty
  }
}
