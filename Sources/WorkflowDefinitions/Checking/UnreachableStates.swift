internal import Statecharts
internal import YAMLTree

/// `unreachable-state`: no chain of transitions leads to it from the initial states, guards that cannot hold left out.
struct UnreachableStates {
  let chart: Chart

  func run() {
    let machine = chart.machine
    for state in machine.states.indices.dropFirst() where !chart.reached.contains(state) {
      // Of a whole branch the outermost state is named.
      if let parent = machine.states[state].parent, !chart.reached.contains(parent) { continue }
      chart.report.error(
        "unreachable-state", at: chart.name(of: state), "nothing leads to state '\(machine.states[state].name)'",
        cure: "remove it, or give a transition this target")
    }
  }
}
