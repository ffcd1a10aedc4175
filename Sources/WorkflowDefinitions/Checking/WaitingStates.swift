internal import Statecharts
internal import YAMLTree

/// Finds states in which a booking could wait for ever: `stranded-state` and `no-way-out`.
struct WaitingStates {
  let chart: Chart

  func run() {
    let stranded = self.stranded().union(chart.hasShape ? awaitingProvider() : [])
    if chart.hasShape, chart.reading.gaps.targets.isEmpty { noWayOut(besides: stranded) }
  }

  /// The atomic states in which nothing can happen: they have no timer, step, `always` or `rest`.
  private func stranded() -> Set<Int> {
    let machine = chart.machine
    var found: Set<Int> = []
    for (index, state) in machine.states.enumerated() where state.kind == .atomic && chart.reached.contains(index) {
      let isCovered = chart.path(index).contains { ancestor in
        let node = machine.states[ancestor]
        return node.rest != .no || !node.timers.isEmpty || !node.invokes.isEmpty || !node.machines.isEmpty
          || !node.always.isEmpty
          // A part that could not be read has a finding of its own.
          || ["invoke", "timers", "after", "always"].contains { chart.body(of: ancestor)[$0] != nil }
          || chart.body(of: ancestor).entries == nil
          || chart.body(of: ancestor)["rest"].map { $0.text != "false" } ?? false
      }
      if isCovered { continue }
      found.insert(index)
      chart.report.error(
        "stranded-state", at: chart.name(of: index),
        "a booking could wait in '\(state.name)' for ever: no timer, no step, no 'rest'",
        cure: "rest: view if another machine moves it on, rest: true if it may stay, or a timer")
    }
    return found
  }

  /// States that only a provider's event ever leaves, though they do not rest for ever. A webhook may be lost, so such a
  /// state needs an end of its own: a timer, a look at the provider, or an event of another machine.
  private func awaitingProvider() -> Set<Int> {
    let machine = chart.machine
    var found: Set<Int> = []
    for state in chart.reached.sorted() where machine.states[state].kind == .atomic && !chart.rests(state) {
      guard let events = providerEvents(leaving: state), let first = events.sorted().first else { continue }
      found.insert(state)
      chart.report.error(
        "stranded-state", at: chart.name(of: state),
        "'\(machine.states[state].name)' is left by a provider's event only ('\(first)'), which may be lost",
        cure: "a timer with a target that looks the object up or gives it up, or an event of another machine")
    }
    return found
  }

  /// The events that leave a state, if all of them are a provider's; nil if something else may leave it too. An event of
  /// another family is not lost: the inbox holds it (decision 0023).
  private func providerEvents(leaving state: Int) -> Set<String>? {
    let machine = chart.machine
    var names: Set<String> = []
    for other in chart.reached where chart.areCompatible(state, other) {
      for (event, candidates) in chart.handlers(of: other) {
        guard chart.winning(candidates).contains(where: { chart.leaves(state, $0) }) else { continue }
        guard let event, let declaration = machine.declarations[event], !declaration.from.isEmpty,
          declaration.by.isEmpty, !declaration.from.contains(where: { $0.hasPrefix("family/") })
        else { return nil }
        names.insert(declaration.name)
      }
    }
    return names
  }

  /// Finds states from which neither a final state nor one that may be occupied for ever can be reached. Each circle of
  /// such states is reported once.
  private func noWayOut(besides stranded: Set<Int>) {
    let machine = chart.machine
    let atoms = machine.states.indices.filter { machine.states[$0].isAtomic && chart.reached.contains($0) }
    let next = Dictionary(uniqueKeysWithValues: atoms.map { ($0, successors(of: $0)) })
    var good = Set(atoms.filter { machine.states[$0].kind == .final || chart.rests($0) })
    var isGrowing = true
    while isGrowing {
      let more = atoms.filter { !good.contains($0) && !(next[$0] ?? []).isDisjoint(with: good) }
      good.formUnion(more)
      isGrowing = !more.isEmpty
    }
    func closure(_ state: Int) -> Set<Int> {
      var result: Set<Int> = []
      var work = Array(next[state] ?? [])
      while let state = work.popLast() {
        if result.insert(state).inserted { work += next[state] ?? [] }
      }
      return result
    }
    var told = AlwaysCycles(chart: chart).states
    for state in atoms where !good.contains(state) && !told.contains(state) && !stranded.contains(state) {
      let circle = closure(state)
      // Only the circle itself is reported: a state that merely leads into it is mended with it.
      guard circle.allSatisfy({ closure($0).contains(state) }) else { continue }
      told.formUnion(circle)
      let others = circle.subtracting([state]).sorted().map { "'\(machine.states[$0].name)'" }
      chart.report.error(
        "no-way-out", at: chart.name(of: state),
        "'\(machine.states[state].name)' "
          + (others.isEmpty
            ? "is never left, and neither final nor at rest"
            : "leads only to \(others.joined(separator: ", ")) and back: to no final state and to none that rests"),
        cure: "a transition towards a final state, or rest: true where a booking may stay")
    }
  }

  /// The atomic states that may follow, those of other regions included.
  private func successors(of state: Int) -> Set<Int> {
    let machine = chart.machine
    var result: Set<Int> = []
    for other in chart.reached where chart.areCompatible(state, other) {
      for (_, candidates) in chart.handlers(of: other) {
        for candidate in chart.winning(candidates) {
          for outcome in chart.outcomes(of: candidate) where chart.leaves(state, outcome) || other == state {
            for target in machine.transitions[outcome].targets {
              result.formUnion(chart.entered(with: target).filter { machine.states[$0].isAtomic })
            }
          }
        }
      }
    }
    return result
  }
}
