internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads `events:`. An included file says what an event is; a machine hears those that stand in its own file, where
/// `name: ignore` is short for `name: {otherwise: ignore}`.
struct EventReader {
  let reader: BundleReader
  let draft: MachineDraft
  let fields: [Bundle.ViewField]

  /// Who can send an event from outside the family, beside providers.
  static let roles = ["client", "consultant", "operator", "site"]

  func read(_ file: Node) {
    var shared: [String: Node] = [:]
    for included in reader.includes(file) {
      for entry in included["events"]?.entries ?? [] {
        let name = entry.key.text ?? ""
        shared[name] = entry.value
        draft.knownEvents[name] = payload(entry.value).type
      }
    }
    for entry in file["events"]?.entries ?? [] {
      let name = entry.key.text ?? ""
      let own = entry.value
      let common = shared[name]
      if own.entries != nil { draft.report.checkKeys(own, Keys.event) }
      if let common { draft.report.checkKeys(common, Keys.event) }
      declare(name, entry.key, own: own, common: common)
    }
  }

  private func declare(_ name: String, _ place: Node, own: Node, common: Node?) {
    func key(_ name: String) -> Node? { own[name] ?? common?[name] }
    let payload = payload(own["data"] != nil ? own : common ?? own)
    var declaration = EventDeclaration(name: name, data: payload.type, extract: payload.extract)
    declaration.by = list(key("by"))
    declaration.from = list(key("from"))
    declaration.matchesAll = key("match")?.text == "all"
    if let match = key("match"), !["one", "all"].contains(match.text ?? "") {
      draft.report.choice("match", of: ["one", "all"], at: match)
    }
    for source in declaration.from where !source.contains("/") {
      draft.report.error(
        "bad-value", at: item(source, of: key("from")) ?? own, "'\(source)' names no type: webhooks are source/type",
        cure: "from: \(source)/event.type")
    }
    for role in declaration.by where !Self.roles.contains(role) {
      draft.report.error(
        "bad-value", at: item(role, of: key("by")) ?? own, "there is no role '\(role)'",
        cure: NearestName.cure(role, among: Self.roles)
          ?? "roles: \(Self.roles.joined(separator: ", "))")
    }
    let verdict = own.text ?? key("otherwise")?.text
    if let verdict {
      declaration.otherwise = Verdict(rawValue: verdict)
      if declaration.otherwise == nil {
        draft.report.badVerdict(own.text == nil ? key("otherwise") ?? own : own)
      }
      if declaration.otherwise == .reject, declaration.by.isEmpty {
        draft.report.error(
          "reject-without-caller", at: key("otherwise") ?? own, "'\(name)' has no caller who could hear the refusal",
          cure: "otherwise: alarm")
      }
    }
    if payload.type.isLimited, !declaration.isExternal {
      draft.report.error(
        "bad-limit", at: key("data") ?? own, "'\(name)' is sent by machines only, and nothing holds it against limits",
        cure: "by: operator, or no limits")
    }
    for entry in key("correlate")?.entries ?? [] {
      guard let field = fields.firstIndex(where: { $0.name == entry.key.text }) else {
        let known = fields.map(\.name)
        draft.report.error(
          "unknown-view", at: entry.key, "'\(entry.key.text ?? "")' is not a view field",
          cure: NearestName.cure(entry.key.text ?? "", among: known)
            ?? "declare it under view:, with index: true")
        continue
      }
      if fields[field].index == .no {
        draft.report.error(
          "correlate-not-indexed", at: entry.key, "view field '\(fields[field].name)' is not indexed",
          cure: "index: unique")
      }
      if let value = draft.expressions.data(entry.value, bodyNames) { declaration.correlate.append((field, value)) }
    }
    if !declaration.from.isEmpty, key("correlate")?.entries?.isEmpty ?? true {
      draft.report.error(
        "missing-key", at: place, "'\(name)' comes from outside and nothing says which family it concerns",
        cure: "correlate: {reference: \"${body.reference}\"}")
    }
    draft.knownEvents[name] = payload.type
    draft.machine.declarations[draft.machine.event(name)] = declaration
  }

  private var bodyNames: Names {
    var names = draft.names
    names.environment.declare("body", .dyn, slot: Slot.body)
    return names
  }

  /// The payload's type and, for webhooks, how it is made of the body.
  private func payload(_ node: Node) -> (type: CELType, extract: DataExpression?) {
    // An event that declares no payload takes nothing of a webhook's body.
    guard let data = node["data"], let entries = data.entries, !entries.isEmpty else { return (.object([]), .map([])) }
    var list: [CELType.Field] = []
    var values: [(key: String, value: DataExpression)] = []
    for entry in entries {
      let name = entry.key.text ?? ""
      let field = draft.types.outside.field(entry.value)
      list.append(CELType.Field(name: name, type: field.type, limits: field.limits))
      if let value = field.value, let expression = draft.expressions.data(value, bodyNames) {
        values.append((name, expression))
      }
    }
    return (.object(list), values.isEmpty ? nil : .map(values))
  }

  /// The item of a list that says so.
  private func item(_ text: String, of node: Node?) -> Node? {
    node?.items?.first { $0.text == text } ?? node
  }

  private func list(_ node: Node?) -> [String] {
    guard let node else { return [] }
    return node.items?.compactMap(\.text) ?? node.text.map { [$0] } ?? []
  }
}

extension Report {
  func badVerdict(_ node: Node) {
    choice(
      "a verdict", of: ["ignore", "defer", "reject", "alarm"], at: node,
      cure: "reject tells a caller, alarm raises an incident, defer keeps it, ignore forgets it")
  }
}
