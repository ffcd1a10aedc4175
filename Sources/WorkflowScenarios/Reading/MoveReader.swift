internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// Reads moves, the events between two expectations.
struct MoveReader {
  let context: ScenarioContext

  /// The key that determines a move's kind, and the keys that may accompany it.
  private static let companions: [String: [String]] = [
    "start": ["key"], "event": ["by", "data", "key", "of", "times"], "webhook": ["body", "key", "times"], "after": [],
    "until": ["of"], "down": ["meanwhile"], "step": AnswerReader.keys + ["optional"],
    "task": ["done", "declined", "of", "optional"],
    "incident": [],
    "retry": ["of"],
  ]
  static let keys = companions.keys.sorted()

  func read(_ node: Node?) -> [Move] {
    guard let node else { return [] }
    return (node.items ?? [node]).compactMap(move)
  }

  private func move(_ node: Node) -> Move? {
    if node.text != nil { return act(node, with: nil, at: node) }
    guard let entries = node.entries, let first = entries.first, let key = first.key.text else {
      context.report.error(
        "wrong-kind", at: node, "a move is \(node.kind)", cure: "{event: …}, {after: PT1H}, or an act's name")
      return nil
    }
    guard let head = Self.keys.first(where: { node[$0] != nil }), let value = node[head] else {
      if entries.count == 1, context.settings.acts.contains(where: { $0.key.text == key }) {
        return act(first.key, with: first.value, at: node)
      }
      context.unknown("unknown-move", "move", first.key, Self.keys + context.settings.acts.compactMap(\.key.text))
      return nil
    }
    context.report.checkKeys(node, [head] + (Self.companions[head] ?? []), of: "'\(head)'")
    guard let kind = kind(head, value, node) else { return nil }
    return Move(
      kind: kind, key: node["key"].flatMap(context.value),
      of: node["of"].flatMap(context.value), times: times(node["times"]),
      isOptional: node["optional"]?.scalarValue == .bool(true), place: node)
  }

  private func act(_ name: Node, with: Node?, at place: Node) -> Move? {
    guard let text = name.text, context.settings.acts.contains(where: { $0.key.text == text }) else {
      context.unknown("unknown-move", "act", name, context.settings.acts.compactMap(\.key.text))
      return nil
    }
    let given = with.flatMap(context.value) ?? .map([])
    let parameters = context.settings.acts.last { $0.key.text == text }?.value["with"]?.keys ?? []
    for entry in with?.entries ?? [] where !parameters.contains(entry.key.text ?? "") {
      context.unknown("unknown-field", "parameter of '\(text)'", entry.key, parameters)
    }
    return Move(kind: .act(name: text, with: given), key: nil, of: nil, times: 1, place: place)
  }

  private func times(_ node: Node?) -> Int {
    guard let node else { return 1 }
    guard let number = node.scalarValue?.intValue, (1...1_000).contains(number) else {
      context.report.error("out-of-range", at: node, "times is a whole number from 1 to 1,000", cure: "times: 2")
      return 1
    }
    return Int(number)
  }

  private func kind(_ head: String, _ value: Node, _ node: Node) -> Move.Kind? {
    switch head {
    case "start":
      if value.scalarValue == .bool(true) { return .start(.map([])) }
      context.checkInput(value)
      return .start(merged(value))
    case "event": return event(value, node)
    case "webhook": return webhook(value, node)
    case "after": return context.duration(value).map { .after($0) }
    case "until": return context.moment(value).map { .until($0) }
    case "down": return context.duration(value).map { .down($0, meanwhile: read(node["meanwhile"])) }
    case "step":
      guard let declaration = context.declaration(value) else { return nil }
      return AnswerReader(context: context).answer(node, declaration).map { .answer(step: declaration.name, $0) }
    case "task":
      guard let id = value.text else { return nil }
      if node["declined"] != nil { return .decline(id: id) }
      return .task(id: id, done: node["done"].flatMap(context.value) ?? .map([]))
    case "incident":
      guard let verb = Move.IncidentVerb(rawValue: value.text ?? "") else {
        context.report.choice("incident", of: ["retry", "skip", "discard"], at: value)
        return nil
      }
      return .incident(verb)
    default: return value.text.map { .retry(id: $0) }
    }
  }

  /// The input of a start, merged with the scenario's.
  private func merged(_ node: Node) -> DataExpression {
    let whole = context.settings["input"].map { $0.merged(with: node, isDeep: true) } ?? node
    return context.expressions.data(whole, context.names) ?? .map([])
  }

  private func event(_ value: Node, _ node: Node) -> Move.Kind? {
    let name = value.text ?? ""
    guard let declaration = context.vocabulary.parties[name] else {
      context.unknown("unknown-event", "event that a party may send", value, context.vocabulary.parties.keys.sorted())
      return nil
    }
    guard let role = node["by"]?.text ?? declaration.by.first else { return nil }
    let roles = context.bundle.parties + Keys.roles
    if let by = node["by"], !roles.contains(role) { context.report.choice("by", of: roles, at: by) }
    let data = node["data"] ?? Node(content: .mapping([]), file: node.file, line: node.line, column: node.column)
    guard let payload = context.expressions.data(data, context.names, expecting: declaration.data.withoutPersonal)
    else { return nil }
    return .event(name: name, role: role, data: payload)
  }

  private func webhook(_ value: Node, _ node: Node) -> Move.Kind? {
    guard let text = value.text, context.vocabulary.webhooks.contains(text), let slash = text.firstIndex(of: "/") else {
      context.unknown("unknown-event", "webhook", value, context.vocabulary.webhooks.sorted())
      return nil
    }
    guard let body = node["body"].flatMap({ context.expressions.data($0, context.names) }) else {
      context.report.error(
        "missing-key", at: node, "a webhook needs 'body', as its sender writes it", cure: "body: {…}")
      return nil
    }
    return .webhook(source: String(text[..<slash]), type: String(text[text.index(after: slash)...]), body: body)
  }
}
