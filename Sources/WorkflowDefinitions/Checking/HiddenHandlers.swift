internal import Statecharts
internal import YAMLTree

/// Finds `hidden-handler`: a transition of an inner state keeps an outer one, which has only actions, from running.
/// `also: outer` makes both run.
struct HiddenHandlers {
  let chart: Chart

  func run() {
    let machine = chart.machine
    for state in machine.states.indices where state > 0 && chart.reached.contains(state) {
      for event in machine.states[state].handlers.keys.sorted() {
        guard let declaration = machine.declarations[event],
          let outer = chart.path(state).dropFirst().first(where: { machine.states[$0].handlers[event] != nil })
        else { continue }
        let acting = chart.winning(machine.states[outer].handlers[event] ?? [])
        // An outer transition with a target is overridden on purpose: that is the use of nested states.
        guard acting.allSatisfy({ machine.transitions[$0].targets.isEmpty && !chart.leadsAnywhere($0) }) else {
          continue
        }
        let lost = acting.map { Effects(of: machine.transitions[$0].actions).marks }.filter { !$0.isEmpty }
        if lost.isEmpty { continue }
        for candidate in chart.winning(machine.states[state].handlers[event] ?? []) {
          guard case .transition = machine.transitions[candidate].ending else { continue }
          let place = chart.place(ofTransition: candidate)
          let own = Effects(of: machine.transitions[candidate].actions).marks
          if place["also"]?.text == "outer" || lost.contains(where: { $0.isSubset(of: own) }) { continue }
          let name = outer == 0 ? machine.name : machine.states[outer].name
          chart.report.warning(
            "hidden-handler", at: place,
            "when this is taken, the actions of '\(name)' for '\(declaration.name)' are not run",
            cure: "also: outer if both should run; otherwise repeat the outer actions here")
        }
      }
    }
  }
}
