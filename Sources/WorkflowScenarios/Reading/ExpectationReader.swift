internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// Reads `then:`, the expectations about a family.
struct ExpectationReader {
  let context: ScenarioContext

  private static let keys = [
    "of", "reply", "states", "view", "balances", "postings", "timers", "steps", "tasks", "incidents", "assert",
    "exactly", "erased",
  ]
  /// Lists that every scenario has.
  static let ownLists = ["steps", "tasks", "incidents"]

  func read(_ node: Node) -> Expectation {
    var then = Expectation(place: node)
    if node.text == "show" {
      then.isShown = true
      return then
    }
    let named = context.settings.lists.compactMap(\.key.text)
    context.report.checkKeys(node, Self.keys + named, of: "then")
    then.of = node["of"].flatMap(context.value)
    then.reply = node["reply"].flatMap(context.value)
    then.replyPlace = node["reply"]
    for entry in node["states"]?.entries ?? [] { states(entry).map { then.states.append($0) } }
    for entry in node["view"]?.entries ?? [] { view(entry).map { then.view.append($0) } }
    if let balances = node["balances"], balances.text != "any" { then.balances = self.balances(balances) }
    then.anyBalances = node["balances"]?.text == "any"
    postings(node["postings"], &then)
    for entry in node["timers"]?.entries ?? [] { timer(entry).map { then.timers.append($0) } }
    for name in Self.ownLists + named { then.lists[name] = list(name, node[name]) }
    if let erased = node["erased"] {
      if let value = erased.scalarValue?.boolValue {
        then.isErased = (value, erased)
      } else {
        context.report.choice("erased", of: ["true", "false"], at: erased)
      }
    }
    for word in node["exactly"]?.items ?? node["exactly"].map({ [$0] }) ?? [] {
      switch word.text {
      case "states": then.isExact.states = true
      case "timers": then.isExact.timers = true
      default: context.report.choice("exactly", of: ["states", "timers"], at: word)
      }
    }
    for item in node["assert"]?.items ?? node["assert"].map({ [$0] }) ?? [] {
      if let program = context.expressions.program(item, context.names, expecting: .bool) {
        then.asserts.append((program, item))
      }
    }
    return then
  }

  private func machine(_ node: Node) -> Int? {
    if let index = context.bundle.machineIndex[node.text ?? ""] { return index }
    context.unknown("unknown-workflow", "machine", node, context.bundle.machines.map(\.name))
    return nil
  }

  private func states(_ entry: (key: Node, value: Node)) -> Expectation.States? {
    guard let machine = machine(entry.key) else { return nil }
    let nodes = context.bundle.machines[machine].states
    // A state of that name takes precedence.
    let text = entry.value.text ?? ""
    if let life = Expectation.States.Life(rawValue: text), !nodes.contains(where: { $0.name == text }) {
      return Expectation.States(machine: machine, names: [], life: life, place: entry.value)
    }
    for item in entry.value.items ?? [entry.value] {
      let name = item.text ?? ""
      if !nodes.contains(where: { $0.name == name || $0.path == name || $0.path.hasSuffix(".\(name)") }) {
        context.unknown("unknown-state", "state", item, nodes.dropFirst().flatMap { [$0.path, $0.name] })
      }
    }
    let names = (entry.value.items ?? [entry.value]).compactMap(\.text)
    return Expectation.States(machine: machine, names: names, life: nil, place: entry.value)
  }

  private func view(_ entry: (key: Node, value: Node)) -> Expectation.View? {
    guard let field = context.bundle.viewIndex[entry.key.text ?? ""] else {
      context.unknown("unknown-view", "view field", entry.key, context.bundle.viewFields.map(\.name))
      return nil
    }
    let value: DataExpression?
    if entry.value.isNull {
      value = .literal(.null)
    } else {
      value = context.expressions.data(entry.value, context.names, expecting: context.bundle.viewFields[field].type)
    }
    return value.map { Expectation.View(field: field, value: $0, place: entry.value) }
  }

  private func account(_ node: Node, _ name: String) -> Int? {
    if let index = context.bundle.accounts.firstIndex(where: { $0.name == name }) { return index }
    let known = context.bundle.accounts.map(\.name)
    context.report.error(
      "unknown-account", at: node, "there is no account '\(name)'",
      cure: NearestName.cure(name, among: known) ?? ScenarioContext.list(known))
    return nil
  }

  private func balances(_ node: Node) -> [Expectation.Amount] {
    if node.entries == nil {
      context.report.error(
        "wrong-kind", at: node, "balances are a mapping of accounts, or any", cure: "{held: 3000}, or any")
    }
    return (node.entries ?? []).compactMap { entry in
      guard let account = account(entry.key, entry.key.text ?? ""),
        let value = context.expressions.data(entry.value, context.names, expecting: .int)
      else { return nil }
      return Expectation.Amount(account: account, value: value, place: entry.value)
    }
  }

  /// Reads postings such as `held -> refunding 3000`.
  private func postings(_ node: Node?, _ then: inout Expectation) {
    guard let node else { return }
    if node.text == "any" {
      then.anyPostings = true
      return
    }
    then.postings = (node.items ?? [node]).compactMap { item in
      let words = (item.text ?? "").split(separator: " ").map(String.init)
      guard words.count == 4, words[1] == "->", let amount = Int64(words[3]) else {
        context.report.error(
          "bad-value", at: item, "a posting is written 'from -> to amount'", cure: "held -> refunding 3000")
        return nil
      }
      guard account(item, words[0]) != nil, account(item, words[2]) != nil else { return nil }
      return Expectation.Posting(from: words[0], to: words[2], amount: amount, place: item)
    }
  }

  private func timer(_ entry: (key: Node, value: Node)) -> Expectation.Timer? {
    let text = entry.key.text ?? ""
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    let name = parts.last ?? ""
    var found: [(machine: Int, timer: String)] = []
    var known: [String] = []
    for (index, machine) in context.bundle.machines.enumerated() where parts.count < 2 || machine.name == parts[0] {
      for timer in machine.timers {
        known.append("\(machine.name)/\(timer.name)")
        if timer.name == name || timer.name.hasSuffix(".\(name)") { found.append((index, timer.name)) }
      }
    }
    guard let only = found.first, found.count == 1 else {
      if found.isEmpty {
        let short = known.compactMap { $0.split(whereSeparator: { "/.".contains($0) }).last.map(String.init) }
        context.unknown("unknown-timer", "timer", entry.key, known + short)
      } else {
        let names = found.map { "\(context.bundle.machines[$0.machine].name)/\($0.timer)" }.joined(separator: ", ")
        context.report.error("unknown-timer", at: entry.key, "'\(text)' names several timers", cure: names)
      }
      return nil
    }
    if entry.value.text == "none" {
      return Expectation.Timer(machine: only.machine, timer: only.timer, due: nil, place: entry.value)
    }
    return context.moment(entry.value).map {
      Expectation.Timer(machine: only.machine, timer: only.timer, due: $0, place: entry.value)
    }
  }

  private func list(_ name: String, _ node: Node?) -> Expectation.List {
    guard let node else { return .exactly([]) }
    if node.text == "any" { return .any }
    if node.text == "none" { return .exactly([]) }
    return .exactly((node.items ?? [node]).compactMap { item(name, $0) })
  }

  private func item(_ list: String, _ node: Node) -> Expectation.Item? {
    if node.text != nil {
      if list == "steps", context.declaration(node) == nil { return nil }
      return context.expressions.data(node, context.names).map { Expectation.Item(label: $0, fields: [], place: node) }
    }
    guard let entry = node.entries?.first, node.entries?.count == 1, let fields = entry.value.entries else {
      context.report.error(
        "bad-value", at: node, "an item is a text, or {text: {field: value}}",
        cure: "{stripe.transfer: {amount: 2550}}")
      return nil
    }
    let step =
      list == "steps"
      ? context.declaration(entry.key)
      : context.settings.lists.first { $0.key.text == list }
        .flatMap { context.declaration($0.value["step"] ?? $0.key) }
    if list == "steps", step == nil { return nil }
    var result: [(name: String, value: DataExpression)] = []
    for field in fields {
      let known = step?.input.map(\.name) ?? []
      if let step, !step.input.contains(where: { $0.name == field.key.text }) {
        context.unknown("unknown-field", "field of \(step.name)", field.key, known)
      } else if let value = context.expressions.data(field.value, context.names) {
        result.append((field.key.text ?? "", value))
      }
    }
    return context.expressions.data(entry.key, context.names).map {
      Expectation.Item(label: $0, fields: result, place: node)
    }
  }
}
