internal import WorkflowDefinitions

/// Makes the mutants of one definition file. It works on the file as it is written, so that a mutant goes through the same reader and
/// checker as any definition, and has a line; what the checker refuses is no mutant.
struct Mutator {
  /// Makes the whole document out of a changed part of it.
  typealias Rebuild = (Node) -> Node

  let machine: String
  /// Accounts by kind: only one of the same kind takes another's place.
  let accounts: [String: String]
  /// Names of the states with their parent's, for siblings.
  private var siblings: [String: [String]] = [:]
  private(set) var mutants: [Mutant] = []

  init(_ file: Node, accounts: [String: String]) {
    machine = file["workflow"]?.text ?? ""
    self.accounts = accounts
    collect(file)
    state(file, path: "", isRoot: true) { $0 }
    events(file)
    births(file)
    actions(file)
  }

  private mutating func collect(_ node: Node) {
    let states = node["states"]?.entries ?? []
    let names = states.filter { $0.value["type"]?.text != "history" }.compactMap(\.key.text)
    for name in names { siblings[name] = names }
    for entry in states { collect(entry.value) }
  }

  mutating func add(_ kind: Mutant.Kind, at node: Node, _ change: String, _ reach: Mutant.Reach, _ document: Node) {
    mutants.append(
      Mutant(
        kind: kind, file: node.file, line: node.line, change: change, reach: reach, document: document))
  }

  // MARK: States

  private mutating func state(_ node: Node, path: String, isRoot: Bool, _ rebuild: @escaping Rebuild) {
    let reach: Mutant.Reach = isRoot ? .machine(machine) : .state(machine, path: path)
    for key in ["entry", "exit"] {
      if let list = node[key] { block(list, reach) { rebuild(node.replacing(key, $0)) } }
    }
    if let handlers = node["on"] {
      entries(handlers, of: "on", reach) { rebuild(node.replacing("on", $0)) }
    }
    for key in ["always", "onDone"] {
      if let list = node[key] { candidates(list, key, reach) { rebuild(node.replacing(key, $0)) } }
    }
    if let after = node["after"] { self.after(after, reach) { rebuild(node.replacing("after", $0)) } }
    if let timers = node["timers"] { self.timers(timers, reach) { rebuild(node.replacing("timers", $0)) } }
    if let invoke = node["invoke"] {
      if let items = invoke.items {
        for (index, item) in items.enumerated() {
          step(item, reach) { rebuild(node.replacing("invoke", invoke.replacing(index, $0))) }
        }
      } else {
        step(invoke, reach) { rebuild(node.replacing("invoke", $0)) }
      }
    }
    if let verdicts = node["otherwise"] {
      for entry in verdicts.entries ?? [] {
        verdict(entry.value, of: entry.key.text ?? "", reach) {
          rebuild(node.replacing("otherwise", verdicts.replacing(entry.key.text ?? "", $0)))
        }
      }
    }
    let states = node["states"]
    for entry in states?.entries ?? [] {
      let name = entry.key.text ?? ""
      state(entry.value, path: path.isEmpty ? name : "\(path).\(name)", isRoot: false) {
        rebuild(node.replacing("states", states!.replacing(name, $0)))
      }
    }
  }

  /// Event → transitions.
  private mutating func entries(
    _ node: Node, of what: String, _ reach: Mutant.Reach, _ rebuild: @escaping Rebuild
  ) {
    for entry in node.entries ?? [] {
      let name = entry.key.text ?? ""
      candidates(entry.value, name, reach) { rebuild(node.replacing(name, $0)) }
      if entry.value.items == nil {
        add(.transitionDropped, at: entry.key, "'\(name)' is not heard", reach, rebuild(node.replacing(name, nil)))
      }
    }
  }

  // MARK: Transitions

  /// A target, a candidate, or a list of them.
  mutating func candidates(_ node: Node, _ event: String, _ reach: Mutant.Reach, _ rebuild: @escaping Rebuild) {
    guard let items = node.items else { return candidate(node, event, reach, rebuild) }
    for (index, item) in items.enumerated() {
      candidate(item, event, reach) { rebuild(node.replacing(index, $0)) }
      add(
        .transitionDropped, at: item, "candidate \(index + 1) for \(event)", reach, rebuild(node.replacing(index, nil)))
    }
  }

  private mutating func candidate(_ node: Node, _ event: String, _ reach: Mutant.Reach, _ rebuild: @escaping Rebuild) {
    let taken: Mutant.Reach = .taken(machine, line: node.line)
    if let target = node.text {
      if let other = sibling(of: target) {
        add(.targetSwapped, at: node, "\(event): \(target) -> \(other)", taken, rebuild(node.like(other)))
      }
      return
    }
    if let condition = node["guard"], let text = condition.text {
      add(.guardDropped, at: condition, text, reach, rebuild(node.replacing("guard", nil)))
      add(.guardNegated, at: condition, text, reach, rebuild(node.replacing("guard", condition.like("!(\(text))"))))
    }
    if let target = node["target"], let name = target.text, let other = sibling(of: name) {
      let changed = node.replacing("target", target.like(other))
      add(.targetSwapped, at: target, "\(event): \(name) -> \(other)", taken, rebuild(changed))
    }
    if let list = node["actions"] { block(list, taken) { rebuild(node.replacing("actions", $0)) } }
    if let refused = node["onRefused"] {
      candidate(refused, "\(event), refused", reach) { rebuild(node.replacing("onRefused", $0)) }
    }
  }

  /// A timer's own target.
  mutating func target(_ node: Node, _ event: String, _ reach: Mutant.Reach, _ rebuild: Rebuild) {
    guard let target = node["target"], let name = target.text, let other = sibling(of: name) else { return }
    add(
      .targetSwapped, at: target, "\(event): \(name) -> \(other)", reach,
      rebuild(node.replacing("target", target.like(other))))
  }

  /// The next state of the same parent; nil if there is none.
  private func sibling(of target: String) -> String? {
    let name = target.split(separator: ".").last.map(String.init) ?? target
    guard let names = siblings[name], names.count > 1, let index = names.firstIndex(of: name) else { return nil }
    return names[(index + 1) % names.count]
  }

  // MARK: Events and start

  private mutating func events(_ file: Node) {
    guard let events = file["events"] else { return }
    for entry in events.entries ?? [] {
      let name = entry.key.text ?? ""
      let rebuild: Rebuild = { file.replacing("events", events.replacing(name, $0)) }
      if entry.value.text != nil {
        verdict(entry.value, of: name, .machine(machine), rebuild)
      } else if let otherwise = entry.value["otherwise"] {
        verdict(otherwise, of: name, .machine(machine)) { rebuild(entry.value.replacing("otherwise", $0)) }
      }
    }
  }

  /// `alarm` says that something never happens; like an invariant it is not taken away, for nothing would be seen.
  private mutating func verdict(_ node: Node, of event: String, _ reach: Mutant.Reach, _ rebuild: Rebuild) {
    let others = ["ignore": "alarm", "defer": "ignore", "reject": "ignore"]
    guard let word = node.text, let other = others[word] else { return }
    add(.verdictChanged, at: node, "\(event): \(word) -> \(other)", reach, rebuild(node.like(other)))
  }

  private mutating func births(_ file: Node) {
    guard let start = file["start"] else { return }
    for (index, item) in (start.items ?? []).enumerated() {
      add(
        .birthDropped, at: item, item["reject"]?.text ?? "onRefused", .any,
        file.replacing("start", start.replacing(index, nil)))
    }
  }

  private mutating func actions(_ file: Node) {
    guard let actions = file["actions"] else { return }
    for entry in actions.entries ?? [] {
      guard let body = entry.value["do"] else { continue }
      let name = entry.key.text ?? ""
      block(body, .any) {
        file.replacing("actions", actions.replacing(name, entry.value.replacing("do", $0)))
      }
    }
  }
}
