internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads executable content: `entry`, `exit`, `actions` and the bodies of blocks.
struct ActionReader {
  let context: ReadingContext
  private var report: Report { context.report }
  private var expressions: ExpressionReader { context.expressions }
  private var parts: MachineParts { context.parts }

  init(context: ReadingContext) { self.context = context }

  /// A list of actions, or one action.
  func read(_ node: Node?, _ names: Names) -> [Action] {
    guard let node else { return [] }
    if let items = node.items {
      // Names that `let` gives hold for the rest of the list.
      var names = names
      var result: [Action] = []
      for item in items {
        if item.keys == ["let"], let values = item["let"] {
          if context.actions.take(item, report), let action = bind(values, &names) { result.append(action) }
        } else if let action = action(item, names) {
          result.append(action)
        }
      }
      return result
    }
    return action(node, names).map { [$0] } ?? []
  }

  private func action(_ node: Node, _ names: Names) -> Action? {
    guard context.actions.take(node, report) else { return nil }
    guard let entries = node.entries, let first = entries.first, let key = first.key.text else {
      report.error(
        "wrong-kind", at: node, "an action is \(node.kind), not a mapping with the action's name", cure: "{alarm: text}"
      )
      return nil
    }
    if entries.count > 1, !["raise", "emit", "publish", "if"].contains(key) {
      let others = entries.dropFirst().compactMap(\.key.text).joined(separator: "', '")
      report.error(
        "several-actions", at: entries[1].key, "'\(others)' stands beside '\(key)': each action is an entry of its own",
        cure: "- \(key): …, then - \(entries[1].key.text ?? ""): …")
    }
    let family = MemberReader(context: context)
    switch key {
    case "assign": return assign(first.value, names)
    case "raise", "emit": return signal(key, node, names)
    case "publish": return publication(node, names)
    case "post": return PostingReader(context: context).post(first.value, names).map { .post($0) }
    case "reverse": return .reverse(id: expressions.dataOrGap(first.value, names, expecting: .string))
    case "spawn":
      if first.value["workflow"] != nil { return family.spawned(first.value, names) }
      return StepReader(context: context).read(first.value, owner: nil, names).map { .spawnStep($0) }
    case "stop":
      if let pattern = first.value.text { parts.add(.init(kind: key, event: pattern, place: first.value)) }
      return family.stop(first.value, names)
    case "send": return family.send(first.value, names)
    case "if": return conditional(node, names)
    case "foreach": return forEach(first.value, names)
    case "alarm": return .alarm(expressions.dataOrGap(first.value, names))
    case "journal": return .note(expressions.dataOrGap(first.value, names))
    case "let":
      var names = names
      return bind(first.value, &names)
    case "erase":
      if first.value.text != "personal" {
        report.error("bad-value", at: first.value, "erase is followed by 'personal'", cure: "erase: personal")
      }
      return .erase
    default: return call(key, first, names)
    }
  }

  /// Each name may be read by those after it. The values hold until the list ends; nothing of them is stored.
  private func bind(_ node: Node, _ names: inout Names) -> Action? {
    guard let entries = node.entries, !entries.isEmpty else {
      report.error(
        "wrong-kind", at: node, "let is \(node.kind), not a mapping of names", cure: "{let: {rest: \"${…}\"}}")
      return nil
    }
    var values: [(local: Int, value: DataExpression)] = []
    for entry in entries {
      report.checkFree(entry.key)
      let value = expressions.dataOrGap(entry.value, names)
      let (inner, local) = names.adding(entry.key.text ?? "", value.type)
      names = inner
      values.append((local, value))
    }
    // A call binds its arguments for what follows in the same scope; within each other, so that each value sees those before it.
    return values.reversed().reduce(nil as Action?) { (rest: Action?, value) -> Action? in
      Action.call(name: "let", arguments: [value], body: rest.map { [$0] } ?? [])
    }
  }

  private func assign(_ node: Node, _ names: Names) -> Action? {
    guard let entries = node.entries else {
      report.error(
        "wrong-kind", at: node, "assign is \(node.kind), not a mapping of context fields", cure: "{field: \"${…}\"}")
      return nil
    }
    if entries.isEmpty { report.error("missing-value", at: node, "nothing is assigned", cure: "{field: \"${…}\"}") }
    let fields = parts.machine.context
    var result: [(field: Int, value: DataExpression)] = []
    for entry in entries {
      let name = entry.key.text ?? ""
      guard let field = fields.firstIndex(where: { $0.name == name }) else {
        report.error(
          "unknown-field", at: entry.key, "the context has no field '\(name)'",
          cure: NearestName.cure(name, among: fields.map(\.name)) ?? "declare it under context:")
        parts.loseEffects()
        continue
      }
      result.append((field, expressions.dataOrGap(entry.value, names, expecting: fields[field].type)))
    }
    return .assign(result)
  }

  private func signal(_ kind: String, _ node: Node, _ names: Names) -> Action? {
    report.checkKeys(node, kind == "raise" ? Keys.raise : Keys.emit)
    guard let place = node[kind], let name = place.text else { return nil }
    parts.add(.init(kind: kind, event: name, place: place))
    guard let payload = context.payloads[name] else {
      report.error("unknown-event", at: place, "event '\(name)' is not declared", cure: cure(forSignal: name))
      parts.loseEffects()
      return nil
    }
    let data = expressions.dataOrGap(node["with"] ?? node.with(.mapping([])), names, expecting: payload)
    return kind == "raise" ? .raise(event: name, data: data) : .emit(event: name, data: data)
  }

  /// An event for every family that listens, of whichever root. `FolderCheck` looks for one that does.
  private func publication(_ node: Node, _ names: Names) -> Action? {
    report.checkKeys(node, Keys.publish)
    guard let place = node["publish"], let name = place.text, !name.isEmpty else {
      report.error("wrong-kind", at: node, "publish is followed by the event's name", cure: "publish: order.shipped")
      return nil
    }
    let data = expressions.dataOrGap(node["with"] ?? node.with(.mapping([])), names, expecting: .map(.string, .dyn))
    return .publish(event: name, data: data)
  }

  /// The event may be declared only where it is handled; this machine has to declare it too.
  private func cure(forSignal name: String) -> String {
    let bundle = context.bundle
    if let hearer = bundle.machines.indices.first(where: { bundle.heard[$0][name] != nil }) {
      return "'\(bundle.machines[hearer])' handles it: declare it in a file that both include"
    }
    return NearestName.cure(name, among: context.payloads.keys.sorted()) ?? "declare it under events:"
  }

  // MARK: blocks

  private func conditional(_ node: Node, _ names: Names) -> Action? {
    report.checkKeys(node, Keys.conditional)
    if node["then"] == nil, node["else"] == nil {
      report.error("missing-key", at: node, "'if' needs 'then' or 'else'", cure: "then: [{journal: \"…\"}]")
    }
    let condition = node["if"].flatMap { expressions.program($0, names, expecting: .bool) }
    let (then, otherwise) = (read(node["then"], names), read(node["else"], names))
    return condition.map { .conditional($0, then: then, otherwise: otherwise) } ?? either(then + otherwise)
  }

  private func forEach(_ node: Node, _ names: Names) -> Action? {
    report.checkKeys(node, Keys.loop)
    let list = node["in"]
    if list == nil {
      report.error("missing-key", at: node, "foreach needs 'in', a list", cure: "in: \"context.items\"")
    }
    if node["do"] == nil {
      report.error("missing-key", at: node, "foreach needs 'do'", cure: "do: [{journal: \"${item}\"}]")
    }
    if let name = node["as"] { report.checkFree(name) }
    let program = list.flatMap { expressions.program($0, names, expecting: nil) }
    var type = CELType.dyn
    if let list, let program {
      if case .list(let element) = program.resultType {
        type = element
      } else {
        report.error(
          "type-mismatch", at: list, "foreach needs a list, this is \(program.resultType)",
          cure: "[x], or a field that is one")
      }
    }
    let (inner, local) = names.adding(node["as"]?.text ?? "item", type)
    let body = read(node["do"], inner)
    return program.map { .forEach(in: $0, local: local, body: body) } ?? either(body)
  }

  /// Stands for a block whose condition could not be read, so that the checks still see its possible effects.
  private func either(_ actions: [Action]) -> Action { .call(name: "", arguments: [], body: actions) }

  // MARK: named actions

  private func call(_ name: String, _ entry: (key: Node, value: Node), _ names: Names) -> Action? {
    guard let action = context.actions.definitions[name] else {
      let known = Keys.actions + context.actions.names
      report.error(
        "unknown-action", at: entry.key, "there is no action '\(name)'",
        cure: NearestName.cure(name, among: known) ?? "actions: \(known.joined(separator: ", "))")
      parts.loseEffects()
      return nil
    }
    return context.actions.call(name, at: entry.key, report) { () -> Action in
      let (inner, arguments) = arguments(of: action, name, entry, names)
      return .call(name: name, arguments: arguments, body: read(action.body, inner))
    }
  }

  /// The arguments of a call, and the names in scope in the action's body.
  private func arguments(
    of action: NamedActions.Definition, _ name: String, _ entry: (key: Node, value: Node), _ names: Names
  ) -> (inner: Names, arguments: [(local: Int, value: DataExpression)]) {
    let fields = action.parameters.map { CELType.Field(name: $0.name, type: $0.type) }
    // The intended names of misspelt parameters, which are not reported as missing as well.
    var meant: Set<String> = []
    for given in entry.value.entries ?? [] where !fields.contains(where: { $0.name == given.key.text }) {
      expressions.unknownField(given.key.text ?? "", at: given.key, fields)
      if let near = NearestName.find(given.key.text ?? "", among: fields.map(\.name)) { meant.insert(near) }
    }
    var inner = names
    var arguments: [(local: Int, value: DataExpression)] = []
    for parameter in action.parameters {
      let (next, local) = inner.adding("params.\(parameter.name)", parameter.type)
      inner = next
      if let given = entry.value[parameter.name] {
        // Arguments are evaluated in the caller's scope.
        let value = expressions.dataOrGap(given, names, expecting: parameter.type)
        arguments.append((local, value))
        if let known = KnownValue(value, at: given, names) {
          inner = inner.knowing(local, known.value, at: known.place)
        }
      } else if case .nullable = parameter.type {
        arguments.append((local, .literal(.null)))
        inner = inner.knowing(local, .null, at: entry.key)
      } else if !meant.contains(parameter.name) {
        report.error(
          "missing-field", at: entry.key, "action '\(name)' needs '\(parameter.name)' (\(parameter.type))",
          cure: "add \(parameter.name): …")
      }
    }
    return (inner, arguments)
  }

  /// Reads the named actions that nothing calls, so that a mistake in them is found before their first use.
  func checkIdle(of file: Node) {
    for entry in file["actions"]?.entries ?? [] {
      guard let name = entry.key.text, let action = context.actions.definitions[name],
        !context.actions.called.contains(name)
      else { continue }
      var inner = context.names
      for parameter in action.parameters { inner = inner.adding("params.\(parameter.name)", parameter.type).names }
      parts.discarding { _ = context.actions.idly(name, at: entry.key, report) { _ = read(action.body, inner) } }
    }
  }
}
