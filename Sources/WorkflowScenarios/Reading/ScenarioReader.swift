internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// Reads one scenario file: everything in it is checked against the bundle before anything runs.
final class ScenarioReader {
  let bundles: [Bundle]
  let catalogue: [String: StepDeclaration]
  let zones: any ZoneSource
  let report: Report
  let expressions: ExpressionReader
  /// Of the scenario under way.
  var bundle: Bundle
  var names: Names
  /// Events that a party may send, by name, and the types of webhooks that are heard.
  var parties: [String: EventDeclaration] = [:]
  var webhooks: Set<String> = []
  /// Acts that mean the same in every scenario of a bundle, by bundle and place.
  private var known: [String: Act] = [:]
  var settings = ScenarioSettings()
  /// It was told of this file that nothing says when its scenarios begin.
  private var isTimeless = false

  static let scenarioKeys = ["scenario", "given", "story"]
  static let fileKeys = ["include", "given", "acts", "lists", "scenarios", "scenario", "story"]
  static let givenKeys = ["workflow", "at", "input", "params", "steps", "from"]

  init(bundles: [Bundle], catalogue: [StepDeclaration], zones: any ZoneSource, report: Report) {
    self.bundles = bundles
    self.catalogue = Dictionary(catalogue.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.zones = zones
    self.report = report
    expressions = ExpressionReader(report: report)
    bundle = bundles[0]
    names = Names(environment: ScenarioSlot.environment(bundles[0], zones: zones))
  }

  /// The scenarios of a file; none if it is only there to be included.
  func read(_ file: Node, of documents: [String: Node]) -> [Scenario] {
    isTimeless = false
    guard report.checkKeys(file, Self.fileKeys, of: "a scenario file") else { return [] }
    var shared = ScenarioSettings()
    for item in file["include"]?.items ?? file["include"].map({ [$0] }) ?? [] {
      guard let included = documents[item.text ?? ""] else {
        report.error(
          "missing-include", at: item, "there is no file '\(item.text ?? "")'",
          cure: NearestName.cure(item.text ?? "", among: documents.keys.sorted())
            ?? "add it to the scenarios' folder, or take it out")
        continue
      }
      shared.add(included, given: included["given"])
    }
    if let entries = file["scenarios"] {
      shared.add(file, given: file["given"])
      guard let items = entries.items else {
        report.error(
          "wrong-kind", at: entries, "scenarios is \(entries.kind), not a list", cure: "- scenario: its name")
        return []
      }
      return items.compactMap { item in
        report.checkKeys(item, Self.scenarioKeys, of: "a scenario") ? scenario(item, shared) : nil
      }
    }
    if file["scenario"] == nil, file["story"] == nil { return [] }
    shared.add(file, given: nil)
    return scenario(file, shared).map { [$0] } ?? []
  }

  private func scenario(_ node: Node, _ shared: ScenarioSettings) -> Scenario? {
    guard let name = node["scenario"]?.text, let story = node["story"] else {
      let key = node["scenario"] == nil ? "scenario" : "story"
      report.error(
        "missing-key", at: node, key == "scenario" ? "a scenario needs a name" : "a scenario needs its 'story'",
        cure: key == "scenario" ? "scenario: the client pays too late" : "story: [{when: …, then: …}]")
      return nil
    }
    settings = shared
    settings.add(nil, given: node["given"])
    var isKnown = true
    for given in settings.given where !report.checkKeys(given, Self.givenKeys, of: "given") { isKnown = false }
    guard isKnown, let index = chooseBundle(at: node) else { return nil }
    if parties.isEmpty || bundle.root.name != bundles[index].root.name { use(bundles[index]) }
    // Told once for what several scenarios share.
    if settings["at"] == nil, !isTimeless {
      report.error(
        "missing-key", at: node, "nothing says when '\(name)' begins", cure: "given: {at: 2027-03-01T09:00:00Z}")
      isTimeless = true
    }
    guard let at = settings["at"].flatMap({ instant($0) }) else { return nil }
    settings["input"].map(checkInput)
    let beats = (story.items ?? [story]).compactMap(beat)
    return Scenario(
      name: name, file: node.file, line: node.line, bundle: index, at: at,
      input: settings["input"].flatMap { expressions.data($0, names) } ?? .map([]),
      params: settings["params"].flatMap { params($0) } ?? .map([]), answers: answers(settings["steps"]),
      acts: acts(), lists: lists(), from: moves(settings["from"]), story: beats)
  }

  private func use(_ bundle: Bundle) {
    self.bundle = bundle
    names = Names(environment: ScenarioSlot.environment(bundle, zones: zones))
    parties = [:]
    webhooks = []
    for machine in bundle.machines {
      for index in machine.declarations.keys.sorted() {
        guard let declaration = machine.declarations[index] else { continue }
        webhooks.formUnion(declaration.from)
        if !declaration.by.isEmpty, parties[declaration.name] == nil { parties[declaration.name] = declaration }
      }
    }
  }

  private func chooseBundle(at node: Node) -> Int? {
    guard let workflow = settings["workflow"] else {
      if bundles.count == 1 { return 0 }
      report.error(
        "missing-key", at: node, "several root workflows: which one?",
        cure: "given: {workflow: \(bundles[0].root.name)}")
      return nil
    }
    if let index = bundles.firstIndex(where: { $0.root.name == workflow.text }) { return index }
    unknown("unknown-workflow", "workflow", workflow, bundles.map(\.root.name))
    return nil
  }

  private func params(_ node: Node) -> DataExpression? {
    for entry in node.entries ?? [] where !bundle.params.contains(where: { $0.name == entry.key.text }) {
      unknown("unknown-field", "parameter", entry.key, bundle.params.map(\.name))
    }
    for entry in node.entries ?? [] {
      guard let parameter = bundle.params.first(where: { $0.name == entry.key.text }) else { continue }
      _ = expressions.data(entry.value, names, expecting: parameter.type)
    }
    return expressions.data(node, names)
  }

  private func beat(_ node: Node) -> Scenario.Beat? {
    guard report.checkKeys(node, ["when", "then"], of: "an entry of a story") else { return nil }
    guard let when = node["when"] else {
      report.error("missing-key", at: node, "an entry of a story needs 'when'", cure: "when: {after: PT1H}")
      return nil
    }
    return Scenario.Beat(moves: moves(when), then: node["then"].map(expectation), place: node)
  }

  private func acts() -> [String: Act] {
    var result: [String: Act] = [:]
    for entry in settings.acts {
      guard let name = entry.key.text else { continue }
      if Self.moveKeys.contains(name) {
        report.error("reserved-name", at: entry.key, "'\(name)' is a move of its own", cure: "choose another name")
      }
      let body: Node
      if entry.value["do"] != nil {
        report.checkKeys(entry.value, ["with", "do"], of: "an act")
        body = entry.value["do"]!
      } else {
        body = entry.value
      }
      let place = "\(bundle.root.name) \(entry.key.file):\(entry.key.line):\(entry.key.column)"
      if let act = known[place] {
        result[name] = act
        continue
      }
      let defaults = entry.value["do"] == nil ? nil : entry.value["with"]
      let act = Act(defaults: defaults.flatMap { expressions.data($0, names) } ?? .map([]), moves: moves(body))
      result[name] = act
      // A start's input lies over what is given to the scenario.
      if !startsWithInput(body) { known[place] = act }
    }
    circles(result)
    return result
  }

  /// Acts that call each other without an end.
  private func circles(_ acts: [String: Act]) {
    func called(by act: Act) -> [String] {
      act.moves.flatMap { move -> [String] in
        switch move.kind {
        case .act(let name, _): [name]
        case .down(_, let meanwhile):
          meanwhile.compactMap { if case .act(let name, _) = $0.kind { name } else { nil } }
        default: []
        }
      }
    }
    for entry in settings.acts {
      guard let name = entry.key.text, let act = acts[name] else { continue }
      var reached: Set<String> = []
      var work = called(by: act)
      while let next = work.popLast() {
        if reached.insert(next).inserted { work += acts[next].map(called) ?? [] }
      }
      if reached.contains(name) {
        report.error("act-circle", at: entry.key, "act '\(name)' calls itself", cure: "a move instead: {event: …}")
      }
    }
  }

  private func startsWithInput(_ node: Node) -> Bool {
    if let items = node.items { return items.contains(where: startsWithInput) }
    return node["start"]?.entries != nil || node["meanwhile"].map(startsWithInput) ?? false
  }

  private func lists() -> [NamedList] {
    settings.lists.compactMap { entry in
      report.checkKeys(entry.value, ["step", "item"], of: "a list")
      guard let step = entry.value["step"], let item = entry.value["item"] else {
        report.error(
          "missing-key", at: entry.value, "a list needs 'step' and 'item'",
          cure: "{step: email.send, item: \"${request.template}\"}")
        return nil
      }
      if declaration(step) == nil { return nil }
      return expressions.data(item, names).map {
        NamedList(name: entry.key.text ?? "", step: step.text ?? "", item: $0)
      }
    }
  }

  /// The step of that name, or a finding.
  func declaration(_ node: Node) -> StepDeclaration? {
    if let found = catalogue[node.text ?? ""] { return found }
    unknown("unknown-step", "step", node, catalogue.keys.sorted())
    return nil
  }

  func unknown(_ code: String, _ what: String, _ node: Node, _ known: [String]) {
    let name = node.text ?? ""
    report.error(
      code, at: node, "there is no \(what) '\(name)'",
      cure: NearestName.cure(name, among: known) ?? Self.list(known))
  }

  /// What there is instead, each once.
  static func list(_ known: [String]) -> String {
    var seen: Set<String> = []
    let names = known.filter { seen.insert($0).inserted }
    return names.isEmpty ? "there are none" : "known: \(names.joined(separator: ", "))"
  }

  func instant(_ node: Node) -> Instant? {
    do {
      return try Instant.parse(node.text ?? "")
    } catch {
      report.error("bad-time", at: node, "'\(node.text ?? "")' is not an instant", cure: "2027-03-01T09:00:00Z")
      return nil
    }
  }

  func duration(_ node: Node) -> Duration? {
    do {
      return try Duration.parse(iso8601: node.text ?? "")
    } catch {
      report.error("bad-duration", at: node, "'\(node.text ?? "")' is not a duration", cure: "PT15M, P1D, PT36H")
      return nil
    }
  }

  /// An instant, a duration from now on, or CEL.
  func moment(_ node: Node) -> Moment? {
    let text = node.text ?? ""
    if let instant = try? Instant.parse(text) { return .instant(instant) }
    if text.hasPrefix("P"), let duration = try? Duration.parse(iso8601: text) { return .duration(duration) }
    // No expression begins with a date.
    if text.prefix(5).allSatisfy({ $0.isNumber || $0 == "-" }), text.prefix(5).hasSuffix("-") {
      _ = instant(node)
      return nil
    }
    return expressions.program(node, names, expecting: .timestamp).map { .program($0) }
  }
}

/// What is given to a scenario: by the files that it includes, by its file, by itself; the later wins.
struct ScenarioSettings {
  var given: [Node] = []
  var acts: [(key: Node, value: Node)] = []
  var lists: [(key: Node, value: Node)] = []

  mutating func add(_ file: Node?, given node: Node?) {
    if let node { given.append(node) }
    for entry in file?["acts"]?.entries ?? [] {
      acts.removeAll { $0.key.text == entry.key.text }
      acts.append(entry)
    }
    for entry in file?["lists"]?.entries ?? [] {
      lists.removeAll { $0.key.text == entry.key.text }
      lists.append(entry)
    }
  }

  /// Merged: mappings key by key, everything else replaced.
  subscript(key: String) -> Node? {
    given.compactMap { $0[key] }.reduce(nil) { base, node in
      base.map { $0.merged(with: node, isDeep: key == "input") } ?? node
    }
  }
}

extension Node {
  /// With the other's entries over its own; `isDeep`: the entries of their entries too.
  func merged(with other: Node, isDeep: Bool) -> Node {
    guard let mine = entries, let theirs = other.entries else { return other }
    var result = mine
    for entry in theirs {
      if let index = result.firstIndex(where: { $0.key.text == entry.key.text }) {
        result[index] = (
          entry.key, isDeep ? result[index].value.merged(with: entry.value, isDeep: true) : entry.value
        )
      } else {
        result.append(entry)
      }
    }
    return Node(content: .mapping(result), file: other.file, line: other.line, column: other.column)
  }
}
