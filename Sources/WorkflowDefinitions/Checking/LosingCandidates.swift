internal import CEL
internal import Statecharts
internal import YAMLTree

/// Finds transitions that can never be taken: `guard-always-false`, `candidate-never-wins`, `handler-never-wins`.
struct LosingCandidates {
  let chart: Chart

  /// A pattern (`payment.*`) is read once for each event, and a named action once for each use. A place in the text is
  /// reported only if it can never be taken in any of these readings.
  private struct Tally {
    var all: [Key: Int] = [:]
    var lost: [Key: (count: Int, transition: Int, text: String)] = [:]
  }

  private struct Key: Hashable {
    let file: String
    let line: Int
    let column: Int
  }

  func run() {
    guards()
    candidates()
    handlers()
  }

  private func guards() {
    tell("guard-always-false", cure: "correct the guard, or remove the candidate") { index in
      let transition = chart.machine.transitions[index]
      guard let condition = transition.guard, chart.isNever(index), !isTimer(transition) else { return nil }
      let place = transition.source == 0 ? "" : " in '\(chart.machine.states[transition.source].name)'"
      return "the guard '\(condition.source)' can never hold\(place)"
    }
  }

  /// A timer whose candidates can never be taken has a finding of its own.
  private func isTimer(_ transition: Transition) -> Bool {
    guard let timer = chart.machine.timers.first(where: { $0.event == transition.event }) else { return false }
    return (chart.machine.states[timer.state].handlers[timer.event] ?? []).allSatisfy(chart.isNever)
  }

  private func candidates() {
    var lost: [Int: String] = [:]
    for state in chart.machine.states.indices {
      for (_, candidates) in chart.handlers(of: state) {
        guard let winner = candidates.firstIndex(where: chart.isAlways) else { continue }
        let line = chart.place(ofTransition: candidates[winner]).line
        for later in candidates[(winner + 1)...] {
          lost[later] = "never taken: the candidate before it, in line \(line), always is"
        }
      }
    }
    tell("candidate-never-wins", cure: "put the candidate without a guard last") { lost[$0] }
  }

  /// Finds handlers of an outer state for an event that every inner state handles itself.
  private func handlers() {
    let machine = chart.machine
    var lost: [Int: String] = [:]
    for state in machine.states.indices where !machine.states[state].children.isEmpty && chart.reached.contains(state) {
      let atoms = machine.states.indices.filter {
        machine.states[$0].isAtomic && chart.isInside($0, state) && chart.reached.contains($0)
      }
      for (event, candidates) in chart.handlers(of: state) {
        let isHidden = atoms.allSatisfy { atom in
          chart.path(atom).prefix { $0 != state }.contains { inner in
            chart.handlers(of: inner).contains { $0.event == event && $0.candidates.contains(where: chart.isAlways) }
          }
        }
        guard isHidden, !atoms.isEmpty else { continue }
        let name = event.map { "'\(machine.eventNames[$0])'" } ?? "'always'"
        for candidate in candidates {
          lost[candidate] = "never taken: every state inside '\(machine.states[state].name)' handles \(name) itself"
        }
      }
    }
    tell("handler-never-wins", cure: "remove it, or give the inner transitions guards") { lost[$0] }
  }

  /// Adds one finding for each place none of whose transitions can be taken.
  private func tell(_ code: String, cure: String, _ reason: (Int) -> String?) {
    var tally = Tally()
    for index in chart.machine.transitions.indices {
      let place = chart.place(ofTransition: index)
      let key = Key(file: place.file, line: place.line, column: place.column)
      tally.all[key, default: 0] += 1
      if let text = reason(index) { tally.lost[key] = ((tally.lost[key]?.count ?? 0) + 1, index, text) }
    }
    let lost = tally.lost.filter { tally.all[$0.key] == $0.value.count }.values
    for entry in lost.sorted(by: { $0.transition < $1.transition }) {
      let place = chart.place(ofTransition: entry.transition)
      let guarded = code == "guard-always-false" ? place["guard"] : nil
      chart.report.error(code, at: guarded ?? place, entry.text, cure: cure)
    }
  }
}

/// Finds start rules behind one that always applies: `candidate-never-wins`.
struct LosingStartRules {
  let startRules: [Node]
  let report: Report

  func run() {
    guard let winner = startRules.firstIndex(where: { $0["guard"] == nil }) else { return }
    for later in startRules[(winner + 1)...] {
      report.error(
        "candidate-never-wins", at: later,
        "never taken: the entry before it, in line \(startRules[winner].line), always is",
        cure: "put the entry without a guard last")
    }
  }
}
