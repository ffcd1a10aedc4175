internal import WorkflowDefinitions

extension Mutator {
  /// A list of actions, or one.
  mutating func block(_ node: Node, _ reach: Mutant.Reach, _ rebuild: @escaping Rebuild) {
    guard let items = node.items else { return action(node, reach, rebuild) }
    for (index, item) in items.enumerated() {
      action(item, reach) { rebuild(node.replacing(index, $0)) }
      drop(item, reach) { rebuild(node.replacing(index, nil)) }
    }
  }

  private mutating func drop(_ node: Node, _ reach: Mutant.Reach, _ document: () -> Node) {
    guard let key = node.entries?.first?.key.text else { return }
    // A remark in the history changes nothing that anybody sees.
    if key == "journal" { return }
    let value = node.entries?.first?.value
    let what =
      value?.text ?? value?["template"]?.text ?? value?["step"]?.text ?? value?["workflow"]?.text
      ?? value?.keys.joined(separator: ", ") ?? ""
    let kind: Mutant.Kind = key == "post" || key == "reverse" ? .postingDropped : .actionDropped
    add(kind, at: node, what.isEmpty ? key : "\(key) \(what)", reach, document())
  }

  private mutating func action(_ node: Node, _ reach: Mutant.Reach, _ rebuild: @escaping Rebuild) {
    for key in ["then", "else"] {
      if let list = node[key] { block(list, reach) { rebuild(node.replacing(key, $0)) } }
    }
    if let condition = node["if"], let text = condition.text {
      add(.guardNegated, at: condition, text, reach, rebuild(node.replacing("if", condition.like("!(\(text))"))))
    }
    if let loop = node["foreach"], let body = loop["do"] {
      block(body, reach) { rebuild(node.replacing("foreach", loop.replacing("do", $0))) }
    }
    if let post = node["post"] { posting(post, reach) { rebuild(node.replacing("post", $0)) } }
    if let spawn = node["spawn"], spawn["step"] != nil {
      step(spawn, reach) { rebuild(node.replacing("spawn", $0)) }
    }
  }

  /// `post:` or `moves:`: one unit more, other accounts.
  private mutating func posting(_ node: Node, _ reach: Mutant.Reach, _ rebuild: @escaping Rebuild) {
    if let amount = node["amount"], let text = amount.text, text.hasPrefix("${"), text.hasSuffix("}") {
      let inner = text.dropFirst(2).dropLast()
      add(
        .postingChanged, at: amount, "amount + 1", reach,
        rebuild(node.replacing("amount", amount.like("${(\(inner)) + 1}"))))
    }
    for key in ["from", "to", "via"] {
      guard let account = node[key], let name = account.text, let other = neighbour(of: name) else { continue }
      add(
        .postingChanged, at: account, "\(key) \(name) -> \(other)", reach,
        rebuild(node.replacing(key, account.like(other))))
    }
  }

  /// The next account of the same kind.
  private func neighbour(of name: String) -> String? {
    guard let kind = accounts[name] else { return nil }
    let same = accounts.keys.sorted().filter { accounts[$0] == kind }
    guard same.count > 1, let index = same.firstIndex(of: name) else { return nil }
    return same[(index + 1) % same.count]
  }

  /// `invoke:` or `spawn:`.
  mutating func step(_ node: Node, _ reach: Mutant.Reach, _ rebuild: @escaping Rebuild) {
    for key in ["onAccepted", "onDone", "onError", "onStopped"] {
      guard let list = node[key] else { continue }
      candidates(list, key, reach) { rebuild(node.replacing(key, $0)) }
      if list.items == nil {
        add(.transitionDropped, at: list, "\(key) is not heard", reach, rebuild(node.replacing(key, nil)))
      }
    }
    if let wanted = node["wanted"], let text = wanted.text {
      add(.wantedDropped, at: wanted, text, reach, rebuild(node.replacing("wanted", nil)))
    }
    if let moves = node["moves"], moves.entries != nil {
      posting(moves, reach) { rebuild(node.replacing("moves", $0)) }
      let nothing = moves.with(.sequence([]))
      add(.postingDropped, at: moves, "moves", reach, rebuild(node.replacing("moves", nothing)))
    }
  }

  // MARK: Timers

  /// By how much a timer is moved.
  private static let shift = "PT1H"

  mutating func timers(_ node: Node, _ reach: Mutant.Reach, _ rebuild: @escaping Rebuild) {
    for entry in node.entries ?? [] {
      let name = entry.key.text ?? ""
      let timer = entry.value
      let whole: Rebuild = { rebuild(node.replacing(name, $0)) }
      add(.timerDropped, at: entry.key, name, reach, rebuild(node.replacing(name, nil)))
      if let at = timer["at"], let text = at.text {
        for sign in ["+", "-"] {
          let moved = "cel.bind(it, \(text), it == null ? null : it \(sign) period('\(Self.shift)'))"
          let plain = "(\(text)) \(sign) period('\(Self.shift)')"
          let isNullable = text.contains("null")
          add(
            .timerMoved, at: at, "\(name) \(sign) \(Self.shift)", reach,
            whole(timer.replacing("at", at.like(isNullable ? moved : plain))))
        }
      }
      if let every = timer["every"], every.text?.hasPrefix("P") ?? false {
        add(
          .timerMoved, at: every, "\(name) every PT1H", reach, whole(timer.replacing("every", every.like("PT1H"))))
      }
      if let condition = timer["guard"], let text = condition.text {
        add(.guardDropped, at: condition, text, reach, whole(timer.replacing("guard", nil)))
        add(.guardNegated, at: condition, text, reach, whole(timer.replacing("guard", condition.like("!(\(text))"))))
      }
      if timer["do"] == nil { target(timer, name, reach, whole) }
      if let list = timer["actions"] { block(list, reach) { whole(timer.replacing("actions", $0)) } }
      if let list = timer["do"] { candidates(list, name, reach) { whole(timer.replacing("do", $0)) } }
      if let missed = timer["onMissed"] {
        candidates(missed, "\(name), missed", reach) { whole(timer.replacing("onMissed", $0)) }
        add(.transitionDropped, at: missed, "\(name), missed", reach, whole(timer.replacing("onMissed", nil)))
      }
    }
  }

  /// `PT10M: target`.
  mutating func after(_ node: Node, _ reach: Mutant.Reach, _ rebuild: @escaping Rebuild) {
    for entry in node.entries ?? [] {
      let delay = entry.key.text ?? ""
      candidates(entry.value, "after \(delay)", reach) { rebuild(node.replacing(delay, $0)) }
      add(.timerDropped, at: entry.key, "after \(delay)", reach, rebuild(node.replacing(delay, nil)))
      let later = node.with(
        .mapping((node.entries ?? []).map { $0.key.text == delay ? ($0.key.like("\(delay)T1H"), $0.value) : $0 }))
      let isDays = delay.hasSuffix("D")
      if isDays { add(.timerMoved, at: entry.key, "after \(delay) + PT1H", reach, rebuild(later)) }
      let sooner = node.with(
        .mapping((node.entries ?? []).map { $0.key.text == delay ? ($0.key.like("PT1S"), $0.value) : $0 }))
      add(.timerMoved, at: entry.key, "after PT1S", reach, rebuild(sooner))
    }
  }
}
