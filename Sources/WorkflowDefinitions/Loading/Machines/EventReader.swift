internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads `events:`. An included file declares an event's payload; a machine handles the events that its own file lists,
/// where `name: ignore` is short for `name: {otherwise: ignore}`.
struct EventReader {
  /// The events of a file.
  struct Events {
    /// The events that the machine handles, in the order of its file.
    var declarations: [EventDeclaration] = []
    /// Payloads of all events that the file or its includes name.
    var payloads: [String: CELType] = [:]
  }

  let report: Report
  let types: TypeReader
  let expressions: ExpressionReader
  /// In scope at any place of the machine.
  let names: Names
  let views: [Bundle.ViewField]
  /// The roles that can send an event from outside the family, beside providers.
  let roles: [String]

  func read(_ file: Node, including includes: [Node]) -> Events {
    var events = Events()
    var shared: [String: Node] = [:]
    for entry in includes.flatMap({ $0["events"]?.entries ?? [] }) {
      let name = entry.key.text ?? ""
      shared[name] = entry.value
      events.payloads[name] = payload(entry.value).type
    }
    for entry in file["events"]?.entries ?? [] {
      let name = entry.key.text ?? ""
      if entry.value.entries != nil { report.checkKeys(entry.value, Keys.event) }
      if let common = shared[name] { report.checkKeys(common, Keys.event) }
      let declaration = declaration(name, entry.key, EventText(own: entry.value, common: shared[name]))
      events.payloads[name] = declaration.data
      events.declarations.append(declaration)
    }
    return events
  }

  /// An event's text in the machine's file and, behind it, in an included file.
  private struct EventText {
    let own: Node
    let common: Node?

    subscript(key: String) -> Node? { own[key] ?? common?[key] }

    /// The place for a finding about a key: the key's value if there is one, otherwise the event.
    func place(_ key: String) -> Node { self[key] ?? own }

    /// The item of a list that has this text.
    func item(_ text: String, of key: String) -> Node {
      self[key]?.items?.first { $0.text == text } ?? place(key)
    }

    func list(_ key: String) -> [String] {
      guard let node = self[key] else { return [] }
      return node.items?.compactMap(\.text) ?? node.text.map { [$0] } ?? []
    }
  }

  private func declaration(_ name: String, _ place: Node, _ text: EventText) -> EventDeclaration {
    let payload = payload(text.own["data"] != nil ? text.own : text.common ?? text.own)
    var declaration = EventDeclaration(name: name, data: payload.type, extract: payload.extract)
    declaration.by = text.list("by")
    declaration.from = text.list("from")
    declaration.matchesAll = text["match"]?.text == "all"
    if let match = text["match"], !["one", "all"].contains(match.text ?? "") {
      report.choice("match", of: ["one", "all"], at: match)
    }
    checkSenders(declaration, text)
    declaration.otherwise = disposition(of: declaration, text)
    if payload.type.isLimited, !declaration.isExternal {
      report.error(
        "bad-limit", at: text.place("data"),
        "'\(name)' is sent by machines only, and nothing holds it against limits", cure: "by: operator, or no limits")
    }
    declaration.correlate = correlation(text["correlate"])
    if !declaration.from.isEmpty, text["correlate"]?.entries?.isEmpty ?? true {
      report.error(
        "missing-key", at: place, "'\(name)' comes from outside and nothing says which family it concerns",
        cure: "correlate: {reference: \"${body.reference}\"}")
    }
    return declaration
  }

  private func checkSenders(_ declaration: EventDeclaration, _ text: EventText) {
    for source in declaration.from where !source.contains("/") {
      report.error(
        "bad-value", at: text.item(source, of: "from"), "'\(source)' names no type: webhooks are source/type",
        cure: "from: \(source)/event.type")
    }
    for role in declaration.by where !roles.contains(role) {
      report.error(
        "bad-value", at: text.item(role, of: "by"), "there is no role '\(role)'",
        cure: NearestName.cure(role, among: roles)
          ?? "roles: \(roles.joined(separator: ", ")); a root declares its own: roles: [\(role)]")
    }
  }

  private func disposition(of declaration: EventDeclaration, _ text: EventText) -> UnhandledDisposition? {
    guard let word = text.own.text ?? text["otherwise"]?.text else { return nil }
    let disposition = UnhandledDisposition(rawValue: word)
    if disposition == nil { report.badOtherwise(text.own.text == nil ? text.place("otherwise") : text.own) }
    if disposition == .reject, declaration.by.isEmpty {
      report.error(
        "reject-without-caller", at: text.place("otherwise"),
        "'\(declaration.name)' has no caller who could receive the refusal", cure: "otherwise: alarm")
    }
    return disposition
  }

  private func correlation(_ node: Node?) -> [(field: Int, value: DataExpression)] {
    (node?.entries ?? []).compactMap { entry in
      let name = entry.key.text ?? ""
      guard let field = views.firstIndex(where: { $0.name == name }) else {
        report.error(
          "unknown-view", at: entry.key, "'\(name)' is not a view field",
          cure: NearestName.cure(name, among: views.map(\.name)) ?? "declare it under view:, with index: true")
        return nil
      }
      if views[field].index == .no {
        report.error(
          "correlate-not-indexed", at: entry.key, "view field '\(views[field].name)' is not indexed",
          cure: "index: unique")
      }
      return expressions.data(entry.value, bodyNames).map { (field, $0) }
    }
  }

  private var bodyNames: Names {
    var names = names
    names.environment.declare("body", .dyn, slot: Slot.body)
    return names
  }

  /// The payload's type and, for webhooks, how it is extracted from the body.
  private func payload(_ node: Node) -> (type: CELType, extract: DataExpression?) {
    // An event without a declared payload takes nothing from a webhook's body.
    guard let data = node["data"], let entries = data.entries, !entries.isEmpty else { return (.object([]), .map([])) }
    var list: [CELType.Field] = []
    var values: [(key: String, value: DataExpression)] = []
    for entry in entries {
      let name = entry.key.text ?? ""
      let field = types.outside.field(entry.value)
      list.append(CELType.Field(name: name, type: field.type, limits: field.limits))
      if let value = field.value, let expression = expressions.data(value, bodyNames) {
        values.append((name, expression))
      }
    }
    return (.object(list), values.isEmpty ? nil : .map(values))
  }
}
