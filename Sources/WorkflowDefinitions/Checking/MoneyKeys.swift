internal import CEL
internal import Statecharts
internal import YAMLTree

/// Finds `constant-money-key`: a money step that can start again after it was done, under the same key. The provider
/// would replay the reply to the first request, and no money would move.
struct MoneyKeys {
  let chart: Chart
  let fields: [Bundle.ViewField]
  let charts: [Chart]

  func run() {
    for (index, step) in chart.machine.steps.enumerated() where step.stepClass == "money" {
      guard let owner = step.owner, chart.reached.contains(owner), !varies(step.key, chart, depth: 0),
        comesBack(to: owner, from: step)
      else { continue }
      chart.report.error(
        "constant-money-key", at: chart.reading.places.steps[index] ?? chart.name(of: owner),
        "'\(chart.machine.states[owner].name)' can be entered again after '\(step.step)' was done, and its key is the "
          + "same each time: the provider would repeat its first answer and move nothing",
        cure: "add what differs: key: \"…/${entries}\", or a counter of the context")
    }
  }

  /// Whether the owner can be entered again after a result of the step.
  private func comesBack(to owner: Int, from step: StepDefinition) -> Bool {
    let machine = chart.machine
    // A transition may start its step again as soon as it is done, if that leads nowhere else.
    if step.isOfTransition,
      machine.states[owner].handlers[step.done]?.contains(where: { !chart.leaves(owner, $0) }) ?? true
    {
      return true
    }
    var seen: Set<Int> = []
    var work: [Int] = []
    func follow(_ candidates: [Int]) {
      for candidate in chart.winning(candidates) {
        for outcome in chart.outcomes(of: candidate) { work += machine.transitions[outcome].targets }
      }
    }
    for event in [step.done, step.accepted] { follow(machine.states[owner].handlers[event] ?? []) }
    while let target = work.popLast() {
      for state in chart.entered(with: target) where seen.insert(state).inserted {
        if state == owner { return true }
        for (_, candidates) in chart.handlers(of: state) { follow(candidates) }
      }
    }
    return false
  }

  private func varies(_ key: DataExpression, _ chart: Chart, depth: Int) -> Bool {
    key.programs.contains { program in
      !chart.hostCalls(program).isEmpty || chart.slots(program).contains { varies($0, chart, depth: depth) }
    }
  }

  private func varies(_ slot: Int, _ chart: Chart, depth: Int) -> Bool {
    switch slot {
    case Slot.familyKey, Slot.currency, 2000..<4000, 6000..<7000: return false
    case 1000..<2000: return Effects(of: chart.allActions).assigned.contains(slot - Slot.context(0))
    case 4000..<5000:
      let field = slot - Slot.view(0)
      guard depth < 8, fields.indices.contains(field) else { return true }
      let owner = charts[fields[field].owner]
      if owner.machine.states.contains(where: { state in state.view.contains { $0.field == field } }) { return true }
      guard let value = owner.machine.viewValues.first(where: { $0.field == field })?.value else { return false }
      return varies(value, owner, depth: depth + 1)
    default: return true
    }
  }
}
