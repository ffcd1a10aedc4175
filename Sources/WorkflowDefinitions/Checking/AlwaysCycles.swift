internal import CEL
internal import Statecharts
internal import YAMLTree

/// Finds `always-cycle`: eventless transitions that are certain to run in a circle until the limit of microsteps ends
/// the step with an incident. It reports only circles that are certain: their transitions have no guard, or all the
/// same one, and nothing on the way changes the values that the guard reads.
struct AlwaysCycles {
  let chart: Chart

  private struct Step {
    var transition: Int
    var next: Int
    var condition: Program?
  }

  func run() {
    for circle in circles() {
      let names = circle.states.map { "'\(chart.machine.states[$0].name)'" }
      chart.report.error(
        "always-cycle", at: chart.place(ofTransition: circle.transition),
        names.count == 1
          ? "'always' is taken in \(names[0]) again and again: nothing that it does makes its guard fail"
          : "'always' transitions form an endless loop: \((names + [names[0]]).joined(separator: " → "))",
        cure: "a guard that the actions on the way make false, or an event, a timer or a step in one of the states")
    }
  }

  /// The states that lie on such circles. Other findings about them would follow from this one.
  var states: Set<Int> { Set(circles().flatMap(\.states)) }

  private func circles() -> [(transition: Int, states: [Int])] {
    let machine = chart.machine
    var told: Set<Int> = []
    var result: [(transition: Int, states: [Int])] = []
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
      let circle = Array(steps[first...])
      let states = Array(visited[first...])
      guard told.isDisjoint(with: circle.map(\.transition)), isEndless(circle, states) else { continue }
      told.formUnion(circle.map(\.transition))
      result.append((circle[0].transition, states))
    }
    return result
  }

  /// The eventless transition that an atomic state evaluates first.
  private func step(from state: Int) -> Step? {
    let machine = chart.machine
    for source in chart.path(state) {
      guard let first = chart.winning(machine.states[source].always).first else { continue }
      let isAlways = chart.isAlways(first)
      let condition = isAlways ? nil : machine.transitions[first].guard
      guard isAlways || condition.map(isSteady) ?? false, machine.transitions[first].onRefused == nil,
        !chart.leadsAnywhere(first)
      else { return nil }
      guard chart.leaves(state, first), let target = machine.transitions[first].targets.first else {
        return Step(transition: first, next: state, condition: condition)
      }
      let atoms = chart.entered(with: target).filter { machine.states[$0].isAtomic }
      guard atoms.count == 1, let next = atoms.first, machine.states[next].kind == .atomic else { return nil }
      return Step(transition: first, next: next, condition: condition)
    }
    return nil
  }

  /// True if the guard reads only values that this machine's own actions change: its context, its input, the time of
  /// the step.
  private func isSteady(_ condition: Program) -> Bool {
    chart.hostCalls(condition).isEmpty
      && chart.slots(condition).allSatisfy {
        $0 == Slot.now || (1000..<4000).contains($0) || (6000..<7000).contains($0)
      }
  }

  private func isEndless(_ circle: [Step], _ states: [Int]) -> Bool {
    let conditions = circle.compactMap(\.condition)
    guard let condition = conditions.first else { return true }
    guard Set(conditions.map(\.source)).count == 1, !chart.reading.gaps.losesEffects else { return false }
    let machine = chart.machine
    let actions =
      circle.flatMap { machine.transitions[$0.transition].actions }
      + states.flatMap { chart.path($0) }.flatMap { machine.states[$0].entry + machine.states[$0].exit }
    return chart.slots(condition).isDisjoint(with: Effects(of: actions).assigned.map(Slot.context))
  }
}
