/// The structural procedures of SCXML 1.0, Appendix D, under their names there. They read nothing but the tree of
/// states.
package struct StateTree {
  let states: [StateNode]

  /// Repairs default entries so that they lead downwards (SCXML 3.3.1, 3.6, 3.10.2) and the procedures end whatever a
  /// definition says. A compound state's default leads to a proper descendant, by default its first child. A history
  /// state's leads to states below its parent that are not history states.
  static func sound(_ states: [StateNode]) -> [StateNode] {
    var states = states
    for (index, node) in states.enumerated() {
      let top = node.isHistory ? node.parent ?? 0 : index
      states[index].initial = node.initial.filter {
        $0 > top && $0 < states[top].end && !(node.isHistory && states[$0].isHistory)
      }
      if node.kind == .compound, states[index].initial.isEmpty,
        let first = node.children.first(where: { !states[$0].isHistory })
      {
        states[index].initial = [first]
      }
    }
    return states
  }

  /// Appendix D, isDescendant. Returns true if `state` is a proper descendant of `ancestor`.
  @inline(__always)
  func isDescendant(_ state: Int, of ancestor: Int) -> Bool {
    state > ancestor && state < states[ancestor].end
  }

  /// Appendix D, getProperAncestors. Returns the ancestors from the parent upwards to `limit`, which is left out.
  func getProperAncestors(_ state: Int, upTo limit: Int?) -> [Int] {
    var ancestors: [Int] = []
    var current = states[state].parent
    while let ancestor = current, ancestor != limit {
      ancestors.append(ancestor)
      current = states[ancestor].parent
    }
    return ancestors
  }

  /// Appendix D, findLCCA. Returns the least common ancestor that is compound, or the machine itself.
  func findLCCA(_ list: [Int]) -> Int {
    for ancestor in getProperAncestors(list[0], upTo: nil) {
      let node = states[ancestor]
      guard node.kind == .compound || node.parent == nil else { continue }
      if list.dropFirst().allSatisfy({ isDescendant($0, of: ancestor) }) { return ancestor }
    }
    return 0
  }

  /// Appendix D, getEffectiveTargetStates. A history state stands for the states that it stored, or for its default.
  func getEffectiveTargetStates(_ targets: [Int], history: [StoredHistory]) -> [Int] {
    var result: [Int] = []
    for target in targets {
      guard states[target].isHistory else {
        result.append(target)
        continue
      }
      let stored = history.first { $0.state == target }?.targets
      result += stored ?? getEffectiveTargetStates(states[target].initial, history: history)
    }
    return result
  }

  /// Appendix D, getTransitionDomain. A transition that does not re-enter and whose targets lie in its source keeps the
  /// source active. This is XState's default, and SCXML's `type="internal"` extended to any source.
  func getTransitionDomain(_ transition: Transition, history: [StoredHistory]) -> Int? {
    let targets = getEffectiveTargetStates(transition.targets, history: history)
    if targets.isEmpty { return nil }
    let source = transition.source
    if !transition.reenter && targets.allSatisfy({ $0 == source || isDescendant($0, of: source) }) { return source }
    return findLCCA([source] + targets)
  }

  /// Appendix D, computeExitSet, for one transition.
  func computeExitSet(_ transition: Transition, in configuration: StateSet, history: [StoredHistory]) -> StateSet {
    guard let domain = getTransitionDomain(transition, history: history) else { return StateSet() }
    var result = StateSet()
    for state in configuration where isDescendant(state, of: domain) { result.insert(state) }
    return result
  }

  /// Appendix D, computeEntrySet, for one transition. `domain` is the one by which states were left. It must not be
  /// computed again: leaving states records history, so that another domain could result and more states be entered
  /// than were left.
  func computeEntrySet(
    _ transition: Transition, domain: Int, history: [StoredHistory], into entry: inout EntrySet
  ) {
    var mine = EntrySet()
    for target in transition.targets { addDescendantStatesToEnter(target, history: history, into: &mine) }
    for target in getEffectiveTargetStates(transition.targets, history: history) {
      addAncestorStatesToEnter(target, upTo: domain, history: history, into: &mine)
    }
    // SCXML's domains are never parallel. Ours may be: a parallel state that stays active while a target lies in it, or
    // a machine that is parallel itself. All its regions were left then, and those without a target begin anew.
    if states[domain].kind == .parallel { addRegions(of: domain, history: history, into: &mine) }
    // The domain stays active, even if it is the target itself. The domains of transitions that are taken together are
    // disjoint.
    for state in mine.states where isDescendant(state, of: domain) { entry.states.insert(state) }
    entry.defaults.formUnion(mine.defaults)
    entry.histories.formUnion(mine.histories)
  }

  /// Appendix D, addDescendantStatesToEnter.
  func addDescendantStatesToEnter(_ state: Int, history: [StoredHistory], into entry: inout EntrySet) {
    let node = states[state]
    if node.isHistory {
      let stored = history.first { $0.state == state }?.targets
      if stored == nil { entry.histories.insert(state) }
      let targets = stored ?? node.initial
      for target in targets { addDescendantStatesToEnter(target, history: history, into: &entry) }
      for target in targets {
        addAncestorStatesToEnter(target, upTo: node.parent, history: history, into: &entry)
      }
      return
    }
    entry.states.insert(state)
    switch node.kind {
    case .compound:
      entry.defaults.insert(state)
      for target in node.initial { addDescendantStatesToEnter(target, history: history, into: &entry) }
      for target in node.initial {
        addAncestorStatesToEnter(target, upTo: state, history: history, into: &entry)
      }
    case .parallel:
      addRegions(of: state, history: history, into: &entry)
    case .atomic, .final, .shallowHistory, .deepHistory:
      break
    }
  }

  /// Appendix D, addAncestorStatesToEnter.
  func addAncestorStatesToEnter(
    _ state: Int, upTo limit: Int?, history: [StoredHistory], into entry: inout EntrySet
  ) {
    for ancestor in getProperAncestors(state, upTo: limit) {
      entry.states.insert(ancestor)
      if states[ancestor].kind == .parallel { addRegions(of: ancestor, history: history, into: &entry) }
    }
  }

  /// Adds the regions of a parallel state that nothing enters yet, by their defaults.
  private func addRegions(of state: Int, history: [StoredHistory], into entry: inout EntrySet) {
    for child in states[state].children where !states[child].isHistory && !hasDescendant(of: child, in: entry.states) {
      addDescendantStatesToEnter(child, history: history, into: &entry)
    }
  }

  /// Returns true if the set holds the state or one of its descendants.
  private func hasDescendant(of state: Int, in set: StateSet) -> Bool {
    set.contains(state) || set.contains { isDescendant($0, of: state) }
  }

  /// Appendix D, isInFinalState. A final state that is a region itself is in its final state while it is active.
  func isInFinalState(_ state: Int, in configuration: StateSet) -> Bool {
    switch states[state].kind {
    case .compound:
      states[state].children.contains { states[$0].kind == .final && configuration.contains($0) }
    case .parallel:
      states[state].children.allSatisfy { states[$0].isHistory || isInFinalState($0, in: configuration) }
    case .final:
      configuration.contains(state)
    case .atomic, .shallowHistory, .deepHistory:
      false
    }
  }

  /// Returns true if no history state takes part in the states that the transition enters, whatever is active.
  func isStatic(_ transition: Transition) -> Bool {
    if transition.targets.contains(where: { states[$0].isHistory }) { return false }
    guard let domain = getTransitionDomain(transition, history: []) else { return true }
    var seen = StateSet()
    var work = transition.targets
    while let state = work.popLast() {
      if states[state].isHistory { return false }
      if seen.contains(state) { continue }
      seen.insert(state)
      if states[state].kind == .compound { work += states[state].initial }
      // The regions of a parallel state are entered with it, and with any state below it.
      for node in [domain, state] + getProperAncestors(state, upTo: domain) where states[node].kind == .parallel {
        work += states[node].children.filter { !states[$0].isHistory && !seen.contains($0) }
      }
    }
    return true
  }
}
