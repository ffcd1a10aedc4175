internal import CEL

extension FamilyRun {
  /// Appendix D, exitStates: history is recorded for all before any exit action runs; exits run in reverse document order.
  func exitStates(_ exitSet: StateSet, of plan: MachinePlan, event: Occurrence?) throws(StepFailure) {
    if exitSet.isEmpty { return }
    let index = plan.index
    toInvoke.subtract(exitSet)
    for state in exitSet.intersection(plan.withHistory) { recordHistory(of: state, plan) }
    if !exitSet.intersects(plan.busyExits) {
      family.instances[index]!.configuration.subtract(exitSet)
      return
    }
    for state in exitSet.descending {
      if plan.withExit.contains(state) {
        try withScope(index, event: event, state: state) { (scope) throws(StepFailure) in
          try execute(plan.states[state].exit, scope, line: 0)
        }
      }
      try leave(state, plan)
      family.instances[index]!.configuration.remove(state)
    }
  }

  /// What belongs to a state ends with it: its steps and its timers.
  private func leave(_ state: Int, _ plan: MachinePlan) throws(StepFailure) {
    let index = plan.index
    if plan.withInvokes.contains(state) {
      if let session { cancelInvocations(of: state, session) }
      for step in family.instances[index]!.steps where plan.machine.steps[step.definition].owner == state {
        try stop(step, of: index)
      }
    }
    if plan.withMachines.contains(state) { try stopChildren(of: state, machine: index) }
    if plan.withTimers.contains(state) {
      for timer in plan.states[state].timers { family.instances[index]!.timers[timer] = nil }
    }
  }

  private func recordHistory(of state: Int, _ plan: MachinePlan) {
    let index = plan.index
    let configuration = family.instances[index]!.configuration
    for child in plan.states[state].children where plan.states[child].isHistory {
      let targets =
        plan.states[child].kind == .deepHistory
        ? Array(configuration.intersection(plan.atomic).intersection(plan.descendants[state]))
        : configuration.filter { plan.states[$0].parent == state }
      family.instances[index]!.history.removeAll { $0.state == child }
      family.instances[index]!.history.append(StoredHistory(state: child, targets: targets))
      family.instances[index]!.history.sort { $0.state < $1.state }
    }
  }

  /// Appendix D, enterStates, in document order: configuration first, then entry actions, then done events (SCXML 3.7).
  func enterStates(_ toEnter: StateSet, of plan: MachinePlan, event: Occurrence?) throws(StepFailure) {
    let index = plan.index
    enteredNow[index].formUnion(toEnter)
    toInvoke.formUnion(toEnter.intersection(plan.invoking))
    if session == nil, !toEnter.intersects(plan.busyEntries) {
      family.instances[index]!.enter(toEnter, now)
      return
    }
    for state in toEnter {
      family.instances[index]!.enter(StateSet([state]), now)
      if let session { bindLate(state, session) }
      if plan.withEntry.contains(state) {
        try withScope(index, event: event, state: state) { (scope) throws(StepFailure) in
          try execute(plan.states[state].entry, scope, line: 0)
        }
      }
      if let session { try executeDefaultContent(of: state, session) }
      if plan.final.contains(state) { raiseDone(above: state, plan) }
    }
  }

  /// A final state was entered: its parent is done, and a parallel state above it when all its regions are.
  private func raiseDone(above state: Int, _ plan: MachinePlan) {
    if let session { return raiseDone(above: state, session) }
    guard let parent = plan.states[state].parent, parent != 0 else { return }
    raiseDone(parent, plan)
    if let grandparent = plan.states[parent].parent, plan.states[grandparent].kind == .parallel,
      plan.tree.isInFinalState(grandparent, in: family.instances[plan.index]!.configuration)
    {
      raiseDone(grandparent, plan)
    }
  }

  private func raiseDone(_ state: Int, _ plan: MachinePlan) {
    guard let name = plan.doneEvents[state] else { return }
    raise(Event(name: plan.machine.eventNames[name], role: Event.familyRole, data: .null), name: name)
  }
}
