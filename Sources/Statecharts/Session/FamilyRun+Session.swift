internal import CEL

// SCXML 1.0, Appendix D, the procedures around the microstep, for a machine of the mode `scxml`: one machine, one session.
extension FamilyRun {
  /// One step of a session: its start, or one external event.
  func runSession(_ session: SessionState, _ stimulus: Stimulus) throws(StepFailure) {
    verdict = .handled
    switch stimulus {
    case .start: try interpret(session)
    case .event(let event): try mainEventLoop(event, session)
    case .timer, .outcome, .dropTimer, .wake:
      throw failure("not-a-session", "a machine of mode scxml takes events only", machine: 0)
    }
    session.entry = EntrySet()
  }

  /// Appendix D, interpret: the data model, then the initial states; with the first macrostep.
  private func interpret(_ session: SessionState) throws(StepFailure) {
    family.instances[0] = InstanceSnapshot(incarnation: 1, machine: bundle.machines[0])
    let items = session.definition.data
    sessionData = .map(ValueMap(items.map { ($0.id, .null) }))
    for item in items where !session.definition.bindsLate || item.state == 0 { bind(item, session) }
    var initial = EntrySet()
    bundle.plans[0].tree.addDescendantStatesToEnter(0, history: [], into: &initial)
    session.entry = initial
    try enterStates(initial.states, of: bundle.plans[0], event: nil)
    if initial.states.intersects(bundle.plans[0].ends) { try exitSession(session) }
    try runMacrostep(session)
    trace.append(.started(machine: 0, states: family.instances[0]!.configuration))
  }

  /// The data of a session, one map.
  var sessionData: Value {
    get { family.instances[0]!.context[0] }
    set { family.instances[0]!.context[0] = newValue }
  }

  /// SCXML 5.3.3: what the invoker passed replaces the initial value; an error leaves the variable without a value.
  func bind(_ item: DataItem, _ session: SessionState) {
    guard case .map(var data) = sessionData else { return }
    var value = Value.null
    if item.state == 0, let passed = family.input[item.id] {
      value = passed
    } else if let expression = item.value {
      do {
        value = try evaluated(expression, state: item.state, place: item.place)
      } catch {
        raise(error)
      }
    }
    data[item.id] = value
    sessionData = .map(data)
  }

  /// Appendix D, mainEventLoop, from the arrival of an external event: finalize and forward, select, microstep, and on to the end of the
  /// macrostep.
  private func mainEventLoop(_ event: Event, _ session: SessionState) throws(StepFailure) {
    guard isAlive(0) else {
      verdict = .ignored
      return
    }
    if event.role == SessionRole.cancel {
      session.isAwaited = false
      try exitSession(session)
      return
    }
    if event.role == SessionRole.platform {
      // The platform found out later what a `send` came to.
      raise(event, name: 0)
    } else {
      let heard = Occurrence(event, name: 0)
      session.event = heard
      try passOn(heard, session)
      let selected = try selectTransitions(heard, session)
      if !selected.isEmpty { try microstep(selected, of: bundle.plans[0], event: heard) }
    }
    try runMacrostep(session)
  }

  /// Appendix D, mainEventLoop: applyFinalize and autoforward, for each invocation of an active state.
  private func passOn(_ event: Occurrence, _ session: SessionState) throws(StepFailure) {
    for invocation in family.instances[0]!.invocations {
      let definition = session.definition.invokes[invocation.definition]
      if invocation.id == event.event.sender?.invokeID, !definition.finalize.isEmpty {
        try withScope(0, event: event, state: definition.state) { (scope) throws(StepFailure) in
          try execute(definition.finalize, scope, line: 0)
        }
      }
      if definition.forwardsEvents { session.effects.append(.forward(event.event, invokeID: invocation.id)) }
    }
  }

  /// Appendix D, the inner loop of mainEventLoop: eventless transitions, then internal events one by one, until both are dry; then the
  /// invokes of states that were entered and not left, whose errors start it again.
  private func runMacrostep(_ session: SessionState) throws(StepFailure) {
    var microsteps = 0
    while isAlive(0) {
      microsteps += 1
      if microsteps > bundle.limits.microsteps {
        throw failure(
          "microstep-limit", "more than \(bundle.limits.microsteps) microsteps in one macrostep", machine: 0)
      }
      var selected = try selectEventlessTransitions(event: session.event, bundle.plans[0])
      if selected.isEmpty {
        if internalHead == internalQueue.count {
          startInvocations(session)
          if internalHead == internalQueue.count { break }
        }
        let next = internalQueue[internalHead]
        internalHead += 1
        session.event = next
        selected = try selectTransitions(next, session)
        if selected.isEmpty { continue }
      }
      try microstep(selected, of: bundle.plans[0], event: session.event)
    }
  }

  /// Appendix D, selectTransitions, with event descriptors instead of names that are known beforehand.
  private func selectTransitions(_ event: Occurrence, _ session: SessionState) throws(StepFailure) -> [Int] {
    let plan = bundle.plans[0]
    let named = session.definition.handlers.map { transitions in
      transitions.filter { session.definition.descriptors[$0].contains { $0.matches(event.event.name) } }
    }
    return try selectTransitions(from: HandlerTable(named, lineage: plan.lineage, atomic: plan.atomic), plan, event)
  }

  /// Appendix D, exitInterpreter: all active states are left, innermost first, with their content; then the invoker is told.
  func exitSession(_ session: SessionState) throws(StepFailure) {
    let plan = bundle.plans[0]
    let last = family.instances[0]!.configuration
    let final = last.intersection(plan.ends).first { _ in true }
    try exitStates(last, of: plan, event: session.event)
    internalQueue.removeAll()
    internalHead = 0
    toInvoke = StateSet()
    if session.isAwaited, let final {
      session.effects.append(.ended(doneData(of: final, session)))
    }
    family.instances[0]!.isDone = true
    // Nothing is active any more; where it ended stays readable.
    family.instances[0]!.configuration = last
    trace.append(.ended(machine: 0))
  }

  // MARK: Entering

  /// What enters with a state beside its entry actions: its data when it binds late, before them; what `<initial>` and history say, after
  /// them (Appendix D, enterStates).
  func bindLate(_ state: Int, _ session: SessionState) {
    guard session.definition.bindsLate, state != 0, family.instances[0]!.visits[state].count == 1 else { return }
    for item in session.definition.data where item.state == state { bind(item, session) }
  }

  func executeDefaultContent(of state: Int, _ session: SessionState) throws(StepFailure) {
    var content: [[Action]?] = []
    if session.entry.defaults.contains(state) { content.append(session.definition.entryContent[state]) }
    for history in session.entry.histories where bundle.plans[0].states[history].parent == state {
      content.append(session.definition.entryContent[history])
    }
    for actions in content {
      guard let actions else { continue }
      try withScope(0, event: session.event, state: state) { (scope) throws(StepFailure) in
        try execute(actions, scope, line: 0)
      }
    }
  }

  /// Appendix D, enterStates, of a final state: `done.state` of its parent, and of a parallel state above it.
  func raiseDone(above state: Int, _ session: SessionState) {
    let plan = bundle.plans[0]
    guard let parent = plan.states[state].parent, parent != 0 else { return }
    raise("done.state.\(plan.states[parent].name)", doneData(of: state, session))
    if let grandparent = plan.states[parent].parent, plan.states[grandparent].kind == .parallel,
      plan.tree.isInFinalState(grandparent, in: family.instances[0]!.configuration)
    {
      raise("done.state.\(plan.states[grandparent].name)", .null)
    }
  }

  /// SCXML 5.5: a parameter that fails is left out, and told.
  private func doneData(of state: Int, _ session: SessionState) -> Value {
    guard let payload = session.definition.doneData[state] else { return .null }
    do {
      if let content = payload.content { return try evaluated(content, state: state, place: payload.place) }
    } catch {
      raise(error)
      return .null
    }
    var data = ValueMap()
    for parameter in payload.parameters {
      do {
        data[parameter.name] = try value(of: parameter.source, state: state, place: payload.place)
      } catch {
        raise(error)
      }
    }
    return data.isEmpty ? .null : .map(data)
  }
}
