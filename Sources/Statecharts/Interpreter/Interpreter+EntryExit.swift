extension Interpreter {
  /// Appendix D, exitStates. The history of all states is recorded before any exit content runs. States are left in
  /// reverse document order.
  package mutating func exitStates(_ exitSet: StateSet, host: inout Host) throws(StepFailure) {
    if exitSet.isEmpty { return }
    statesToInvoke.subtract(exitSet)
    for state in exitSet.intersection(plan.withHistory) { recordHistory(of: state, host: &host) }
    if host.exitsQuietly(exitSet, of: plan) {
      host[machine: plan.index].configuration.subtract(exitSet)
      return
    }
    for state in exitSet.descending {
      try host.willExit(state, in: &self)
      host[machine: plan.index].configuration.remove(state)
    }
  }

  private func recordHistory(of state: Int, host: inout Host) {
    let configuration = host[machine: plan.index].configuration
    for child in plan.states[state].children where plan.states[child].isHistory {
      let targets =
        plan.states[child].kind == .deepHistory
        ? Array(configuration.intersection(plan.atomic).intersection(plan.descendants[state]))
        : configuration.filter { plan.states[$0].parent == state }
      host[machine: plan.index].history.removeAll { $0.state == child }
      host[machine: plan.index].history.append(StoredHistory(state: child, targets: targets))
      host[machine: plan.index].history.sort { $0.state < $1.state }
    }
  }

  /// Appendix D, enterStates, in document order. A state joins the configuration first, then its entry content runs,
  /// then its done events are raised (SCXML 3.7).
  package mutating func enterStates(_ entrySet: EntrySet, host: inout Host) throws(StepFailure) {
    let states = entrySet.states
    let now = host.now
    host.willEnter(states, of: plan)
    statesToInvoke.formUnion(states.intersection(plan.invoking))
    if host.entersQuietly(states, of: plan) {
      host[machine: plan.index].enter(states, now)
      return
    }
    for state in states {
      host[machine: plan.index].enter(StateSet([state]), now)
      try host.didEnter(state, by: entrySet, in: &self)
      if plan.final.contains(state) { raiseDoneEvents(of: state, host: &host) }
    }
  }

  /// Raises the done event of a final state's parent, and that of a parallel state above it once all its regions are
  /// done. A final state may be a region itself. A host may ask for the parallel states around that one as well.
  private mutating func raiseDoneEvents(of final: Int, host: inout Host) {
    guard let parent = plan.states[final].parent else { return }
    var ancestor: Int? = parent
    if plan.states[parent].kind != .parallel {
      // The end of a compound machine is its host's matter.
      if parent == 0 { return }
      host.raiseDone(of: parent, by: final, in: &self)
      ancestor = plan.states[parent].parent
    }
    while let parallel = ancestor, plan.states[parallel].kind == .parallel,
      plan.tree.isInFinalState(parallel, in: host[machine: plan.index].configuration)
    {
      host.raiseDone(of: parallel, by: nil, in: &self)
      if !host.completesOuterParallels { return }
      ancestor = plan.states[parallel].parent
    }
  }
}
