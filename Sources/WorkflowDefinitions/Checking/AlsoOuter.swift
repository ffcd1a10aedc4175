internal import Statecharts
internal import YAMLTree

/// Finds `also-outer`: `also: outer` where no handler of an enclosing state can run as well.
struct AlsoOuter {
  let chart: Chart

  func run() {
    let machine = chart.machine
    for (state, node) in machine.states.enumerated() {
      for event in node.handlers.keys.sorted() {
        for candidate in node.handlers[event] ?? [] where machine.transitions[candidate].also {
          check(candidate, of: state, event: event)
        }
      }
      for candidate in node.always where machine.transitions[candidate].also {
        refuse(candidate, "'always' has no event")
      }
    }
  }

  private func check(_ candidate: Int, of state: Int, event: Int) {
    let machine = chart.machine
    let outer = chart.path(state).dropFirst().compactMap { machine.states[$0].handlers[event] }.first ?? []
    if outer.isEmpty { return refuse(candidate, "no state further out handles '\(machine.eventNames[event])'") }
    if outer.allSatisfy({ !machine.transitions[$0].staysPut }) {
      refuse(candidate, "the handler in line \(machine.transitions[outer[0]].line) leaves its state, or refuses")
    }
  }

  private func refuse(_ candidate: Int, _ why: String) {
    chart.report.error(
      "also-outer", at: chart.place(ofTransition: candidate), "'also: outer' has nothing to run: \(why)",
      cure: "take 'also' away")
  }
}
