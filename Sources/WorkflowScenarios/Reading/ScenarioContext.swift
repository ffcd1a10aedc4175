internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// The state that all readers of one scenario share.
struct ScenarioContext {
  let report: Report
  let expressions: ExpressionReader
  let catalogue: [String: StepDeclaration]
  let vocabulary: BundleVocabulary
  let settings: ScenarioSettings
  var bundle: Bundle { vocabulary.bundle }
  var names: Names { vocabulary.names }

  func value(_ node: Node) -> DataExpression? { expressions.data(node, names) }

  /// The step of that name; nil with a finding if there is none.
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

  /// The known names as text, each once.
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

  func duration(_ node: Node) -> Duration? { DurationReader(report: report).duration(node) }

  /// Reads an instant, a duration from now, or CEL.
  func moment(_ node: Node) -> Moment? {
    let text = node.text ?? ""
    if let instant = try? Instant.parse(text) { return .instant(instant) }
    if text.hasPrefix("P"), let duration = try? Duration.parse(iso8601: text) { return .duration(duration) }
    // An expression never begins with a date.
    if text.prefix(5).allSatisfy({ $0.isNumber || $0 == "-" }), text.prefix(5).hasSuffix("-") {
      _ = instant(node)
      return nil
    }
    return expressions.program(node, names, expecting: .timestamp).map { .program($0) }
  }

  /// Checks the given input against the workflow's declaration. Missing fields are allowed, because a start may add
  /// them.
  func checkInput(_ node: Node) {
    guard node.entries != nil else {
      report.error("wrong-kind", at: node, "input is \(node.kind), not a mapping", cure: "{reference: …}")
      return
    }
    _ = expressions.data(node, names, expecting: bundle.inputType.withoutPersonal.partial)
  }
}

/// The names that the scenarios of a bundle may use.
struct BundleVocabulary {
  let bundle: Bundle
  let names: Names
  /// The events that a party may send, by name.
  private(set) var parties: [String: EventDeclaration] = [:]
  /// The types of webhooks that definitions handle, `source/type`.
  private(set) var webhooks: Set<String> = []

  init(_ bundle: Bundle, zones: any ZoneSource) {
    self.bundle = bundle
    names = Names(environment: ScenarioSlot.environment(bundle, zones: zones))
    for machine in bundle.machines {
      for index in machine.declarations.keys.sorted() {
        guard let declaration = machine.declarations[index] else { continue }
        webhooks.formUnion(declaration.from)
        if !declaration.by.isEmpty, parties[declaration.name] == nil { parties[declaration.name] = declaration }
      }
    }
  }
}

extension CELType {
  /// The type with personal fields replaced by text.
  var withoutPersonal: CELType {
    switch self {
    case .opaque: .string
    case .nullable(let inner): .nullable(inner.withoutPersonal)
    case .list(let element): .list(element.withoutPersonal)
    case .object(let fields): .object(fields.map { Field(name: $0.name, type: $0.type.withoutPersonal) })
    default: self
    }
  }

  /// The type with all fields of objects optional.
  fileprivate var partial: CELType {
    guard case .object(let fields) = self else { return self }
    return .object(
      fields.map { field in
        if case .nullable = field.type { return field }
        return Field(name: field.name, type: .nullable(field.type.partial))
      })
  }
}
