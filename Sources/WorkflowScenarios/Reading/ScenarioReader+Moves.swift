internal import CEL
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

extension ScenarioReader {
  /// The key that says what a move is, and those that go with it.
  static let moves: [String: [String]] = [
    "start": ["key"], "event": ["by", "data", "key", "of", "times"], "webhook": ["body", "key", "times"], "after": [],
    "until": ["of"], "down": ["meanwhile"], "step": answerKeys, "task": ["done", "declined", "of"], "incident": [],
    "retry": ["of"],
  ]
  static let moveKeys = moves.keys.sorted()

  func moves(_ node: Node?) -> [Move] {
    guard let node else { return [] }
    return (node.items ?? [node]).compactMap(move)
  }

  private func move(_ node: Node) -> Move? {
    if node.text != nil { return act(node, with: nil, at: node) }
    guard let entries = node.entries, let first = entries.first, let key = first.key.text else {
      report.error(
        "wrong-kind", at: node, "a move is \(node.kind)", cure: "{event: …}, {after: PT1H}, or an act's name")
      return nil
    }
    guard let head = Self.moveKeys.first(where: { node[$0] != nil }), let value = node[head] else {
      if entries.count == 1, settings.acts.contains(where: { $0.key.text == key }) {
        return act(first.key, with: first.value, at: node)
      }
      unknown("unknown-move", "move", first.key, Self.moveKeys + settings.acts.compactMap(\.key.text))
      return nil
    }
    report.checkKeys(node, [head] + (Self.moves[head] ?? []), of: "'\(head)'")
    guard let kind = kind(head, value, node) else { return nil }
    return Move(
      kind: kind, key: node["key"].flatMap { expressions.data($0, names) },
      of: node["of"].flatMap { expressions.data($0, names) }, times: times(node["times"]), place: node)
  }

  private func act(_ name: Node, with: Node?, at place: Node) -> Move? {
    guard let text = name.text, settings.acts.contains(where: { $0.key.text == text }) else {
      unknown("unknown-move", "act", name, settings.acts.compactMap(\.key.text))
      return nil
    }
    let given = with.flatMap { expressions.data($0, names) } ?? .map([])
    let parameters = settings.acts.last { $0.key.text == text }?.value["with"]?.keys ?? []
    for entry in with?.entries ?? [] where !parameters.contains(entry.key.text ?? "") {
      unknown("unknown-field", "parameter of '\(text)'", entry.key, parameters)
    }
    return Move(kind: .act(name: text, with: given), key: nil, of: nil, times: 1, place: place)
  }

  private func times(_ node: Node?) -> Int {
    guard let node else { return 1 }
    guard let number = node.scalarValue?.intValue, (1...1_000).contains(number) else {
      report.error("out-of-range", at: node, "times is a whole number from 1 to 1,000", cure: "times: 2")
      return 1
    }
    return Int(number)
  }

  private func kind(_ head: String, _ value: Node, _ node: Node) -> Move.Kind? {
    switch head {
    case "start":
      if value.scalarValue == .bool(true) { return .start(.map([])) }
      checkInput(value)
      return .start(merged(value))
    case "event": return event(value, node)
    case "webhook": return webhook(value, node)
    case "after": return duration(value).map { .after($0) }
    case "until": return moment(value).map { .until($0) }
    case "down": return duration(value).map { .down($0, meanwhile: moves(node["meanwhile"])) }
    case "step":
      guard let declaration = declaration(value) else { return nil }
      return answer(node, declaration).map { .answer(step: declaration.name, $0) }
    case "task":
      guard let id = value.text else { return nil }
      if node["declined"] != nil { return .decline(id: id) }
      return .task(id: id, done: node["done"].flatMap { expressions.data($0, names) } ?? .map([]))
    case "incident":
      guard let verb = Move.IncidentVerb(rawValue: value.text ?? "") else {
        report.choice("incident", of: ["retry", "skip", "discard"], at: value)
        return nil
      }
      return .incident(verb)
    default: return value.text.map { .retry(id: $0) }
    }
  }

  /// Input is held against what the workflow declares, as far as it is given: a start may add to it.
  func checkInput(_ node: Node) {
    guard node.entries != nil else {
      report.error("wrong-kind", at: node, "input is \(node.kind), not a mapping", cure: "{reference: …}")
      return
    }
    _ = expressions.data(node, names, expecting: plain(bundle.inputType).partial)
  }

  /// A start's own input over the given one.
  private func merged(_ node: Node) -> DataExpression {
    let whole = settings["input"].map { $0.merged(with: node, isDeep: true) } ?? node
    return expressions.data(whole, names) ?? .map([])
  }

  private func event(_ value: Node, _ node: Node) -> Move.Kind? {
    let name = value.text ?? ""
    guard let declaration = parties[name] else {
      unknown("unknown-event", "event that a party may send", value, parties.keys.sorted())
      return nil
    }
    guard let role = node["by"]?.text ?? declaration.by.first else { return nil }
    let roles = ["client", "consultant", "operator", "site"]
    if let by = node["by"], !roles.contains(role) { report.choice("by", of: roles, at: by) }
    let data = node["data"] ?? Node(content: .mapping([]), file: node.file, line: node.line, column: node.column)
    guard let payload = expressions.data(data, names, expecting: plain(declaration.data)) else { return nil }
    return .event(name: name, role: role, data: payload)
  }

  private func webhook(_ value: Node, _ node: Node) -> Move.Kind? {
    guard let text = value.text, webhooks.contains(text), let slash = text.firstIndex(of: "/") else {
      unknown("unknown-event", "webhook", value, webhooks.sorted())
      return nil
    }
    guard let body = node["body"].flatMap({ expressions.data($0, names) }) else {
      report.error("missing-key", at: node, "a webhook needs 'body', as its sender writes it", cure: "body: {…}")
      return nil
    }
    return .webhook(source: String(text[..<slash]), type: String(text[text.index(after: slash)...]), body: body)
  }

  func plain(_ type: CELType) -> CELType { type.withoutPersonal }
}

extension CELType {
  /// Personal fields come as text.
  var withoutPersonal: CELType {
    switch self {
    case .opaque: .string
    case .nullable(let inner): .nullable(inner.withoutPersonal)
    case .list(let element): .list(element.withoutPersonal)
    case .object(let fields): .object(fields.map { Field(name: $0.name, type: $0.type.withoutPersonal) })
    default: self
    }
  }

  /// Every field of an object may be left out.
  var partial: CELType {
    guard case .object(let fields) = self else { return self }
    return .object(
      fields.map { field in
        if case .nullable = field.type { return field }
        return Field(name: field.name, type: .nullable(field.type.partial))
      })
  }
}
