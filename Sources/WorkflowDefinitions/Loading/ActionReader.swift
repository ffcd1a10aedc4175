internal import CEL
internal import Statecharts
internal import YAMLTree

extension MachineDraft {
  /// A list of actions, or one action.
  func actions(_ node: Node?, _ names: Names) -> [Action] {
    guard let node else { return [] }
    if let items = node.items { return items.compactMap { action($0, names) } }
    return action(node, names).map { [$0] } ?? []
  }

  private func action(_ node: Node, _ names: Names) -> Action? {
    guard let entries = node.entries, let first = entries.first, let key = first.key.text else {
      report.error(
        "wrong-kind", at: node, "an action is \(node.kind), not a mapping with the action's name", cure: "{alarm: text}"
      )
      return nil
    }
    if entries.count > 1, !["raise", "emit", "if"].contains(key) {
      let others = entries.dropFirst().compactMap(\.key.text).joined(separator: "', '")
      report.error(
        "several-actions", at: entries[1].key, "'\(others)' stands beside '\(key)': each action is an entry of its own",
        cure: "- \(key): …, then - \(entries[1].key.text ?? ""): …")
    }
    switch key {
    case "assign": return assign(first.value, names)
    case "raise", "emit": return signal(key, node, names)
    case "post": return post(first.value, names).map { .post($0) }
    case "reverse": return .reverse(id: expressions.dataOrGap(first.value, names, expecting: .string))
    case "spawn": return spawn(first.value, names)
    case "stop":
      if let pattern = first.value.text { signals.append((key, pattern, first.value)) }
      return stop(first.value, names)
    case "send": return send(first.value, names)
    case "if": return conditional(node, names)
    case "foreach": return forEach(first.value, names)
    case "alarm": return .alarm(expressions.dataOrGap(first.value, names))
    case "journal": return .note(expressions.dataOrGap(first.value, names))
    case "erase":
      if first.value.text != "personal" {
        report.error("bad-value", at: first.value, "erase is followed by 'personal'", cure: "erase: personal")
      }
      return .erase
    default: return call(key, first, names)
    }
  }

  private func assign(_ node: Node, _ names: Names) -> Action? {
    guard let entries = node.entries else {
      report.error(
        "wrong-kind", at: node, "assign is \(node.kind), not a mapping of context fields", cure: "{field: \"${…}\"}")
      return nil
    }
    if entries.isEmpty { report.error("missing-value", at: node, "nothing is assigned", cure: "{field: \"${…}\"}") }
    var result: [(field: Int, value: DataExpression)] = []
    for entry in entries {
      let name = entry.key.text ?? ""
      guard let field = machine.context.firstIndex(where: { $0.name == name }) else {
        let known = machine.context.map(\.name)
        report.error(
          "unknown-field", at: entry.key, "the context has no field '\(name)'",
          cure: NearestName.cure(name, among: known) ?? "declare it under context:")
        losesEffects = true
        continue
      }
      result.append((field, expressions.dataOrGap(entry.value, names, expecting: machine.context[field].type)))
    }
    return .assign(result)
  }

  private func signal(_ kind: String, _ node: Node, _ names: Names) -> Action? {
    report.checkKeys(node, kind == "raise" ? Keys.raise : Keys.emit)
    guard let place = node[kind], let name = place.text else { return nil }
    signals.append((kind, name, place))
    guard let payload = knownEvents[name] else {
      report.error(
        "unknown-event", at: node[kind]!, "event '\(name)' is not declared", cure: cure(forSignal: name))
      losesEffects = true
      return nil
    }
    let data = expressions.dataOrGap(node["with"] ?? node.with(.mapping([])), names, expecting: payload)
    return kind == "raise" ? .raise(event: name, data: data) : .emit(event: name, data: data)
  }

  /// What is missing may be declared where it is heard: then this machine has to know it too.
  private func cure(forSignal name: String) -> String {
    if let hearer = shared.machines.indices.first(where: { shared.heard[$0][name] != nil }) {
      return "'\(shared.machines[hearer])' hears it: declare it in a file that both include"
    }
    let known = knownEvents.keys.sorted()
    return NearestName.cure(name, among: known) ?? "declare it under events:"
  }

  func post(_ node: Node, _ names: Names) -> PostDefinition? {
    report.checkKeys(node, Keys.post)
    guard let from = source(node["from"], at: node, names), let to = node["to"] else {
      report.error(
        "missing-key", at: node, "post needs 'from' and 'to'", cure: "{from: client, to: held, amount: \"${…}\"}")
      return nil
    }
    checkAccount(to)
    let amount = node["amount"].map { expressions.dataOrGap($0, names, expecting: .int) }
    if let place = node["amount"], let number = place.scalarValue?.intValue, number < 0 {
      report.error(
        "out-of-range", at: place, "an amount is not below zero", cure: "'from' and 'to' the other way round")
    }
    if let account = node["from"]?.text, account == to.text {
      report.error("bad-value", at: to, "'\(account)' cannot be paid out of itself", cure: "another account")
    }
    if case .split = from, let extra = node["amount"] {
      report.error(
        "bad-value", at: extra, "amounts stand beside their accounts already",
        cure: "take 'amount' away, or from: [a, b]")
    }
    if case .inTurn = from, amount == nil {
      report.error("missing-key", at: node, "post needs 'amount'", cure: "amount: \"${…}\"")
      return nil
    }
    return PostDefinition(
      id: node["id"].flatMap { expressions.data($0, names, expecting: .string) }, from: from, to: to.text ?? "",
      amount: amount)
  }

  /// An account, a list of accounts to take from in turn, or a map of account to amount.
  func source(_ node: Node?, at parent: Node, _ names: Names) -> PostDefinition.Source? {
    guard let node else {
      report.error("missing-key", at: parent, "'from' is missing", cure: "from: \(shared.accounts.first ?? "account")")
      return nil
    }
    if let items = node.items {
      for item in items { checkAccount(item) }
      return .inTurn(items.compactMap(\.text))
    }
    if let text = node.text, !text.contains("${") {
      checkAccount(node)
      return .inTurn([text])
    }
    for entry in node.entries ?? [] { checkAccount(entry.key) }
    return .split(expressions.dataOrGap(node, names, expecting: .map(.string, .int)))
  }

  func checkAccount(_ node: Node) {
    let name = node.text ?? ""
    if shared.accounts.contains(name) { return }
    report.error(
      "unknown-account", at: node, "there is no account '\(name)'",
      cure: NearestName.cure(name, among: shared.accounts) ?? "declare it under ledger.accounts"
    )
  }

  private func spawn(_ node: Node, _ names: Names) -> Action? {
    if node["workflow"] != nil { return spawnedWorkflow(node, names) }
    return step(node, owner: nil, names).map { .spawnStep($0) }
  }

  private func conditional(_ node: Node, _ names: Names) -> Action? {
    report.checkKeys(node, Keys.conditional)
    if node["then"] == nil, node["else"] == nil {
      report.error("missing-key", at: node, "'if' needs 'then' or 'else'", cure: "then: [{journal: \"…\"}]")
    }
    let condition = node["if"].flatMap { expressions.program($0, names, expecting: .bool) }
    let (then, otherwise) = (actions(node["then"], names), actions(node["else"], names))
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
    let body = actions(node["do"], inner)
    return program.map { .forEach(in: $0, local: local, body: body) } ?? either(body)
  }

  /// Stands for a block whose condition could not be read: what it may do counts in the checks.
  private func either(_ actions: [Action]) -> Action { .call(name: "", arguments: [], body: actions) }

  private func call(_ name: String, _ entry: (key: Node, value: Node), _ names: Names) -> Action? {
    guard let action = actions[name] else {
      let known = Keys.actions + actions.keys.sorted()
      report.error(
        "unknown-action", at: entry.key, "there is no action '\(name)'",
        cure: NearestName.cure(name, among: known)
          ?? "actions: \(known.joined(separator: ", "))")
      losesEffects = true
      return nil
    }
    calledActions.insert(name)
    if openActions.contains(name) {
      report.error(
        "action-circle", at: entry.key, "action '\(name)' calls itself", cure: "foreach for what is done several times")
      return nil
    }
    openActions.append(name)
    defer { openActions.removeLast() }
    let fields = action.parameters.map { CELType.Field(name: $0.name, type: $0.type) }
    // A parameter that is misspelt is not missing as well.
    var meant: Set<String> = []
    for given in entry.value.entries ?? [] where !fields.contains(where: { $0.name == given.key.text }) {
      expressions.unknownField(given.key.text ?? "", at: given.key, fields)
      NearestName.find(given.key.text ?? "", among: fields.map(\.name)).map { _ = meant.insert($0) }
    }
    var inner = names
    var arguments: [(local: Int, value: DataExpression)] = []
    for parameter in action.parameters {
      let (next, local) = inner.adding("params.\(parameter.name)", parameter.type)
      inner = next
      if let given = entry.value[parameter.name] {
        // Evaluated in the caller's scope.
        let value = expressions.dataOrGap(given, names, expecting: parameter.type)
        arguments.append((local, value))
        if let known = KnownValue(value, at: given, names) {
          inner = inner.knowing(local, known.value, at: known.place)
        }
      } else if case .nullable = parameter.type {
        arguments.append((local, .literal(.null)))
      } else if !meant.contains(parameter.name) {
        report.error(
          "missing-field", at: entry.key, "action '\(name)' needs '\(parameter.name)' (\(parameter.type))",
          cure: "add \(parameter.name): …")
      }
    }
    return .call(name: name, arguments: arguments, body: actions(action.body, inner))
  }
}
