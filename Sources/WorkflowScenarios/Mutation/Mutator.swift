internal import WorkflowDefinitions
internal import YAMLTree

/// Makes the mutants of one definition file. It changes the text's tree, so that a mutant passes the same reader and
/// checker as any definition and has a line. Definitions that the checker refuses are not counted.
struct Mutator {
  /// The path of a node from the file's root.
  typealias Path = [PathStep]

  let file: Node
  let machine: String
  /// Accounts by kind; an account is replaced only by one of the same kind.
  let accounts: [String: String]
  /// The names of the states with the same parent.
  private var siblings: [String: [String]] = [:]
  private(set) var mutants: [Mutant] = []

  init(_ file: Node, accounts: [String: String]) {
    self.file = file
    machine = file["workflow"]?.text ?? ""
    self.accounts = accounts
    collect(file)
    state(file, name: "", [])
    events()
    startRules()
    actions()
  }

  private mutating func collect(_ node: Node) {
    let states = node["states"]?.entries ?? []
    let names = states.filter { $0.value["type"]?.text != "history" }.compactMap(\.key.text)
    for name in names { siblings[name] = names }
    for entry in states { collect(entry.value) }
  }

  /// Adds a mutant in which `value` replaces the node at the path; nil removes the node.
  mutating func add(
    _ kind: Mutant.Kind, at node: Node, _ change: String, _ reach: Mutant.Reach, _ path: Path, _ value: Node?
  ) {
    mutants.append(
      Mutant(
        kind: kind, file: node.file, line: node.line, change: change, reach: reach,
        document: file.replacing(path[...], value)))
  }

  // MARK: States

  private mutating func state(_ node: Node, name: String, _ path: Path) {
    let reach: Mutant.Reach = path.isEmpty ? .machine(machine) : .state(machine, path: name)
    for key in ["entry", "exit"] {
      if let list = node[key] { block(list, reach, path + [.key(key)]) }
    }
    if let handlers = node["on"] { entries(handlers, reach, path + ["on"]) }
    for key in ["always", "onDone"] {
      if let list = node[key] { candidates(list, key, reach, path + [.key(key)]) }
    }
    if let delays = node["after"] { after(delays, reach, path + ["after"]) }
    if let list = node["timers"] { timers(list, reach, path + ["timers"]) }
    if let invoke = node["invoke"] {
      for (index, item) in (invoke.items ?? []).enumerated() { step(item, reach, path + ["invoke", .item(index)]) }
      if invoke.items == nil { step(invoke, reach, path + ["invoke"]) }
    }
    for entry in node["otherwise"]?.entries ?? [] {
      let event = entry.key.text ?? ""
      disposition(entry.value, of: event, reach, path + ["otherwise", .key(event)])
    }
    for entry in node["states"]?.entries ?? [] {
      let child = entry.key.text ?? ""
      state(entry.value, name: name.isEmpty ? child : "\(name).\(child)", path + ["states", .key(child)])
    }
  }

  /// Mutates the transitions of each event.
  private mutating func entries(_ node: Node, _ reach: Mutant.Reach, _ path: Path) {
    for entry in node.entries ?? [] {
      let name = entry.key.text ?? ""
      candidates(entry.value, name, reach, path + [.key(name)])
      if entry.value.items == nil {
        add(.transitionDropped, at: entry.key, "'\(name)' is not heard", reach, path + [.key(name)], nil)
      }
    }
  }

  // MARK: Transitions

  /// Mutates a target, a candidate or a list of them.
  mutating func candidates(_ node: Node, _ event: String, _ reach: Mutant.Reach, _ path: Path) {
    guard let items = node.items else { return candidate(node, event, reach, path) }
    for (index, item) in items.enumerated() {
      candidate(item, event, reach, path + [.item(index)])
      add(.transitionDropped, at: item, "candidate \(index + 1) for \(event)", reach, path + [.item(index)], nil)
    }
  }

  private mutating func candidate(_ node: Node, _ event: String, _ reach: Mutant.Reach, _ path: Path) {
    let taken: Mutant.Reach = .taken(machine, line: node.line)
    if let target = node.text {
      if let other = sibling(of: target) {
        add(.targetSwapped, at: node, "\(event): \(target) -> \(other)", taken, path, node.like(other))
      }
      return
    }
    condition(node, reach, path)
    target(node, event, taken, path)
    if let list = node["actions"] { block(list, taken, path + ["actions"]) }
    notifications(node, taken, path)
    if let refused = node["onRefused"] { candidate(refused, "\(event), refused", reach, path + ["onRefused"]) }
  }

  /// Drops what people are told by a candidate or a timer.
  mutating func notifications(_ node: Node, _ reach: Mutant.Reach, _ path: Path) {
    guard let notify = node["notify"] else { return }
    if notify.items != nil { return block(notify, reach, path + ["notify"]) }
    add(.actionDropped, at: notify, "notify", reach, path + ["notify"], nil)
  }

  /// Mutates the guard of a candidate or a timer.
  mutating func condition(_ node: Node, _ reach: Mutant.Reach, _ path: Path) {
    guard let condition = node["guard"], let text = condition.text else { return }
    add(.guardDropped, at: condition, text, reach, path + ["guard"], nil)
    add(.guardNegated, at: condition, text, reach, path + ["guard"], condition.like("!(\(text))"))
  }

  mutating func target(_ node: Node, _ event: String, _ reach: Mutant.Reach, _ path: Path) {
    guard let target = node["target"], let name = target.text, let other = sibling(of: name) else { return }
    add(.targetSwapped, at: target, "\(event): \(name) -> \(other)", reach, path + ["target"], target.like(other))
  }

  /// The next state with the same parent; nil if there is none.
  private func sibling(of target: String) -> String? {
    let name = target.split(separator: ".").last.map(String.init) ?? target
    guard let names = siblings[name], names.count > 1, let index = names.firstIndex(of: name) else { return nil }
    return names[(index + 1) % names.count]
  }

  // MARK: Events, start, named actions

  private mutating func events() {
    for entry in file["events"]?.entries ?? [] {
      let name = entry.key.text ?? ""
      if isAlwaysTaken(name, entry.value) { continue }
      if entry.value.text != nil {
        disposition(entry.value, of: name, .machine(machine), ["events", .key(name)])
      } else if let otherwise = entry.value["otherwise"] {
        disposition(otherwise, of: name, .machine(machine), ["events", .key(name), "otherwise"])
      }
    }
  }

  /// True if the machine handles the event itself without a guard in every state, so that its disposition never
  /// applies.
  private func isAlwaysTaken(_ event: String, _ declaration: Node) -> Bool {
    guard declaration["by"] == nil, declaration["from"] == nil, let handler = file["on"]?[event] else { return false }
    let last = handler.items?.last ?? handler
    return last.text != nil || last["guard"] == nil
  }

  /// Mutates a disposition. `alarm` is kept, because it states that something never happens, and its removal could not
  /// be noticed.
  private mutating func disposition(_ node: Node, of event: String, _ reach: Mutant.Reach, _ path: Path) {
    let others = ["ignore": "alarm", "defer": "ignore", "reject": "ignore"]
    guard let word = node.text, let other = others[word] else { return }
    add(.dispositionChanged, at: node, "\(event): \(word) -> \(other)", reach, path, node.like(other))
  }

  private mutating func startRules() {
    for (index, item) in (file["start"]?.items ?? []).enumerated() {
      add(.startRuleDropped, at: item, item["reject"]?.text ?? "onRefused", .any, ["start", .item(index)], nil)
    }
  }

  private mutating func actions() {
    for entry in file["actions"]?.entries ?? [] {
      guard let body = entry.value["do"] else { continue }
      block(body, .any, ["actions", .key(entry.key.text ?? ""), "do"])
    }
  }
}
