internal import CEL
internal import Statecharts
internal import YAMLTree

/// Finds `timer-may-strand`: the only way out of a state is a timer that may never fire.
struct StrandingTimers {
  let chart: Chart

  func run() {
    let machine = chart.machine
    var told: Set<Int> = []
    for state in machine.states.indices
    where machine.states[state].kind == .atomic && chart.reached.contains(state) && !hasOtherWay(state) {
      let timers = chart.path(state).flatMap { machine.states[$0].timers }.filter { leads($0, out: state) }
      guard !timers.isEmpty, timers.allSatisfy({ weakness($0) != nil }) else { continue }
      guard let timer = timers.first, told.insert(timer).inserted, let weakness = weakness(timer) else { continue }
      chart.report.error(
        "timer-may-strand", at: chart.place(ofTimer: timer),
        "'\(machine.states[state].name)' has no other way out, and this timer \(weakness.why)", cure: weakness.cure)
    }
  }

  /// True if a step, an `always` or an event leads out of the state, or if the state may be occupied for ever.
  private func hasOtherWay(_ state: Int) -> Bool {
    let machine = chart.machine
    return chart.path(state).contains { around in
      let node = machine.states[around]
      if node.rest != .no || !node.invokes.isEmpty || !node.machines.isEmpty || !node.always.isEmpty { return true }
      return node.handlers.contains { event, candidates in
        machine.declarations[event] != nil && chart.winning(candidates).contains { chart.leaves(state, $0) }
      }
    }
  }

  private func leads(_ timer: Int, out state: Int) -> Bool {
    let definition = chart.machine.timers[timer]
    return chart.machine.states[definition.state].handlers[definition.event]?
      .contains { chart.leaves(state, $0) } ?? false
  }

  private func weakness(_ timer: Int) -> (why: String, cure: String)? {
    let machine = chart.machine
    let definition = machine.timers[timer]
    // A repeated timer has another chance, and one that cannot be armed raises an incident at run time.
    guard case .at = definition.when else { return nil }
    let candidates = machine.states[definition.state].handlers[definition.event] ?? []
    if !candidates.contains(where: chart.isAlways) {
      return (
        "does nothing when its guard fails at its instant", "a last candidate without a guard under 'do', or rest: view"
      )
    }
    if definition.past == .skip {
      return ("is skipped when its instant is past on entry", "past: fire")
    }
    if case .always = definition.late { return nil }
    if machine.states[definition.state].handlers[definition.missed] != nil { return nil }
    return ("is missed after a long outage", "late: always, or onMissed: …")
  }
}
