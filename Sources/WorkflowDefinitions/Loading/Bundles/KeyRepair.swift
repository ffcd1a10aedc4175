internal import CEL
internal import YAMLTree

/// Replaces misspelt and retired keys by the intended ones and reports each once, so that one slip does not look like
/// ten missing keys.
struct KeyRepair {
  let report: Report

  /// A definition, or a file that others include.
  func file(_ node: Node) -> Node {
    guard node.entries != nil else { return node }
    let isRoot = node["family"]?.items != nil
    let isIncluded = node["workflow"] == nil && node["states"] == nil && node["family"] == nil
    let table = isRoot ? Keys.root : isIncluded ? Keys.included : Keys.member
    return body(repaired(node, table)).mapping { key, value in
      switch key {
      case "events":
        value.mapping { repaired($1, Keys.event).mapping { $0 == "data" ? $1.mapping { field($1) } : $1 } }
      case "params": value.mapping { $1["type"]?.text == nil ? $1 : repaired($1, Keys.parameter) }
      case "context", "input", "output": value.mapping { field($1) }
      case "view" where node["workflow"] != nil: value.mapping { repaired($1, Keys.view) }
      case "actions":
        value.mapping { repaired($1, Keys.namedAction).mapping { $0 == "do" ? actions($1) : $1 } }
      case "claims": value.mapping { repaired($1, Keys.claim) }
      case "ledger": repaired(value, Keys.ledger)
      case "limits": repaired(value, Keys.limits)
      case "invariants": value.each { repaired($0, Keys.invariant) }
      case "start": value.each { repaired($0, Keys.startRule).mapping { $0 == "actions" ? actions($1) : $1 } }
      default: value
      }
    }
  }

  /// The part of a file that it has in common with a state.
  private func body(_ node: Node) -> Node {
    node.mapping { key, value in
      switch key {
      case "states": value.mapping { body(repaired($1, Keys.state)) }
      case "on", "after": value.mapping { transitions($1) }
      case "always", "onDone": transitions(value)
      case "entry", "exit": actions(value)
      case "timers": value.mapping { timer($1) }
      case "invoke": value.each { use($0) }
      case "rest": value.entries == nil ? value : repaired(value, Keys.rest)
      default: value
      }
    }
  }

  private func timer(_ node: Node) -> Node {
    repaired(node, Keys.timer).mapping { key, value in
      switch key {
      case "do", "onMissed": transitions(value)
      case "step": use(value)
      case "actions": actions(value)
      case "notify": value.each { $0["step"] == nil ? actions($0) : use($0) }
      default: value
      }
    }
  }

  /// A step or a machine that a state invokes or an action spawns.
  private func use(_ node: Node) -> Node {
    repaired(node, node["workflow"] == nil ? Keys.step : Keys.child).mapping { key, value in
      switch key {
      case "retry": repaired(value, Keys.retry)
      case "moves": value.entries == nil ? value : repaired(value, Keys.moves)
      case "leave": current(value, of: key)
      case "completedBy": value.mapping { repaired($1, Keys.settlement) }
      case "onAccepted", "onDone", "onError", "onStopped": transitions(value)
      case "onEach": actions(value)
      default: value
      }
    }
  }

  private func transitions(_ node: Node) -> Node {
    node.each { candidate in
      repaired(candidate, Keys.candidate).mapping { key, value in
        switch key {
        case "actions": actions(value)
        case "step": use(value)
        case "notify": value.each { $0["step"] == nil ? actions($0) : use($0) }
        case "onRefused": transitions(value)
        default: value
        }
      }
    }
  }

  private func actions(_ node: Node) -> Node {
    node.each { action in
      let tables = ["raise": Keys.raise, "emit": Keys.emit, "publish": Keys.publish, "if": Keys.conditional]
      let table = action.keys.lazy.compactMap { tables[$0] }.first
      return (table.map { repaired(action, $0) } ?? action).mapping { key, value in
        switch key {
        case "spawn": value["workflow"] == nil ? use(value) : repaired(value, Keys.spawnedWorkflow)
        case "send": repaired(value, Keys.send)
        case "post": repaired(value, Keys.post)
        case "then", "else": actions(value)
        case "foreach": repaired(value, Keys.loop).mapping { $0 == "do" ? actions($1) : $1 }
        default: value
        }
      }
    }
  }

  /// The value, or the word that replaced it.
  private func current(_ node: Node, of key: String) -> Node {
    guard let text = node.text, let word = RetiredNames.word(text, of: key) else { return node }
    report.retired(text, at: node, word)
    return node.with(.scalar(word, isPlain: true))
  }

  /// `{type: T, value: …}`; a mapping without `type` is the type of an object.
  private func field(_ node: Node) -> Node { node["type"]?.text == nil ? node : repaired(node, Keys.field) }

  private func repaired(_ node: Node, _ table: KeyTable) -> Node {
    guard var entries = node.entries else { return node }
    let given = Set(node.keys)
    let free = table.keys.filter { !given.contains($0) }
    for index in entries.indices {
      guard let key = entries[index].key.text, !table.keys.contains(key) else { continue }
      if let name = RetiredNames.key(key, of: table), !given.contains(name) {
        report.retired(key, at: entries[index].key, name)
        entries[index].key = entries[index].key.with(.scalar(name, isPlain: true))
        continue
      }
      guard let meant = NearestName.find(key, among: free) else { continue }
      report.unknown(key, at: entries[index].key, table, meant: meant)
      entries[index].key = entries[index].key.with(.scalar(meant, isPlain: true))
    }
    return node.with(.mapping(entries))
  }
}

extension Node {
  /// Returns a mapping with every value replaced, and any other node unchanged.
  fileprivate func mapping(_ change: (_ key: String, _ value: Node) -> Node) -> Node {
    guard let entries else { return self }
    return with(.mapping(entries.map { (key: $0.key, value: change($0.key.text ?? "", $0.value)) }))
  }

  /// Returns a list with every item replaced, and any other node replaced itself.
  fileprivate func each(_ change: (Node) -> Node) -> Node {
    guard let items else { return change(self) }
    return with(.sequence(items.map(change)))
  }
}
