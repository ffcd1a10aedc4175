internal import Statecharts
internal import YAMLTree

/// Finds events that no transition handles (`missing-otherwise`), and rejections that no caller receives.
struct MissingOtherwise {
  let chart: Chart

  func run() {
    missing()
    refusals()
  }

  /// Every declared event needs a disposition or a handler in every atomic state.
  private func missing() {
    let machine = chart.machine
    for (event, declaration) in machine.declarations.sorted(by: { $0.key < $1.key }) where declaration.otherwise == nil
    {
      let open = machine.states.indices.filter { index in
        machine.states[index].isAtomic && machine.states[index].kind != .final && chart.reached.contains(index)
          && !chart.path(index).contains {
            machine.states[$0].handlers[event] != nil || machine.states[$0].otherwise[event] != nil
          }
      }
      guard let first = open.first else { continue }
      let more = open.count > 1 ? " (and \(open.count - 1) more)" : ""
      chart.report.error(
        "missing-otherwise", at: chart.place(ofEvent: declaration.name),
        "state '\(machine.states[first].name)'\(more) does not handle '\(declaration.name)', and nothing says what then",
        cure: "otherwise: ignore | defer | reject | alarm")
    }
  }

  /// Finds `reject` in a state or at a candidate for an event that no caller sends. The disposition at the event itself
  /// is checked where it is read.
  private func refusals() {
    let machine = chart.machine
    for (index, state) in machine.states.enumerated() {
      for (event, disposition) in state.otherwise.sorted(by: { $0.key < $1.key }) where disposition == .reject {
        report(event, at: chart.body(of: index)["otherwise"] ?? chart.name(of: index))
      }
    }
    for (index, transition) in machine.transitions.enumerated() {
      guard case .reject = transition.ending, let event = transition.event else { continue }
      report(event, at: chart.place(ofTransition: index))
    }
  }

  private func report(_ event: Int, at place: Node) {
    guard let declaration = chart.machine.declarations[event], declaration.by.isEmpty else { return }
    chart.report.error(
      "reject-without-caller", at: place, "'\(declaration.name)' has no caller who could receive the refusal",
      cure: "ignore, defer or alarm; reject needs 'by' at the event")
  }
}
