internal import CEL
internal import CivilTime
internal import Statecharts
internal import YAMLTree

/// Finds `timer-circle`: timers that are due as soon as their state is entered and that move the machine in a circle in
/// which no time passes. It reports only circles that are certain: their transitions have no guard, and no step delays
/// a state on the way.
struct TimerCircles {
  let chart: Chart

  private struct Step {
    var next: Int
    /// The timer that fires; nil for an eventless transition.
    var timer: Int?
  }

  func run() {
    let machine = chart.machine
    var told: Set<Int> = []
    for start in machine.states.indices where machine.states[start].kind == .atomic && chart.reached.contains(start) {
      var steps: [Step] = []
      var visited: [Int] = []
      var state = start
      while !visited.contains(state), let step = step(from: state) {
        visited.append(state)
        steps.append(step)
        state = step.next
      }
      guard let first = visited.firstIndex(of: state) else { continue }
      let timers = steps[first...].compactMap(\.timer)
      // A circle without a timer consists of `always` transitions, which `AlwaysCycles` reports.
      guard let timer = timers.first, told.isDisjoint(with: timers) else { continue }
      told.formUnion(timers)
      let names = (visited[first...] + [state]).map { "'\(machine.states[$0].name)'" }
      chart.report.error(
        "timer-circle", at: chart.place(ofTimer: timer),
        "timers that are due at once form an endless loop: \(names.joined(separator: " → "))",
        cure: "let one of them wait: after: {PT1M: …}, or give it a guard that fails in the end")
    }
  }

  /// The state that is certain to follow an atomic state while no time passes.
  private func step(from state: Int) -> Step? {
    let machine = chart.machine
    let path = chart.path(state)
    guard path.allSatisfy({ machine.states[$0].invokes.isEmpty && machine.states[$0].machines.isEmpty }) else {
      return nil
    }
    for source in path {
      guard let first = chart.winning(machine.states[source].always).first else { continue }
      return chart.isAlways(first) ? next(after: first, from: state, leaving: state).map { Step(next: $0) } : nil
    }
    for source in path {
      for timer in machine.states[source].timers where isDueAtOnce(timer) {
        let candidates = chart.winning(machine.states[source].handlers[machine.timers[timer].event] ?? [])
        guard let first = candidates.first, chart.isAlways(first),
          // A timer that has fired is armed again only when its own state is entered again.
          let next = next(after: first, from: state, leaving: source)
        else { continue }
        return Step(next: next, timer: timer)
      }
    }
    return nil
  }

  /// The only atomic state that the transition leads to; nil if that is not certain, or if it does not exit `source`.
  private func next(after transition: Int, from state: Int, leaving source: Int) -> Int? {
    let machine = chart.machine
    guard machine.transitions[transition].onRefused == nil, !chart.leadsAnywhere(transition),
      case .transition = machine.transitions[transition].ending,
      let domain = chart.domain(of: transition), chart.isInside(source, domain),
      machine.transitions[transition].targets.count == 1, let target = machine.transitions[transition].targets.first
    else { return nil }
    let atoms = chart.entered(with: target).filter { machine.states[$0].isAtomic }
    guard atoms.count == 1, let next = atoms.first, machine.states[next].kind == .atomic else { return nil }
    return next
  }

  private func isDueAtOnce(_ timer: Int) -> Bool {
    let definition = chart.machine.timers[timer]
    guard case .at(let program) = definition.when else { return false }
    let entered = Instant.epoch
    var assumptions = Assumptions(machine: chart.machine)
    assumptions.entered = entered
    let wait: Duration
    switch program.run(assumptions).result {
    case .success(.timestamp(let due)): wait = due.duration(since: entered)
    case .success(.duration(let duration)): wait = duration
    default: return false
    }
    if wait == .zero { return true }
    guard wait < .zero, definition.past == .fire, case .always = definition.late else { return false }
    return true
  }
}
