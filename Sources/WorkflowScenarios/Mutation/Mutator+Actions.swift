internal import WorkflowDefinitions
internal import YAMLTree

extension Mutator {
  /// Mutates an action or a list of actions.
  mutating func block(_ node: Node, _ reach: Mutant.Reach, _ path: Path) {
    guard let items = node.items else { return action(node, reach, path) }
    for (index, item) in items.enumerated() {
      action(item, reach, path + [.item(index)])
      drop(item, reach, path + [.item(index)])
    }
  }

  private mutating func drop(_ node: Node, _ reach: Mutant.Reach, _ path: Path) {
    guard let entry = node.entries?.first, let key = entry.key.text else { return }
    // A remark in the history has no effect that a scenario could notice.
    if key == "journal" { return }
    let value = entry.value
    let name = value.text ?? value["template"]?.text ?? value["step"]?.text ?? value["workflow"]?.text
    let what = name ?? value.keys.joined(separator: ", ")
    let kind: Mutant.Kind = key == "post" || key == "reverse" ? .postingDropped : .actionDropped
    add(kind, at: node, what.isEmpty ? key : "\(key) \(what)", reach, path, nil)
  }

  private mutating func action(_ node: Node, _ reach: Mutant.Reach, _ path: Path) {
    for key in ["then", "else"] {
      if let list = node[key] { block(list, reach, path + [.key(key)]) }
    }
    if let condition = node["if"], let text = condition.text {
      add(.guardNegated, at: condition, text, reach, path + ["if"], condition.like("!(\(text))"))
    }
    if let body = node["foreach"]?["do"] { block(body, reach, path + ["foreach", "do"]) }
    if let post = node["post"] { posting(post, reach, path + ["post"]) }
    if let spawn = node["spawn"], spawn["step"] != nil { step(spawn, reach, path + ["spawn"]) }
  }

  /// Mutates `post:` or `moves:`: the amount by one minor unit, and the accounts.
  private mutating func posting(_ node: Node, _ reach: Mutant.Reach, _ path: Path) {
    if let amount = node["amount"], let text = amount.text, text.hasPrefix("${"), text.hasSuffix("}") {
      let more = amount.like("${(\(text.dropFirst(2).dropLast())) + 1}")
      add(.postingChanged, at: amount, "amount + 1", reach, path + ["amount"], more)
    }
    for key in ["from", "to", "via"] {
      guard let account = node[key], let name = account.text, let other = neighbour(of: name) else { continue }
      add(.postingChanged, at: account, "\(key) \(name) -> \(other)", reach, path + [.key(key)], account.like(other))
    }
  }

  /// The next account of the same kind.
  private func neighbour(of name: String) -> String? {
    guard let kind = accounts[name] else { return nil }
    let same = accounts.keys.sorted().filter { accounts[$0] == kind }
    guard same.count > 1, let index = same.firstIndex(of: name) else { return nil }
    return same[(index + 1) % same.count]
  }

  /// Mutates `invoke:` or `spawn:`.
  mutating func step(_ node: Node, _ reach: Mutant.Reach, _ path: Path) {
    for key in ["onAccepted", "onDone", "onError", "onStopped"] {
      guard let list = node[key] else { continue }
      candidates(list, key, reach, path + [.key(key)])
      if list.items == nil {
        add(.transitionDropped, at: list, "\(key) is not heard", reach, path + [.key(key)], nil)
      }
    }
    if let wanted = node["precondition"], let text = wanted.text {
      add(.preconditionDropped, at: wanted, text, reach, path + ["precondition"], nil)
    }
    if let moves = node["moves"], moves.entries != nil {
      posting(moves, reach, path + ["moves"])
      add(.postingDropped, at: moves, "moves", reach, path + ["moves"], moves.with(.sequence([])))
    }
  }

  // MARK: Timers

  /// The duration by which a timer is moved.
  private static let shift = "PT1H"

  mutating func timers(_ node: Node, _ reach: Mutant.Reach, _ path: Path) {
    for entry in node.entries ?? [] {
      let name = entry.key.text ?? ""
      let timer = entry.value
      let place = path + [.key(name)]
      add(.timerDropped, at: entry.key, name, reach, place, nil)
      if let at = timer["at"] { move(at, name, reach, place + ["at"]) }
      if let every = timer["every"], every.text?.hasPrefix("P") ?? false {
        add(.timerMoved, at: every, "\(name) every PT1H", reach, place + ["every"], every.like("PT1H"))
      }
      condition(timer, reach, place)
      target(timer, name, reach, place)
      if let list = timer["actions"] { block(list, reach, place + ["actions"]) }
      notifications(timer, reach, place)
      if let list = timer["do"] { candidates(list, name, reach, place + ["do"]) }
      if let missed = timer["onMissed"] {
        candidates(missed, "\(name), missed", reach, place + ["onMissed"])
        add(.transitionDropped, at: missed, "\(name), missed", reach, place + ["onMissed"], nil)
      }
    }
  }

  private mutating func move(_ at: Node, _ name: String, _ reach: Mutant.Reach, _ path: Path) {
    guard let text = at.text else { return }
    for sign in ["+", "-"] {
      let nullable = "cel.bind(it, \(text), it == null ? null : it \(sign) period('\(Self.shift)'))"
      let plain = "(\(text)) \(sign) period('\(Self.shift)')"
      let moved = at.like(text.contains("null") ? nullable : plain)
      add(.timerMoved, at: at, "\(name) \(sign) \(Self.shift)", reach, path, moved)
    }
  }

  /// Mutates a timer in the short form `PT10M: target`.
  mutating func after(_ node: Node, _ reach: Mutant.Reach, _ path: Path) {
    for entry in node.entries ?? [] {
      let delay = entry.key.text ?? ""
      candidates(entry.value, "after \(delay)", reach, path + [.key(delay)])
      add(.timerDropped, at: entry.key, "after \(delay)", reach, path + [.key(delay)], nil)
      for other in [delay.contains("T") ? "PT1H1S" : "\(delay)T1H", "PT1S"] {
        let renamed = (node.entries ?? []).map { $0.key.text == delay ? ($0.key.like(other), $0.value) : $0 }
        add(.timerMoved, at: entry.key, "after \(delay) -> \(other)", reach, path, node.with(.mapping(renamed)))
      }
    }
  }
}
