internal import CEL

/// What a machine would do about an event.
enum Selection {
  case transitions([Int])
  case reject(code: String)
  case `defer`
  case none
}

extension FamilyRun {
  /// Appendix D, selectTransitions: for each active atomic state, in document order, the first enabled candidate from the state upwards.
  func selectTransitions(_ event: Occurrence, _ plan: MachinePlan) throws(StepFailure) -> Selection {
    let table = plan.handlers[event.name]
    var enabled: [Int] = []
    var rejection: String?
    var isDeferred = false
    try forEachChoice(table, plan, event: event) { candidate in
      switch plan.transitions[candidate].ending {
      case .transition: enabled.append(candidate)
      case .reject(let code):
        rejection = rejection ?? code
        concluded.append(TakenTransition(machine: plan.index, transition: candidate))
      case .defer:
        isDeferred = true
        concluded.append(TakenTransition(machine: plan.index, transition: candidate))
      }
    }
    if !enabled.isEmpty { return .transitions(removeConflictingTransitions(enabled, plan)) }
    if isDeferred { return .defer }
    if let rejection { return .reject(code: rejection) }
    return .none
  }

  /// Appendix D, selectEventlessTransitions. Those that would leave a held state are passed over until its step is settled.
  func selectEventlessTransitions(event: Occurrence?, _ plan: MachinePlan) throws(StepFailure) -> [Int] {
    if plan.always.states.isEmpty { return [] }
    var enabled: [Int] = []
    try forEachChoice(plan.always, plan, event: event, passingOverHeld: true) { enabled.append($0) }
    return enabled.isEmpty ? enabled : removeConflictingTransitions(enabled, plan)
  }

  /// Appendix D, selectTransitions, from candidates that were gathered for this event.
  func selectTransitions(from table: HandlerTable, _ plan: MachinePlan, _ event: Occurrence) throws(StepFailure)
    -> [Int]
  {
    var enabled: [Int] = []
    try forEachChoice(table, plan, event: event) { enabled.append($0) }
    return enabled.isEmpty ? enabled : removeConflictingTransitions(enabled, plan)
  }

  /// Tells, for each active atomic state in document order, the candidate that its lineage takes; each once. States without candidates
  /// are never looked at, and a state above several atomic ones is asked once: its answer does not depend on who asks. By `also: outer`
  /// it is asked another question, and may give another answer.
  private func forEachChoice(
    _ table: HandlerTable, _ plan: MachinePlan, event: Occurrence?, passingOverHeld: Bool = false, _ take: (Int) -> Void
  ) throws(StepFailure) {
    let configuration = configuration(plan.index)
    let asking = configuration.intersection(table.states)
    if asking.isEmpty { return }
    var willing = StateSet()
    var willingAlso = StateSet()
    var unwilling = StateSet()
    for atomic in configuration.intersection(table.below) {
      var lineage = plan.lineage[atomic].intersection(asking).subtracting(unwilling)
      var isAlso = false
      search: while let state = lineage.popLast() {
        if (isAlso ? willingAlso : willing).contains(state) { break }
        var isFirst = true
        for candidate in table.candidates(of: state) {
          guard let taken = try enable(candidate, event: event, plan) else { continue }
          if passingOverHeld && leavesHeldState([taken], machine: plan.index) { continue }
          if isAlso && !plan.transitions[taken].staysPut {
            isFirst = false
            continue
          }
          // Both questions have the same answer if the first that is enabled leaves nothing; it is told once.
          let isTold =
            isAlso
            ? isFirst && willing.contains(state)
            : willingAlso.contains(state) && plan.transitions[taken].staysPut
          if isAlso { willingAlso.insert(state) } else { willing.insert(state) }
          if !isTold { take(taken) }
          // `also: outer`: the next one outwards that leaves nothing runs as well.
          if !plan.transitions[taken].also { break search }
          isAlso = true
          continue search
        }
        if !isAlso { unwilling.insert(state) }
      }
    }
  }

  /// The candidate to take if its guard holds: itself or, when a claim was refused, its stand-in.
  private func enable(_ candidate: Int, event: Occurrence?, _ plan: MachinePlan) throws(StepFailure) -> Int? {
    if let condition = plan.transitions[candidate].guard {
      let source = plan.transitions[candidate].source
      do {
        let holds = try withScope(plan.index, event: event, state: source) { (scope) throws(StepFailure) in
          try evaluating(machine: plan.index, line: plan.transitions[candidate].line) { () throws(EvaluationError) in
            try condition.evaluateBool(scope)
          }
        }
        guard holds else { return nil }
      } catch {
        guard session != nil else { throw error }
        raise(error, inGuardOf: candidate)
        return nil
      }
    }
    if isRefused, let refused = plan.transitions[candidate].onRefused {
      return try enable(refused, event: event, plan)
    }
    return candidate
  }

  /// Appendix D, removeConflictingTransitions: exit sets that intersect conflict; a descendant's transition wins, else the earlier one.
  private func removeConflictingTransitions(_ enabled: [Int], _ plan: MachinePlan) -> [Int] {
    if enabled.count == 1 { return enabled }
    var union = StateSet()
    var isConflict = false
    for transition in enabled {
      let exits = exitSet(of: transition, plan)
      if exits.intersects(union) { isConflict = true }
      union.formUnion(exits)
    }
    if !isConflict { return enabled }
    let exitSets = enabled.map { exitSet(of: $0, plan) }
    var filtered: [Int] = []
    for first in enabled.indices {
      var isPreempted = false
      var removed: [Int] = []
      for second in filtered where exitSets[first].intersects(exitSets[second]) {
        let (mine, other) = (plan.transitions[enabled[first]].source, plan.transitions[enabled[second]].source)
        if plan.descendants[other].contains(mine) {
          removed.append(second)
        } else {
          isPreempted = true
          break
        }
      }
      if !isPreempted {
        if !removed.isEmpty { filtered.removeAll { removed.contains($0) } }
        filtered.append(first)
      }
    }
    return filtered.count == enabled.count ? enabled : filtered.map { enabled[$0] }
  }

  /// Appendix D, computeExitSet, for one transition.
  func exitSet(of transition: Int, _ plan: MachinePlan) -> StateSet {
    let configuration = configuration(plan.index)
    if !plan.movements[transition].usesHistory {
      return configuration.intersection(plan.movements[transition].exits)
    }
    return plan.tree.computeExitSet(plan.transitions[transition], in: configuration, history: history(plan.index))
  }

  func exitSet(of selected: [Int], _ plan: MachinePlan) -> StateSet {
    var exitSet = StateSet()
    for transition in selected { exitSet.formUnion(self.exitSet(of: transition, plan)) }
    return exitSet
  }

  /// Domains of those transitions whose domain depends on stored history, as it is now.
  func historyDomains(of selected: [Int], _ plan: MachinePlan) -> [Int: Int] {
    var domains: [Int: Int] = [:]
    for transition in selected where plan.movements[transition].usesHistory {
      domains[transition] = plan.tree.getTransitionDomain(
        plan.transitions[transition], history: history(plan.index))
    }
    return domains
  }

  /// Appendix D, computeEntrySet. Domains of transitions that are taken together are disjoint, so that each one's set stands for itself.
  func entrySet(of selected: [Int], domains: [Int: Int], _ plan: MachinePlan) -> StateSet {
    if let session { return entrySet(of: selected, domains: domains, plan, session) }
    var entrySet = StateSet()
    for transition in selected {
      if plan.movements[transition].usesHistory {
        guard let domain = domains[transition] else { continue }
        var entry = EntrySet()
        plan.tree.computeEntrySet(
          plan.transitions[transition], domain: domain, history: history(plan.index), into: &entry)
        entrySet.formUnion(entry.states)
      } else {
        entrySet.formUnion(plan.movements[transition].entry)
      }
    }
    return entrySet.subtracting(configuration(plan.index))
  }

  /// Appendix D, computeEntrySet, with what is entered by default: in the mode scxml that has content of its own.
  private func entrySet(
    of selected: [Int], domains: [Int: Int], _ plan: MachinePlan, _ session: SessionState
  ) -> StateSet {
    session.entry = EntrySet()
    let history = family.instances[0]!.history
    for transition in selected {
      let definition = plan.transitions[transition]
      guard let domain = domains[transition] ?? plan.tree.getTransitionDomain(definition, history: history) else {
        continue
      }
      plan.tree.computeEntrySet(definition, domain: domain, history: history, into: &session.entry)
    }
    return session.entry.states
  }

  /// The states that cannot be left: they invoke a step with `leave: settle` of which an attempt is out.
  private func heldStates(_ index: Int) -> StateSet {
    var held = StateSet()
    guard !inFlight.isEmpty else { return held }
    let instance = family.instances[index]!
    for name in inFlight where name.machine == index && name.incarnation == instance.incarnation {
      guard let step = instance.steps.first(where: { $0.serial == name.serial }) else { continue }
      let definition = bundle.machines[index].steps[step.definition]
      if definition.leave == .settle, let owner = definition.owner { held.insert(owner) }
    }
    return held.union(statesHeldByChildren(index))
  }

  func leavesHeldState(_ selected: [Int], machine index: Int) -> Bool {
    if inFlight.isEmpty { return false }
    let held = heldStates(index)
    return !held.isEmpty && exitSet(of: selected, bundle.plans[index]).intersects(held)
  }
}
