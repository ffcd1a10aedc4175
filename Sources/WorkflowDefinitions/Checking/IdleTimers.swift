internal import CEL
internal import Statecharts
internal import YAMLTree

/// Finds timers without consequence: `timer-unhandled` and `timer-without-effect`.
struct IdleTimers {
  let charts: [Chart]
  let fields: [Bundle.ViewField]

  func run() {
    for chart in charts {
      for (index, timer) in chart.machine.timers.enumerated() where chart.reached.contains(timer.state) {
        let candidates = chart.machine.states[timer.state].handlers[timer.event] ?? []
        if !candidates.isEmpty, candidates.allSatisfy(chart.isNever) {
          chart.report.error(
            "timer-unhandled", at: chart.place(ofTimer: index),
            "no configuration in which the timer is due takes it: no guard can hold in "
              + "'\(chart.machine.states[timer.state].name)'",
            cure: "correct the guard, or move the timer to the state that it speaks of")
        } else if candidates.allSatisfy({ isIdle($0, chart) }), !clockMatters {
          chart.report.error(
            "timer-without-effect", at: chart.place(ofTimer: index), "when the timer is due, nothing happens",
            cure: "target: … or actions: […]")
        }
      }
    }
  }

  private func isIdle(_ candidate: Int, _ chart: Chart) -> Bool {
    let transition = chart.machine.transitions[candidate]
    if case .transition = transition.ending {} else { return false }
    if chart.leadsAnywhere(candidate) { return false }
    // An action that could not be read has a finding of its own.
    let actions = chart.place(ofTransition: candidate)["actions"]
    guard actions == nil || actions?.items?.isEmpty == true else { return false }
    return transition.targets.isEmpty && transition.actions.isEmpty && transition.onRefused == nil
  }

  /// Even a timer without effect makes the family evaluate again, which matters if an `always` reads the clock or a
  /// deferred event waits for its guard.
  private var clockMatters: Bool {
    charts.contains { chart in
      let waits = chart.machine.transitions.contains { transition in
        if case .defer = transition.ending { return true }
        return false
      }
      let dispositions =
        chart.machine.declarations.values.contains { $0.otherwise == .defer }
        || chart.machine.states.contains { $0.otherwise.values.contains(.defer) }
      return waits || dispositions || !chart.reading.gaps.guards.isEmpty
        || chart.machine.transitions.contains { transition in
          guard transition.event == nil, let condition = transition.guard else { return false }
          let slots = chart.slots(condition)
          return slots.contains(Slot.now) || slots.contains { (4000..<5000).contains($0) }
        }
    }
  }
}
