internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowScenarios

/// Writes a path as a scenario that `workflows test` replays: it fails as long as the definition lets the violation
/// happen.
struct ScenarioText {
  let model: FamilyModel
  let violation: Violation
  let path: [ProofMove]

  func text(name: String) -> String {
    var lines = [
      "# Written by 'magnetiqctl workflows prove'. \(oneLine(violation.message)).",
      "# It fails as long as the definitions let this happen.",
      "scenario: \(quoted(name))",
      "given:",
      "  workflow: \(model.bundle.root.name)",
      "  at: \(model.start.at)",
      "  input: \(quoted(model.start.input))",
    ]
    if model.start.params.mapValue?.isEmpty == false { lines.append("  params: \(quoted(model.start.params))") }
    let steps = answers
    if !steps.isEmpty { lines += ["  steps:"] + steps.map { "    \($0)" } }
    lines.append("story:")
    lines += story
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Steps

  /// Steps whose outcome the path decides are silent until it does.
  private var answers: [String] {
    var types: [String: StepDefinition] = [:]
    for machine in model.bundle.machines {
      for step in machine.steps where step.stepClass != StepClass.human.rawValue { types[step.step] = step }
    }
    return types.keys.sorted().map { type in
      if model.relevance.exploredSteps.contains(type) { return "\(type): silent" }
      let known = model.repertoire.answers[type]?.first { $0.kind == .done }
      let reply =
        known?.data(for: .map(ValueMap()), key: "", now: model.start.at)
        ?? Representatives.first(of: .object(model.catalogue[type]?.returns ?? []), now: model.start.at)
      let done = "{done: \(quoted(reply))}"
      // Calls of which a condition asks whether they run are answered by the story, the others at once.
      let calls = calls(of: type)
      guard calls.contains(where: \.isFollowed) else { return "\(type): \(done)" }
      return "\(type): [\((calls.map { $0.isFollowed ? "silent" : done } + [done]).joined(separator: ", "))]"
    }
  }

  /// All calls of a type on the path.
  private func calls(of type: String) -> [FamilyModel.Call] {
    var result = model.begin()?.calls ?? []
    for (move, state) in zip(path, states) { result += model.apply(move, to: state).calls }
    return result.filter { $0.type == type }
  }

  /// The states before each move, and the one before the violation.
  private var states: [ProofState] {
    guard let beginning = model.begin() else { return [] }
    var result = [beginning.state]
    for move in path.dropLast() { result.append(model.apply(move, to: result[result.count - 1]).state) }
    return result
  }

  // MARK: Story

  private var story: [String] {
    let states = states
    guard let last = path.last, let before = states.last else {
      return ["  - when: {start: true}", "    then: \(expectation(model.begin()))"]
    }
    var lines = ["  - when: {start: true}"]
    for (index, (move, state)) in zip(path, states).enumerated() {
      lines.append("  - when: \(text(move, at: state.now))")
      if index < path.count - 1, let reply = model.apply(move, to: state).reply {
        lines.append("    then: {reply: \(reply), steps: any, tasks: any, postings: any, incidents: any}")
      }
    }
    lines.append("    then: \(expectation(model.apply(last, to: before)))")
    return lines
  }

  private func text(_ move: ProofMove, at now: Instant) -> String {
    switch move {
    case .event(let event):
      let data = event.data.mapValue?.isEmpty == false ? ", data: \(quoted(event.data))" : ""
      return "{event: \(event.name), by: \(event.role)\(data)}"
    case .webhook(let webhook):
      return "{webhook: \(webhook.source)/\(webhook.type), body: \(quoted(webhook.body))}"
    case .answer(let step, let answer):
      switch answer {
      case .done(let data): return "{step: \(step), done: \(quoted(data))}"
      case .accepted(let data): return "{step: \(step), accepted: \(quoted(data))}"
      case .failed(let code): return "{step: \(step), failed: \(code)}"
      case .again: return "{step: \(step), retry: unavailable}"
      }
    case .task(let id, let data):
      return data.map { "{task: \(quoted(id)), done: \(quoted($0))}" } ?? "{task: \(quoted(id)), declined: refused}"
    case .advance(let instant): return "{until: \(max(instant, now))}"
    case .away(let instant): return "{down: \(max(.zero, instant.duration(since: now)).iso8601)}"
    }
  }

  /// Everything that happened otherwise is allowed, and the violation is not.
  private func expectation(_ consequence: FamilyModel.Consequence?) -> String {
    let reply = consequence?.reply.map { "reply: \($0), " } ?? ""
    let alarms = "[\((consequence?.alarms ?? []).map(quoted).joined(separator: ", "))]"
    switch violation.kind {
    case .invariant, .stops, .stranded:
      return "{\(reply)steps: any, tasks: any, postings: any, incidents: \(alarms)}"
    case .moneyHeld:
      let settled = quoted("balance('\(violation.name)') == 0")
      return "{\(reply)steps: any, tasks: any, postings: any, incidents: any, assert: \(settled)}"
    case .keyReused:
      let others = (consequence?.calls ?? []).map(\.type).filter { $0 != violation.name }
      return "{\(reply)steps: [\(others.joined(separator: ", "))], tasks: any, postings: any, incidents: any}"
    }
  }

  // MARK: Values

  /// JSON is YAML. What looks like an expression is text.
  private func quoted(_ value: Value) -> String {
    JSON.text(value).split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$${")
  }

  private func quoted(_ text: String) -> String { quoted(.string(text)) }

  private func oneLine(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }
}
