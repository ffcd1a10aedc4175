import Statecharts

/// SCXML 1.0, Appendix D, written down as it stands there: lists, sets, no tables. What it differs in is the language's own: a
/// transition that does not re-enter and whose targets lie in its source leaves the source active. So a domain may be parallel, as it
/// also is where the machine itself is parallel: then its other regions begin anew. And a transition enters states below its domain only,
/// the domain by which it left them: read to the letter, Appendix D enters active states again where history leads upwards. A lineage whose
/// handler says `also: outer` goes on outwards to the next one without a target. A region may be a final state, and a parallel state that is
/// done completes the parallel states around it.
struct ReferenceInterpreter {
  struct Step: Equatable {
    var event: String?
    var transitions: [Int]
    var exited: [Int]
    var entered: [Int]
  }

  /// More microsteps than the limit.
  struct Endless: Error {}

  let chart: RandomChart
  var configuration: Set<Int> = []
  var historyValue: [Int: [Int]] = [:]
  var counter: Int64 = 0
  var activity: [Int64]
  var running = true
  var steps: [Step] = []
  /// Microsteps in which a transition lost to another, and in which stored history was restored.
  var conflicts = 0
  var restorations = 0
  /// Handlers that more than one lineage came to.
  var sharedHandlers = 0
  private var internalQueue: [RandomChart.Event] = []

  init(_ chart: RandomChart) {
    self.chart = chart
    activity = Array(repeating: 0, count: chart.states.count)
  }

  // MARK: The loop

  mutating func interpret() throws(Endless) {
    var statesToEnter: Set<Int> = []
    addDescendantStatesToEnter(0, &statesToEnter)
    enter(statesToEnter)
    endIfFinal()
    try finishMacrostep()
  }

  mutating func send(_ event: RandomChart.Event) throws(Endless) {
    steps = []
    guard running else { return }
    let enabled = selectTransitions(event)
    if enabled.isEmpty { return }
    internalQueue = []
    microstep(enabled, event)
    try finishMacrostep()
  }

  private mutating func finishMacrostep() throws(Endless) {
    var rounds = 0
    var current: RandomChart.Event?
    current = nil
    while running {
      rounds += 1
      if rounds > RandomChart.microsteps { throw Endless() }
      var enabled = selectTransitions(nil)
      if enabled.isEmpty {
        guard !internalQueue.isEmpty else {
          // Beyond Appendix D, whose machines are compound: a parallel one ends when nothing follows from its being done.
          if chart.states[0].kind == .parallel, isInFinalState(0) { running = false }
          return
        }
        let event = internalQueue.removeFirst()
        current = event
        enabled = selectTransitions(event)
        if enabled.isEmpty { continue }
        microstep(enabled, current)
      } else {
        microstep(enabled, nil)
      }
    }
  }

  private mutating func microstep(_ enabled: [Int], _ event: RandomChart.Event?) {
    let domains = enabled.map(getTransitionDomain)
    let exited = exitStates(enabled)
    for t in enabled {
      for action in chart.candidates[t].actions {
        switch action {
        case .add(let amount): counter += amount
        case .raise(let event): internalQueue.append(.raised(event))
        }
      }
    }
    let entered = enterStates(enabled, domains)
    steps.append(
      Step(event: event.map(ChartCompiler.name), transitions: enabled, exited: exited, entered: entered))
    endIfFinal()
  }

  /// A final state of the machine itself was entered.
  private mutating func endIfFinal() {
    guard chart.states[0].kind == .compound, isInFinalState(0) else { return }
    running = false
    internalQueue = []
  }

  // MARK: Selection

  private mutating func selectTransitions(_ event: RandomChart.Event?) -> [Int] {
    var enabled: [Int] = []
    for state in configuration.sorted() where chart.states[state].isAtomic {
      var isAlso = false
      search: for s in [state] + getProperAncestors(state, nil) {
        for t in chart.states[s].candidates where chart.candidates[t].event == event && conditionMatch(t) {
          if isAlso && !chart.candidates[t].targets.isEmpty { continue }
          if enabled.contains(t) { sharedHandlers += 1 } else { enabled.append(t) }
          if !chart.candidates[t].also { break search }
          isAlso = true
          continue search
        }
      }
    }
    return removeConflictingTransitions(enabled)
  }

  private func conditionMatch(_ t: Int) -> Bool {
    chart.candidates[t].guards.allSatisfy {
      switch $0 {
      case .rest(let rest, let divisor): counter % divisor == rest
      case .below(let bound): counter < bound
      case .active(let state): configuration.contains(state)
      }
    }
  }

  private mutating func removeConflictingTransitions(_ enabled: [Int]) -> [Int] {
    var filtered: [Int] = []
    for t1 in enabled {
      var isPreempted = false
      var transitionsToRemove: [Int] = []
      for t2 in filtered where !computeExitSet(t1).isDisjoint(with: computeExitSet(t2)) {
        conflicts += 1
        if isDescendant(chart.candidates[t1].source, chart.candidates[t2].source) {
          transitionsToRemove.append(t2)
        } else {
          isPreempted = true
          break
        }
      }
      if !isPreempted {
        filtered.removeAll { transitionsToRemove.contains($0) }
        filtered.append(t1)
      }
    }
    return filtered
  }

  // MARK: Exit

  private mutating func exitStates(_ enabled: [Int]) -> [Int] {
    var statesToExit: Set<Int> = []
    for t in enabled { statesToExit.formUnion(computeExitSet(t)) }
    for s in statesToExit {
      for h in chart.states[s].children where chart.states[h].isHistory {
        historyValue[h] =
          chart.states[h].kind == .deepHistory
          ? configuration.filter { chart.states[$0].isAtomic && isDescendant($0, s) }.sorted()
          : configuration.filter { chart.states[$0].parent == s }.sorted()
      }
    }
    for s in statesToExit.sorted(by: >) {
      activity[s] -= 1
      configuration.remove(s)
    }
    return statesToExit.sorted()
  }

  private func computeExitSet(_ t: Int) -> Set<Int> {
    if chart.candidates[t].targets.isEmpty { return [] }
    let domain = getTransitionDomain(t)
    return configuration.filter { isDescendant($0, domain) }
  }

  // MARK: Entry

  private mutating func enterStates(_ enabled: [Int], _ domains: [Int]) -> [Int] {
    var statesToEnter: Set<Int> = []
    for (t, domain) in zip(enabled, domains) where !chart.candidates[t].targets.isEmpty {
      var own: Set<Int> = []
      for s in chart.candidates[t].targets { addDescendantStatesToEnter(s, &own) }
      for s in getEffectiveTargetStates(chart.candidates[t].targets) where s != domain {
        addAncestorStatesToEnter(s, domain, &own)
      }
      if chart.candidates[t].targets.contains(where: { historyValue[$0] != nil }) { restorations += 1 }
      if chart.states[domain].kind == .parallel { addRegions(of: domain, &own) }
      statesToEnter.formUnion(own.filter { isDescendant($0, domain) })
    }
    enter(statesToEnter)
    return statesToEnter.sorted()
  }

  private mutating func enter(_ statesToEnter: Set<Int>) {
    for s in statesToEnter.sorted() {
      configuration.insert(s)
      activity[s] += 1
      guard chart.states[s].kind == .final, let parent = chart.states[s].parent else { continue }
      if chart.states[parent].kind == .compound {
        if parent == 0 { continue }
        raiseDone(parent)
      }
      // Beyond Appendix D: every parallel state around it that is done in whole now, however many of them there are.
      var around = chart.states[parent].kind == .parallel ? parent : chart.states[parent].parent
      while let state = around, chart.states[state].kind == .parallel, isInFinalState(state) {
        raiseDone(state)
        around = chart.states[state].parent
      }
    }
  }

  /// An event that no candidate names is none of the machine's: it costs no round.
  private mutating func raiseDone(_ state: Int) {
    if chart.candidates.contains(where: { $0.event == .done(state) }) { internalQueue.append(.done(state)) }
  }

  private func addDescendantStatesToEnter(_ state: Int, _ statesToEnter: inout Set<Int>) {
    let node = chart.states[state]
    if node.isHistory {
      let targets = historyValue[state] ?? node.initial
      for s in targets { addDescendantStatesToEnter(s, &statesToEnter) }
      for s in targets { addAncestorStatesToEnter(s, node.parent, &statesToEnter) }
      return
    }
    statesToEnter.insert(state)
    if node.kind == .compound {
      for s in node.initial { addDescendantStatesToEnter(s, &statesToEnter) }
      for s in node.initial { addAncestorStatesToEnter(s, state, &statesToEnter) }
    } else if node.kind == .parallel {
      addRegions(of: state, &statesToEnter)
    }
  }

  private func addAncestorStatesToEnter(_ state: Int, _ ancestor: Int?, _ statesToEnter: inout Set<Int>) {
    for anc in getProperAncestors(state, ancestor) {
      statesToEnter.insert(anc)
      if chart.states[anc].kind == .parallel { addRegions(of: anc, &statesToEnter) }
    }
  }

  private func addRegions(of state: Int, _ statesToEnter: inout Set<Int>) {
    for child in getChildStates(state) where !statesToEnter.contains(where: { $0 == child || isDescendant($0, child) })
    {
      addDescendantStatesToEnter(child, &statesToEnter)
    }
  }

  // MARK: The tree

  private func getTransitionDomain(_ t: Int) -> Int {
    let source = chart.candidates[t].source
    let targets = getEffectiveTargetStates(chart.candidates[t].targets)
    if !chart.candidates[t].reenter, targets.allSatisfy({ $0 == source || isDescendant($0, source) }) { return source }
    return findLCCA([source] + targets)
  }

  private func findLCCA(_ list: [Int]) -> Int {
    getProperAncestors(list[0], nil).first { anc in
      (chart.states[anc].kind == .compound || anc == 0) && list.dropFirst().allSatisfy { isDescendant($0, anc) }
    } ?? 0
  }

  private func getEffectiveTargetStates(_ targets: [Int]) -> [Int] {
    targets.flatMap { target -> [Int] in
      if !chart.states[target].isHistory { return [target] }
      return historyValue[target] ?? getEffectiveTargetStates(chart.states[target].initial)
    }
  }

  private func getProperAncestors(_ state: Int, _ limit: Int?) -> [Int] {
    var result: [Int] = []
    var current = chart.states[state].parent
    while let s = current, s != limit {
      result.append(s)
      current = chart.states[s].parent
    }
    return result
  }

  private func getChildStates(_ state: Int) -> [Int] {
    chart.states[state].children.filter { !chart.states[$0].isHistory }
  }

  private func isDescendant(_ state: Int, _ ancestor: Int) -> Bool {
    var current = chart.states[state].parent
    while let s = current, s > ancestor { current = chart.states[s].parent }
    return current == ancestor
  }

  private func isInFinalState(_ state: Int) -> Bool {
    switch chart.states[state].kind {
    case .compound: getChildStates(state).contains { chart.states[$0].kind == .final && configuration.contains($0) }
    case .parallel: getChildStates(state).allSatisfy(isInFinalState)
    case .final: configuration.contains(state)
    default: false
    }
  }
}
