internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import YAMLTree

/// `step-circle`: the outcome of a step leads back to the step, and nothing on the way waits for time to pass or for an event from outside.
/// A provider that answers at once is asked again and again. Told only where it is certain: the transitions have no guards.
struct StepCircles {
  let chart: Chart
  let catalogue: [String: StepDeclaration]

  private struct Edge {
    var next: Int
    var transition: Int
    /// The step whose outcome it is.
    var step: Int?
    /// The timer whose firing it is.
    var timer: Int?
  }

  func run() {
    let machine = chart.machine
    var told: Set<Int> = []
    for start in machine.states.indices where machine.states[start].kind == .atomic && chart.reached.contains(start) {
      guard let circle = circle(from: start) else { continue }
      let steps = circle.compactMap(\.step)
      guard let step = steps.first, told.isDisjoint(with: steps) else { continue }
      told.formUnion(steps)
      report(circle, step)
    }
  }

  private func report(_ circle: [Edge], _ step: Int) {
    let machine = chart.machine
    let names = (circle + circle.prefix(1)).map { "'\(machine.states[$0.next].name)'" }.joined(separator: " → ")
    let name = machine.steps[step].step
    let timer = circle.compactMap(\.timer).first { !machine.timers[$0].again && isFixed($0) }
    guard let timer else {
      let place = circle.first { $0.step != nil }.map { chart.place(ofTransition: $0.transition) }
      chart.report.error(
        "step-circle", at: place ?? chart.name(of: 0),
        "the outcome of '\(name)' starts it again, and nothing waits between: \(names)",
        cure:
          "a state that waits on the way, after: {PT1H: …}; a guard that counts the attempts; or rest: true until an operator decides"
      )
      return
    }
    let short = machine.timers[timer].name.split(separator: ".").last.map(String.init) ?? ""
    // This one ends: the timer is not armed again. The booking waits without it, which is hardly meant.
    chart.report.warning(
      "step-circle", at: chart.place(ofTimer: timer),
      "the outcome of '\(name)' leads back to the timer '\(short)', whose instant has fired and does not fire again: \(names)",
      cure:
        "at: max(…, entered + period('PT1H')) tries again later; a state of its own where the booking waits for a person"
    )
  }

  // MARK: circles

  /// The shortest way from a state back to itself that leads through the outcome of a step.
  private func circle(from start: Int) -> [Edge]? {
    var work: [[Edge]] = edges(from: start).map { [$0] }
    var visited: Set<[Int]> = []
    var position = 0
    while position < work.count {
      let way = work[position]
      position += 1
      guard let last = way.last else { continue }
      if last.next == start, way.contains(where: { $0.step != nil }) { return way }
      let hasStep = way.contains { $0.step != nil }
      guard way.count <= chart.machine.states.count, visited.insert([last.next, hasStep ? 1 : 0]).inserted else {
        continue
      }
      for edge in edges(from: last.next) { work.append(way + [edge]) }
    }
    return nil
  }

  /// The states that may follow an atomic state although no time passes and nobody outside says anything.
  private func edges(from state: Int) -> [Edge] {
    let machine = chart.machine
    let path = chart.path(state)
    for source in path {
      guard let first = chart.winning(machine.states[source].always).first else { continue }
      // Something else may follow from a guard, at a time that nobody knows.
      guard chart.isAlways(first) else { return [] }
      return edge(first, from: state).map { [$0] } ?? []
    }
    var result: [Edge] = []
    for source in path {
      for step in machine.states[source].invokes { result += outcomes(of: step, source, from: state) }
      for timer in machine.states[source].timers where !waits(timer) {
        guard let first = certain(machine.states[source].handlers[machine.timers[timer].event]),
          var edge = edge(first, from: state), chart.leaves(source, first)
        else { continue }
        edge.timer = timer
        result.append(edge)
      }
    }
    return result
  }

  private func outcomes(of step: Int, _ source: Int, from state: Int) -> [Edge] {
    let machine = chart.machine
    let definition = machine.steps[step]
    // A person takes their time.
    guard catalogue[definition.step]?.stepClass != .human else { return [] }
    return [definition.error, definition.done, definition.stopped].compactMap { event in
      guard let first = certain(machine.states[source].handlers[event]), var edge = edge(first, from: state) else {
        return nil
      }
      edge.step = step
      return edge
    }
  }

  /// The candidate that is taken whatever the booking is like.
  private func certain(_ candidates: [Int]?) -> Int? {
    guard let first = chart.winning(candidates ?? []).first, chart.isAlways(first) else { return nil }
    return first
  }

  private func edge(_ transition: Int, from state: Int) -> Edge? {
    let machine = chart.machine
    let definition = machine.transitions[transition]
    guard definition.onRefused == nil, !chart.leadsAnywhere(transition), case .transition = definition.ending,
      definition.targets.count == 1, let target = definition.targets.first, chart.leaves(state, transition)
    else { return nil }
    let atoms = chart.entered(with: target).filter { machine.states[$0].isAtomic }
    guard atoms.count == 1, let next = atoms.first, machine.states[next].kind == .atomic else { return nil }
    return Edge(next: next, transition: transition)
  }

  // MARK: timers

  /// True if time passes before the timer is due, or may pass.
  private func waits(_ timer: Int) -> Bool { !isFixed(timer) && !isDueAtOnce(timer) }

  /// True for an instant that nothing on the way moves: what the family was started with, literals, the first entry of a state.
  private func isFixed(_ timer: Int) -> Bool {
    guard case .at(let program) = chart.machine.timers[timer].when, program.resultType.withoutNull == .timestamp else {
      return false
    }
    return chart.slots(program).allSatisfy { (2000..<4000).contains($0) || (6000..<7000).contains($0) }
      && chart.hostCalls(program).allSatisfy { $0.id == HostFunction.firstEntered.rawValue }
  }

  private func isDueAtOnce(_ timer: Int) -> Bool {
    guard case .at(let program) = chart.machine.timers[timer].when else { return false }
    var assumptions = Assumptions(machine: chart.machine)
    assumptions.entered = .epoch
    switch program.run(assumptions).result {
    case .success(.timestamp(let due)): return due <= .epoch
    case .success(.duration(let duration)): return duration <= .zero
    default: return false
    }
  }
}
