internal import CEL

extension FamilyRun {
  /// Appendix D, exitStates: history is recorded for all before any exit action runs; exits run in reverse document order.
  func exitStates(_ selected: [Int], of index: Int, event: Event?, internalQueue: inout [Event]) throws(StepFailure) {
    let machine = bundle.machines[index]
    var exitSet = StateSet()
    do {
      let instance = family.instances[index]!
      for transition in selected {
        exitSet = exitSet.union(
          machine.computeExitSet(
            machine.transitions[transition], in: instance.configuration, history: instance.history))
      }
    }
    if exitSet.isEmpty { return }
    toInvoke[index] = toInvoke[index].subtracting(exitSet)
    for state in exitSet { recordHistory(of: state, machine: index) }
    for state in exitSet.descending {
      let node = machine.states[state]
      if !node.exit.isEmpty {
        let scope = Scope(run: self, machine: index)
        scope.event = event
        scope.state = state
        try execute(node.exit, scope, line: 0, internalQueue: &internalQueue)
      }
      for step in family.instances[index]!.steps where machine.steps[step.definition].owner == state {
        try stop(step, of: index)
      }
      for timer in node.timers { family.instances[index]!.timers[timer] = nil }
      family.instances[index]!.configuration.remove(state)
    }
  }

  private func recordHistory(of state: Int, machine index: Int) {
    let machine = bundle.machines[index]
    let configuration = family.instances[index]!.configuration
    for child in machine.states[state].children where machine.states[child].isHistory {
      let targets =
        machine.states[child].kind == .deepHistory
        ? configuration.filter { machine.states[$0].isAtomic && machine.isDescendant($0, of: state) }
        : configuration.filter { machine.states[$0].parent == state }
      family.instances[index]!.history.removeAll { $0.state == child }
      family.instances[index]!.history.append(StoredHistory(state: child, targets: targets))
      family.instances[index]!.history.sort { $0.state < $1.state }
    }
  }

  /// Appendix D, enterStates.
  func enterStates(_ selected: [Int], of index: Int, event: Event?, internalQueue: inout [Event]) throws(StepFailure) {
    let machine = bundle.machines[index]
    var toEnter = StateSet()
    let history = family.instances[index]!.history
    for transition in selected {
      machine.computeEntrySet(machine.transitions[transition], history: history, into: &toEnter)
    }
    toEnter = toEnter.subtracting(family.instances[index]!.configuration)
    try enter(toEnter, of: index, event: event, internalQueue: &internalQueue)
  }

  /// Enters states in document order: configuration first, then entry actions, then done events (SCXML 3.7).
  func enter(_ toEnter: StateSet, of index: Int, event: Event?, internalQueue: inout [Event]) throws(StepFailure) {
    let machine = bundle.machines[index]
    for state in toEnter {
      let node = machine.states[state]
      family.instances[index]!.configuration.insert(state)
      enteredNow[index].insert(state)
      if !node.invokes.isEmpty { toInvoke[index].insert(state) }
      var visit = family.instances[index]!.visits[state]
      visit.first = visit.first ?? now
      visit.last = now
      visit.count += 1
      family.instances[index]!.visits[state] = visit
      if !node.entry.isEmpty {
        let scope = Scope(run: self, machine: index)
        scope.event = event
        scope.state = state
        try execute(node.entry, scope, line: 0, internalQueue: &internalQueue)
      }
      if node.kind == .final, let parent = node.parent, parent != 0 {
        raiseDone(parent, machine: machine, internalQueue: &internalQueue)
        if let grandparent = machine.states[parent].parent, machine.states[grandparent].kind == .parallel,
          machine.isInFinalState(grandparent, in: family.instances[index]!.configuration)
        {
          raiseDone(grandparent, machine: machine, internalQueue: &internalQueue)
        }
      }
    }
  }

  private func raiseDone(_ state: Int, machine: Machine, internalQueue: inout [Event]) {
    let name = "done.state.\(machine.states[state].name)"
    guard machine.eventIndex[name] != nil else { return }
    internalQueue.append(Event(name: name, role: "machine", data: .null))
  }
}
