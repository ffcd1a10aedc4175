/// The reaction of a machine to an event.
package enum Selection {
  /// The transitions are taken together, in this order.
  case transitions([Int])
  /// The event is refused with the code.
  case reject(code: String)
  /// The event waits until the family has changed.
  case `defer`
  /// No transition is enabled.
  case none
}

extension Interpreter {
  /// Appendix D, selectTransitions. For each active atomic state in document order, the first enabled transition from
  /// the state upwards is chosen. A candidate that rejects or defers counts only if no other region takes a transition.
  package mutating func selectTransitions(_ event: Host.HeardEvent, host: inout Host) throws(StepFailure) -> Selection {
    self.event = event
    let chosen = try chooseTransitions(host.candidates(for: event, of: plan), host: &host)
    if chosen.isEmpty { return .none }
    var rejection: String?
    var isDeferred = false
    for transition in chosen {
      switch plan.transitions[transition].ending {
      case .transition: continue
      case .reject(let code): rejection = rejection ?? code
      case .defer: isDeferred = true
      }
      host.didConclude(transition, of: plan)
    }
    if rejection == nil, !isDeferred { return .transitions(removeConflictingTransitions(chosen, host: host)) }
    let enabled = chosen.filter { if case .transition = plan.transitions[$0].ending { true } else { false } }
    if !enabled.isEmpty { return .transitions(removeConflictingTransitions(enabled, host: host)) }
    if !isDeferred, let rejection { return .reject(code: rejection) }
    return .defer
  }

  /// Appendix D, selectEventlessTransitions. Transitions that would leave a held state are passed over until the state
  /// may be left.
  package mutating func selectEventlessTransitions(host: inout Host) throws(StepFailure) -> [Int] {
    if plan.always.states.isEmpty { return [] }
    let chosen = try chooseTransitions(plan.always, passingOver: host.heldStates(of: plan), host: &host)
    return chosen.isEmpty ? chosen : removeConflictingTransitions(chosen, host: host)
  }

  /// For each active atomic state in document order, chooses the first enabled transition, walking towards the root,
  /// each only once. After a transition with `also: outer`, the walk goes on to the next transition outwards that
  /// leaves nothing. States without candidates are never looked at, and a state above several atomic ones is evaluated
  /// once for each of the two purposes.
  private mutating func chooseTransitions(
    _ table: HandlerTable, passingOver held: StateSet = StateSet(), host: inout Host
  ) throws(StepFailure) -> [Int] {
    let configuration = host[machine: plan.index].configuration
    let asking = configuration.intersection(table.states)
    if asking.isEmpty { return [] }
    var chosen: [Int] = []
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
          guard let taken = try enable(candidate, host: &host) else { continue }
          if !held.isEmpty, computeExitSet(taken, host: host).intersects(held) { continue }
          if isAlso && !plan.transitions[taken].staysPut {
            isFirst = false
            continue
          }
          // A transition that leaves nothing may be found both as the first one and as a further one. It is chosen
          // once.
          let isChosen =
            isAlso
            ? isFirst && willing.contains(state)
            : willingAlso.contains(state) && plan.transitions[taken].staysPut
          if isAlso { willingAlso.insert(state) } else { willing.insert(state) }
          if !isChosen { chosen.append(taken) }
          // With `also: outer`, the next transition outwards that leaves nothing runs as well.
          if !plan.transitions[taken].also { break search }
          isAlso = true
          continue search
        }
        if !isAlso { unwilling.insert(state) }
      }
    }
    return chosen
  }

  /// Returns the candidate if its condition holds, or the candidate's `onRefused` if a claim was refused.
  private mutating func enable(_ candidate: Int, host: inout Host) throws(StepFailure) -> Int? {
    if plan.transitions[candidate].isConditional, try !host.conditionMatch(candidate, in: &self) { return nil }
    if host.isRefused, let refused = plan.transitions[candidate].onRefused { return try enable(refused, host: &host) }
    return candidate
  }

  /// Appendix D, removeConflictingTransitions. Transitions whose exit sets intersect are in conflict. A descendant's
  /// transition wins, otherwise the earlier one.
  private func removeConflictingTransitions(_ enabled: [Int], host: borrowing Host) -> [Int] {
    if enabled.count == 1 { return enabled }
    var union = StateSet()
    var isConflict = false
    for transition in enabled {
      let exits = computeExitSet(transition, host: host)
      if exits.intersects(union) { isConflict = true }
      union.formUnion(exits)
    }
    if !isConflict { return enabled }
    var exitSets: [StateSet] = []
    for transition in enabled { exitSets.append(computeExitSet(transition, host: host)) }
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

  /// Appendix D, computeExitSet.
  func computeExitSet(_ transitions: [Int], host: borrowing Host) -> StateSet {
    var exitSet = StateSet()
    for transition in transitions { exitSet.formUnion(computeExitSet(transition, host: host)) }
    return exitSet
  }

  private func computeExitSet(_ transition: Int, host: borrowing Host) -> StateSet {
    let configuration = host[machine: plan.index].configuration
    if !plan.movements[transition].usesHistory {
      return configuration.intersection(plan.movements[transition].exits)
    }
    return plan.tree.computeExitSet(
      plan.transitions[transition], in: configuration, history: host[machine: plan.index].history)
  }

  /// Returns the present domains of the transitions whose domain depends on stored history.
  func historyDomains(of transitions: [Int], host: borrowing Host) -> [Int: Int] {
    var domains: [Int: Int] = [:]
    for transition in transitions where plan.movements[transition].usesHistory {
      domains[transition] = plan.tree.getTransitionDomain(
        plan.transitions[transition], history: host[machine: plan.index].history)
    }
    return domains
  }

  /// Appendix D, computeEntrySet. The domains of transitions that are taken together are disjoint, so that each
  /// transition's set can be computed by itself.
  func computeEntrySet(_ transitions: [Int], domains: [Int: Int], host: borrowing Host) -> EntrySet {
    var entrySet = EntrySet()
    for transition in transitions {
      if plan.movements[transition].usesHistory {
        guard let domain = domains[transition] else { continue }
        plan.tree.computeEntrySet(
          plan.transitions[transition], domain: domain, history: host[machine: plan.index].history, into: &entrySet)
      } else {
        entrySet.formUnion(plan.movements[transition].entry)
      }
    }
    entrySet.states.subtract(host[machine: plan.index].configuration)
    return entrySet
  }

  /// Returns true if the transitions would leave a state that may not be left at present.
  package func leavesHeldState(_ transitions: [Int], host: borrowing Host) -> Bool {
    let held = host.heldStates(of: plan)
    if held.isEmpty { return false }
    return computeExitSet(transitions, host: host).intersects(held)
  }
}
