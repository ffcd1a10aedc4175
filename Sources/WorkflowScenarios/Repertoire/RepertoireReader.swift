internal import CEL
internal import CivilTime
internal import Statecharts
internal import YAMLTree

/// Collects the repertoire of scenarios. What depends on how far a family has come cannot be evaluated here and is left
/// out.
struct RepertoireReader {
  let bundle: Bundle
  private var found = Repertoire()
  /// How many scenarios have a beginning.
  private var counts: [Repertoire.Start: Int] = [:]
  private var events: Set<Repertoire.PartyEvent> = []
  private var webhooks: Set<Repertoire.Webhook> = []
  /// The written answers, which stand in shared settings that every scenario includes.
  private var answers: Set<String> = []
  private var tasks: [String: Set<Value>] = [:]

  init(bundle: Bundle) { self.bundle = bundle }

  /// Everything that was read; beginnings that more scenarios have come first.
  var repertoire: Repertoire {
    var result = found
    result.starts = found.starts.enumerated().sorted { a, b in
      let (x, y) = (counts[a.element] ?? 0, counts[b.element] ?? 0)
      return x == y ? a.offset < b.offset : x > y
    }.map(\.element)
    return result
  }

  /// The names in scope while one scenario is read.
  private struct Reading {
    let scenario: Scenario
    var scope: ScenarioScope
  }

  mutating func read(_ scenario: Scenario) {
    let scope = ScenarioScope(now: scenario.at)
    guard let input = try? plain(scenario.input.evaluate(scope)),
      let params = try? plain(scenario.params.evaluate(scope))
    else { return }
    let start = Repertoire.Start(at: scenario.at, input: input, params: params)
    if counts[start] == nil { found.starts.append(start) }
    counts[start, default: 0] += 1
    var reading = Reading(scenario: scenario, scope: scope)
    reading.scope.input = (try? bundle.inputType.withoutPersonal.decode(input)) ?? input
    reading.scope.reference = reference(start)
    for (step, list) in scenario.answers.sorted(by: { $0.key < $1.key }) {
      for answer in list { add(answer, of: step, reading) }
    }
    for move in scenario.from { add(move, reading, depth: 0) }
    for beat in scenario.story { for move in beat.moves { add(move, reading, depth: 0) } }
    for act in scenario.acts.sorted(by: { $0.key < $1.key }) {
      var inner = reading
      guard let defaults = try? act.value.defaults.evaluate(reading.scope) else { continue }
      inner.scope.with = defaults
      for move in act.value.moves { add(move, inner, depth: 1) }
    }
  }

  private func reference(_ start: Repertoire.Start) -> String {
    guard let typed = try? bundle.inputType.withoutPersonal.decode(start.input),
      let family = try? bundle.initialSnapshot(
        key: "", input: typed, params: bundle.params.map(\.value), now: start.at)
    else { return "" }
    return (try? bundle.key(of: family, now: start.at)) ?? ""
  }

  private mutating func add(_ move: Move, _ reading: Reading, depth: Int) {
    switch move.kind {
    case .event(let name, let role, let data):
      guard let data = try? plain(data.evaluate(reading.scope)) else { return }
      let event = Repertoire.PartyEvent(name: name, role: role, data: data)
      if events.insert(event).inserted { found.events.append(event) }
    case .webhook(let source, let type, let body):
      guard let body = try? plain(body.evaluate(reading.scope)) else { return }
      let webhook = Repertoire.Webhook(source: source, type: type, body: body)
      if webhooks.insert(webhook).inserted { found.webhooks.append(webhook) }
    case .answer(let step, let answer): add(answer, of: step, reading)
    case .task(let id, let done):
      guard let data = try? plain(done.evaluate(reading.scope)) else { return }
      if tasks[id, default: []].insert(data).inserted { found.tasks[id, default: []].append(data) }
    case .down(_, let meanwhile): for move in meanwhile { add(move, reading, depth: depth) }
    case .act(let name, let with):
      guard depth < 8, let act = reading.scenario.acts[name], let given = try? with.evaluate(reading.scope),
        var parameters = (try? act.defaults.evaluate(reading.scope))?.mapValue
      else { return }
      for entry in given.mapValue?.entries ?? [] { parameters[entry.key.stringValue ?? ""] = entry.value }
      var inner = reading
      inner.scope.with = .map(parameters)
      for move in act.moves { add(move, inner, depth: depth + 1) }
    case .start, .after, .until, .decline, .incident, .retry: return
    }
  }

  private mutating func add(_ answer: Answer, of step: String, _ reading: Reading) {
    let kind: Repertoire.StepAnswer.Kind
    var data = DataExpression.map([])
    switch answer.kind {
    case .done(let given): (kind, data) = (.done, given)
    case .unknown(.found(let given)): (kind, data) = (.done, given)
    case .accepted(let given): (kind, data) = (.accepted, given)
    case .failed(let code, _): kind = .failed(code: code)
    case .retry, .unknown, .silent: return
    }
    guard answers.insert("\(answer.place.file):\(answer.place.line):\(answer.place.column) \(step)").inserted else {
      return
    }
    found.answers[step, default: []].append(
      Repertoire.StepAnswer(
        kind: kind, data: data, input: reading.scope.input, reference: reading.scope.reference))
  }
}
