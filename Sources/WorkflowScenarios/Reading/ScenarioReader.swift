internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// Reads scenario files and checks them against the bundle before anything runs.
final class ScenarioReader {
  private let vocabularies: [BundleVocabulary]
  private let catalogue: [String: StepDeclaration]
  private let report: Report
  private let expressions: ExpressionReader
  /// Acts that mean the same in every scenario of a bundle, by bundle and place.
  private var acts: [String: Act] = [:]
  /// True once it was reported that the file gives no time for the beginning of its scenarios.
  private var isTimeless = false

  private static let scenarioKeys = ["scenario", "given", "story"]
  private static let fileKeys = ["include", "given", "acts", "lists", "scenarios", "scenario", "story"]
  private static let givenKeys = ["workflow", "at", "input", "params", "steps", "from"]

  init(bundles: [Bundle], catalogue: [StepDeclaration], zones: any ZoneSource, report: Report) {
    vocabularies = bundles.map { BundleVocabulary($0, zones: zones) }
    self.catalogue = Dictionary(catalogue.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.report = report
    expressions = ExpressionReader(report: report)
  }

  /// The scenarios of a file; none if the file only serves to be included.
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
    var settings = shared
    settings.add(nil, given: node["given"])
    var isKnown = true
    for given in settings.given where !report.checkKeys(given, Self.givenKeys, of: "given") { isKnown = false }
    guard isKnown, let index = chooseBundle(settings, at: node) else { return nil }
    let context = context(vocabularies[index], settings)
    // Reported once for settings that several scenarios share.
    if settings["at"] == nil, !isTimeless {
      report.error(
        "missing-key", at: node, "nothing says when '\(name)' begins", cure: "given: {at: 2027-03-01T09:00:00Z}")
      isTimeless = true
    }
    guard let at = settings["at"].flatMap(context.instant) else { return nil }
    settings["input"].map(context.checkInput)
    let beats = (story.items ?? [story]).compactMap { beat($0, context) }
    return Scenario(
      name: name, file: node.file, line: node.line, bundle: index, at: at,
      input: settings["input"].flatMap(context.value) ?? .map([]),
      params: settings["params"].flatMap { params($0, context) } ?? .map([]),
      answers: AnswerReader(context: context).read(settings["steps"]),
      acts: ActReader(context: context).read(known: &acts), lists: lists(context),
      from: MoveReader(context: context).read(settings["from"]), story: beats)
  }

  private func context(_ vocabulary: BundleVocabulary, _ settings: ScenarioSettings) -> ScenarioContext {
    ScenarioContext(
      report: report, expressions: expressions, catalogue: catalogue, vocabulary: vocabulary, settings: settings)
  }

  private func chooseBundle(_ settings: ScenarioSettings, at node: Node) -> Int? {
    guard let workflow = settings["workflow"] else {
      if vocabularies.count == 1 { return 0 }
      report.error(
        "missing-key", at: node, "several root workflows: which one?",
        cure: "given: {workflow: \(vocabularies[0].bundle.root.name)}")
      return nil
    }
    if let index = vocabularies.firstIndex(where: { $0.bundle.root.name == workflow.text }) { return index }
    context(vocabularies[0], settings)
      .unknown("unknown-workflow", "workflow", workflow, vocabularies.map(\.bundle.root.name))
    return nil
  }

  private func params(_ node: Node, _ context: ScenarioContext) -> DataExpression? {
    for entry in node.entries ?? [] where !context.bundle.params.contains(where: { $0.name == entry.key.text }) {
      context.unknown("unknown-field", "parameter", entry.key, context.bundle.params.map(\.name))
    }
    for entry in node.entries ?? [] {
      guard let parameter = context.bundle.params.first(where: { $0.name == entry.key.text }) else { continue }
      _ = context.expressions.data(entry.value, context.names, expecting: parameter.type)
    }
    return context.value(node)
  }

  private func beat(_ node: Node, _ context: ScenarioContext) -> Scenario.Beat? {
    guard report.checkKeys(node, ["when", "then"], of: "an entry of a story") else { return nil }
    guard let when = node["when"] else {
      report.error("missing-key", at: node, "an entry of a story needs 'when'", cure: "when: {after: PT1H}")
      return nil
    }
    return Scenario.Beat(
      moves: MoveReader(context: context).read(when), then: node["then"].map(ExpectationReader(context: context).read),
      place: node)
  }

  private func lists(_ context: ScenarioContext) -> [NamedList] {
    context.settings.lists.compactMap { entry in
      report.checkKeys(entry.value, ["step", "item"], of: "a list")
      guard let step = entry.value["step"], let item = entry.value["item"] else {
        report.error(
          "missing-key", at: entry.value, "a list needs 'step' and 'item'",
          cure: "{step: email.send, item: \"${request.template}\"}")
        return nil
      }
      if context.declaration(step) == nil { return nil }
      return context.value(item).map {
        NamedList(name: entry.key.text ?? "", step: step.text ?? "", item: $0)
      }
    }
  }
}
