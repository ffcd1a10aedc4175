internal import CEL
internal import Statecharts
internal import YAMLTree

// Executable content and messages of the mode `scxml`.
extension SessionReader {
  func place(_ element: String, _ node: Node) -> ContentPlace {
    ContentPlace(element: element, line: node.line, column: node.column)
  }

  /// A list of blocks, each an error scope of its own, or the actions of one.
  func blocks(_ node: Node?) -> [Action] {
    guard let node, let items = node.items else { return node.map { [.block(statements($0))] } ?? [] }
    if items.first?.items != nil { return items.map { .block(statements($0)) } }
    return items.isEmpty ? [] : [.block(statements(node))]
  }

  func statements(_ node: Node?) -> [SessionStatement] {
    guard let node else { return [] }
    return (node.items ?? [node]).compactMap(statement)
  }

  private func statement(_ node: Node) -> SessionStatement? {
    guard let first = node.entries?.first, let key = first.key.text else {
      report.error(
        "wrong-kind", at: node, "an action is \(node.kind), not a mapping with the action's name", cure: "{log: text}")
      return nil
    }
    let action: SessionAction?
    switch key {
    case "raise": action = .raise(event: first.value.text ?? "")
    case "if": action = conditional(node)
    case "foreach": action = forEach(first.value)
    case "log":
      report.checkKeys(node, SessionKeys.log)
      action = expressions.data(first.value, names).map { .log(label: node["label"]?.text ?? "", $0) }
    case "assign": action = assign(first.value)
    case "script": action = .script(statements(first.value))
    case "evaluate": action = expressions.program(first.value, names, expecting: nil).map { .evaluate($0) }
    case "send": action = .send(send(first.value))
    case "cancel": action = expressions.data(first.value, names).map { .cancel($0) }
    default:
      report.error(
        "unknown-action", at: first.key, "there is no action '\(key)' in the mode scxml",
        cure: "actions: raise, if, foreach, log, assign, script, evaluate, send, cancel")
      action = nil
    }
    return action.map { SessionStatement($0, place: place(key, node)) }
  }

  private func assign(_ node: Node) -> SessionAction? {
    guard let entry = node.entries?.first, node.entries?.count == 1 else {
      report.error("wrong-kind", at: node, "assign names one location and its value", cure: "{x: 1}")
      return nil
    }
    return expressions.data(entry.value, names).map { .assign(DataLocation(entry.key.text ?? ""), $0) }
  }

  private func conditional(_ node: Node) -> SessionAction? {
    report.checkKeys(node, SessionKeys.conditional)
    guard let condition = expressions.program(node["if"]!, names, expecting: .bool) else { return nil }
    return .conditional(condition, then: statements(node["then"]), otherwise: statements(node["else"]))
  }

  private func forEach(_ node: Node) -> SessionAction? {
    report.checkKeys(node, SessionKeys.loop)
    guard let list = node["in"], let program = expressions.program(list, names, expecting: nil) else {
      report.error("missing-key", at: node, "foreach needs 'in', a list", cure: "in: items")
      return nil
    }
    return .forEach(
      in: program, item: DataLocation(node["as"]?.text ?? ""), index: node["index"]?.text.map { DataLocation($0) },
      body: statements(node["do"]))
  }

  private func value(_ node: Node?) -> DataExpression? { node.flatMap { expressions.data($0, names) } }

  private func send(_ node: Node) -> SendDefinition {
    report.checkKeys(node, SessionKeys.send)
    return SendDefinition(
      event: value(node["event"]), target: value(node["target"]), type: value(node["type"]), id: node["id"]?.text,
      idLocation: node["idlocation"]?.text.map { DataLocation($0) }, delay: value(node["delay"]),
      payload: payload(node, place("send", node)))
  }

  func invoke(_ node: Node, _ state: Int) -> InvokeDefinition {
    report.checkKeys(node, SessionKeys.invoke)
    return InvokeDefinition(
      state: state, type: value(node["type"]), src: value(node["src"]), id: node["id"]?.text,
      idLocation: node["idlocation"]?.text.map { DataLocation($0) }, payload: payload(node, place("invoke", node)),
      forwardsEvents: node["autoforward"]?.scalarValue == .bool(true),
      finalize: node["finalize"].map { [.block(statements($0))] } ?? [])
  }

  /// `content`, or `params` in order: `{name, value}` or `{name, location}`.
  func payload(_ node: Node, _ place: ContentPlace) -> Payload {
    var parameters: [(name: String, source: Payload.Source)] = []
    for item in node["params"]?.items ?? [] {
      report.checkKeys(item, SessionKeys.parameter)
      let name = item["name"]?.text ?? ""
      if let location = item["location"] {
        parameters.append((name, .location(DataLocation(location.text ?? ""))))
      } else if let value = value(item["value"]) {
        parameters.append((name, .value(value)))
      }
    }
    return Payload(content: value(node["content"]), parameters: parameters, place: place)
  }
}
