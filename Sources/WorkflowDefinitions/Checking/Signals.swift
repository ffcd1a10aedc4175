internal import Statecharts
internal import YAMLTree

/// Checks events against their senders and handlers: `event-never-sent`, `event-never-handled`, `signal-unheard`,
/// `reject-of-emit`.
struct Signals {
  let charts: [Chart]

  func run() {
    let losesEffects = charts.contains { $0.reading.gaps.losesEffects }
    for (index, chart) in charts.enumerated() {
      let own = Effects(of: chart.allActions)
      let emitted = charts.enumerated().filter { $0.offset != index }
        .reduce(into: Set<String>()) { events, other in
          let effects = Effects(of: other.element.allActions)
          events.formUnion(effects.emitted)
          events.formUnion(effects.sent.filter { $0.machine == index }.map(\.event))
        }
      for (event, declaration) in chart.machine.declarations.sorted(by: { $0.key < $1.key }) {
        let isSent =
          declaration.isExternal || own.raised.contains(declaration.name) || emitted.contains(declaration.name)
        // The machine declares the event only to emit it, and others handle it.
        if own.emitted.contains(declaration.name), !declaration.isExternal, !isHandled(event, chart) { continue }
        // Events that the engine itself sends (`step.late`) have no sender among the machines.
        if !isSent, !["step.", "done.", "error."].contains(where: declaration.name.hasPrefix) {
          if !losesEffects { neverSent(declaration, chart) }
        } else if !isHandled(event, chart), declaration.otherwise != .alarm, !chart.reading.gaps.losesEffects {
          neverHandled(declaration, chart)
        }
        if emitted.contains(declaration.name), !declaration.by.isEmpty { refused(event, declaration, chart) }
      }
      unheard(chart, index)
    }
  }

  private func neverSent(_ declaration: EventDeclaration, _ chart: Chart) {
    chart.report.error(
      "event-never-sent", at: chart.place(ofEvent: declaration.name),
      "nobody sends '\(declaration.name)' to '\(chart.machine.name)': no 'by', no 'from', no emit or raise",
      cure: "emit it from another machine of the family, or remove it")
  }

  private func neverHandled(_ declaration: EventDeclaration, _ chart: Chart) {
    chart.report.warning(
      "event-never-handled", at: chart.place(ofEvent: declaration.name),
      "no state of '\(chart.machine.name)' does anything about '\(declaration.name)'",
      cure: "a transition under 'on', or remove it")
  }

  private func isHandled(_ event: Int, _ chart: Chart) -> Bool {
    chart.machine.states.contains { $0.handlers[event] != nil || $0.otherwise[event] == .alarm }
      || chart.machine.steps.contains { step in step.completedBy.contains { $0.event == event } }
  }

  private func refused(_ event: Int, _ declaration: EventDeclaration, _ chart: Chart) {
    guard declaration.otherwise == .reject || chart.machine.states.contains(where: { $0.otherwise[event] == .reject })
    else { return }
    chart.report.error(
      "reject-of-emit", at: chart.place(ofEvent: declaration.name),
      "'\(declaration.name)' is also emitted within the family, where nobody receives a refusal: it would be lost",
      cure: "otherwise: defer or alarm, or another event for callers")
  }

  private func unheard(_ chart: Chart, _ index: Int) {
    for signal in chart.reading.places.signals {
      let isHeard =
        signal.kind == "raise"
        ? isDeclared(signal.event, chart)
        : charts.enumerated().contains { $0.offset != index && isDeclared(signal.event, $0.element) }
      if isHeard || signal.kind == "stop" { continue }
      chart.report.error(
        "signal-unheard", at: signal.place,
        signal.kind == "raise"
          ? "'\(chart.machine.name)' itself does not handle '\(signal.event)'"
          : "no other machine of the family handles '\(signal.event)'",
        cure: signal.kind == "raise"
          ? "name it under events: of '\(chart.machine.name)', or emit it"
          : "list it under events: of the machine that should handle it")
    }
  }

  private func isDeclared(_ name: String, _ chart: Chart) -> Bool {
    chart.machine.eventIndex[name].map { chart.machine.declarations[$0] != nil } ?? false
  }
}
