internal import Statecharts
internal import YAMLTree

/// Finds `unreachable-state`: no chain of transitions leads from the initial states to it. Transitions whose guard
/// cannot hold do not count.
struct UnreachableStates {
  let chart: Chart

  func run() {
    let machine = chart.machine
    for state in machine.states.indices.dropFirst() where !chart.reached.contains(state) {
      // Only the outermost state of an unreachable branch is reported.
      if let parent = machine.states[state].parent, !chart.reached.contains(parent) { continue }
      chart.report.error(
        "unreachable-state", at: chart.name(of: state), "nothing leads to state '\(machine.states[state].name)'",
        cure: "remove it, or give a transition this target")
    }
  }
}
