internal import Statecharts
internal import YAMLTree

/// Finds content of a state that is never occupied: `left-at-once` and `final-state-content`.
struct StatesLeftAtOnce {
  let chart: Chart

  func run() {
    let machine = chart.machine
    let endless = AlwaysCycles(chart: chart).states
    for (index, state) in machine.states.enumerated()
    where index > 0 && chart.reached.contains(index) && !endless.contains(index) {
      if state.kind == .final { final(index) } else if state.kind == .atomic, isLeftAtOnce(index) { transient(index) }
    }
  }

  private func final(_ index: Int) {
    let body = chart.body(of: index)
    let idle = ["on", "always", "timers", "after", "invoke", "states", "initial", "onDone"]
    guard let entry = body.entries?.first(where: { idle.contains($0.key.text ?? "") }) else { return }
    chart.report.error(
      "final-state-content", at: entry.key,
      "'\(chart.machine.states[index].name)' is final: its '\(entry.key.text ?? "")' never comes to anything",
      cure: "remove it, or let the state rest (rest: true) instead of being final")
  }

  private func transient(_ index: Int) {
    let body = chart.body(of: index)
    guard let entry = body.entries?.first(where: { ["on", "timers", "after", "invoke"].contains($0.key.text ?? "") })
    else { return }
    chart.report.error(
      "left-at-once", at: entry.key,
      "'\(chart.machine.states[index].name)' is left in the step that enters it: its '\(entry.key.text ?? "")' never "
        + "comes to anything",
      cure: "give its 'always' a guard, or move '\(entry.key.text ?? "")' to where the machine waits")
  }

  /// True if the state's own `always` is certain to leave it, and no step of an enclosing state can delay that.
  private func isLeftAtOnce(_ index: Int) -> Bool {
    let machine = chart.machine
    let candidates = chart.winning(machine.states[index].always)
    guard let last = candidates.last, chart.isAlways(last), candidates.allSatisfy({ chart.leaves(index, $0) }) else {
      return false
    }
    return chart.path(index).dropFirst().allSatisfy {
      machine.states[$0].invokes.isEmpty && machine.states[$0].machines.isEmpty
    }
  }
}
