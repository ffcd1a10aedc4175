internal import CEL
internal import CivilTime
internal import Statecharts
internal import YAMLTree

extension MachineDraft {
  /// First pass: the tree of states, so that `In('x')` and targets can be checked. The root's node is the file itself.
  func outline(_ node: Node, name: String, path: String, parent: Int?) {
    let index = machine.states.count
    let type = node["type"]?.text
    let children = node["states"]?.entries ?? []
    let kind: StateNode.Kind
    switch type {
    case "parallel": kind = .parallel
    case "final": kind = .final
    case "history": kind = node["history"]?.text == "deep" ? .deepHistory : .shallowHistory
    case nil, "atomic", "compound": kind = children.isEmpty ? .atomic : .compound
    default:
      kind = .atomic
      report.choice("type", of: ["parallel", "final", "history"], at: node["type"]!)
    }
    historyKeys(node, isHistory: type == "history")
    machine.states.append(StateNode(name: name, path: path, kind: kind, parent: parent, end: index + 1))
    if machine.states.count > StateSet.capacity {
      if machine.states.count > StateSet.capacity + 1 { return }
      report.error(
        "too-many-states", at: node, "a machine has at most \(StateSet.capacity) states",
        cure: "a part of it as a machine of its own: invoke: {workflow: …}")
      return
    }
    for child in children {
      let childName = child.key.text ?? ""
      if childName.isEmpty || childName.contains(where: { " \t./*#,".contains($0) }) {
        report.error(
          "bad-value", at: child.key,
          "a state's name has no blank, dot, slash, comma, '*' or '#' in it, and is not empty",
          cure: String(childName.map { $0.isLetter || $0.isNumber ? $0 : "_" }))
      }
      if machine.states.dropFirst().contains(where: { $0.name == childName }) {
        report.error(
          "duplicate-state", at: child.key, "there are two states '\(childName)': names are unique in a machine",
          cure: "\(name.isEmpty || index == 0 ? "other" : name)_\(childName)")
      }
      machine.states[index].children.append(machine.states.count)
      outline(child.value, name: childName, path: index == 0 ? childName : "\(path).\(childName)", parent: index)
    }
    machine.states[index].end = machine.states.count
  }

  private func historyKeys(_ node: Node, isHistory: Bool) {
    if let depth = node["history"], isHistory, !["shallow", "deep"].contains(depth.text ?? "") {
      report.choice("history", of: ["shallow", "deep"], at: depth)
    }
    for key in ["history", "target"] where !isHistory {
      guard let value = node[key] else { continue }
      report.error(
        "bad-value", at: value, "'\(key)' of a state is for history states",
        cure: key == "target" ? "always: \(value.text ?? "…"), or type: history" : "type: history")
    }
  }

  /// Second pass: what the states do. Returns the index after the state's last descendant.
  @discardableResult
  func fill(_ node: Node, index: Int) -> Int {
    if index > 0 { report.checkKeys(node, Keys.state) }
    if let initial = node["initial"] { openInitials.append((index, initial, initial.text ?? "")) }
    if machine.states[index].isHistory, let target = node["target"] {
      openInitials.append((index, target, target.text ?? ""))
    }
    machine.states[index].entry = actions(node["entry"], names)
    machine.states[index].exit = actions(node["exit"], names)
    handlers(node["on"], index)
    if let always = node["always"] {
      machine.states[index].always = transitions(always, source: index, event: nil, names)
    }
    if let onDone = node["onDone"] {
      if machine.states[index].kind == .atomic {
        report.error(
          "bad-value", at: onDone, "'onDone' of a state is heard when a final state inside it is reached: it has none",
          cure: "invoke: {…, onDone: …} for what comes of a step or a machine")
      }
      let event = machine.event("done.state.\(machine.states[index].name)")
      machine.states[index].handlers[event, default: []] += transitions(onDone, source: index, event: event, names)
    }
    timers(node, index)
    if let invoke = node["invoke"] {
      for use in invoke.items ?? [invoke] {
        if use["workflow"] != nil {
          invocation(use, owner: index)
        } else if let step = step(use, owner: index, names) {
          machine.states[index].invokes.append(step)
        }
      }
    }
    if index > 0 { views(node["view"], index) }
    if index > 0 { ending(node, index) }
    if self.index > 0, let holds = node["holds"] {
      report.error(
        "holds-outside-root", at: holds, "only states of the root '\(shared.machines[0])' hold claims",
        cure: "holds: in the state of '\(shared.machines[0])' meanwhile")
    }
    for claim in node["holds"]?.items ?? [] {
      guard let position = shared.claims.firstIndex(of: claim.text ?? "") else {
        report.error(
          "unknown-claim", at: claim, "there is no claim '\(claim.text ?? "")'",
          cure: NearestName.cure(claim.text ?? "", among: shared.claims)
            ?? "declare it under claims:")
        continue
      }
      machine.states[index].holds.append(position)
    }
    rest(node["rest"], index)
    verdicts(node["otherwise"], index)
    var next = index + 1
    for child in node["states"]?.entries ?? [] { next = fill(child.value, index: next) }
    return next
  }

  private func handlers(_ node: Node?, _ index: Int) {
    var prefixed: [(event: Int, candidates: Node)] = []
    for entry in node?.entries ?? [] {
      let name = entry.key.text ?? ""
      if name.hasSuffix(".*") || name == "*" {
        for event in matching(name, at: entry.key) { prefixed.append((event, entry.value)) }
        continue
      }
      guard let event = machine.eventIndex[name], let declaration = machine.declarations[event] else {
        undeclared(name, at: entry.key)
        continue
      }
      machine.states[index].handlers[event] = transitions(
        entry.value, source: index, event: event, names.hearing(declaration.data))
    }
    // Exact before prefix.
    for (event, candidates) in prefixed where machine.states[index].handlers[event] == nil {
      let data = machine.declarations[event]?.data ?? .dyn
      machine.states[index].handlers[event] = transitions(candidates, source: index, event: event, names.hearing(data))
    }
  }

  private func undeclared(_ name: String, at node: Node) {
    let known = machine.declarations.keys.sorted().map { machine.eventNames[$0] }
    report.error(
      "unknown-event", at: node, "event '\(name)' is not declared",
      cure: NearestName.cure(name, among: known) ?? "declare it under events:")
  }

  /// Declared events that a pattern (`payment.*`) names.
  private func matching(_ pattern: String, at node: Node) -> [Int] {
    let prefix = String(pattern.dropLast())
    let found = machine.declarations.keys.sorted().filter {
      pattern == machine.eventNames[$0] || machine.eventNames[$0].hasPrefix(prefix)
    }
    if found.isEmpty {
      let known = machine.declarations.keys.sorted().map { machine.eventNames[$0] }
      report.error(
        "unknown-event", at: node, "no declared event matches '\(pattern)'",
        cure: known.isEmpty ? "declare one under events:" : "declared: \(known.joined(separator: ", "))")
    }
    return found
  }

  private func views(_ node: Node?, _ index: Int) {
    for entry in node?.entries ?? [] {
      let name = entry.key.text ?? ""
      guard let field = shared.views.firstIndex(where: { $0.name == name }),
        machine.viewValues.contains(where: { $0.field == field })
      else {
        report.error(
          "unknown-view", at: entry.key, "'\(name)' is not a view field of '\(machine.name)'",
          cure: "declare it under view: at the top of the file")
        continue
      }
      if let value = expressions.data(entry.value, names, expecting: shared.views[field].type) {
        machine.states[index].view.append((field, value))
      }
    }
  }

  private func rest(_ node: Node?, _ index: Int) {
    if let node, node.entries != nil { return rest(until: node, index) }
    switch node?.text {
    case nil, "false": break
    case "true": machine.states[index].rest = .always
    case "view": machine.states[index].rest = .view
    default:
      report.choice("rest", of: ["true", "false", "view", "{until: timer}"], at: node!)
    }
  }

  /// `rest: {until: timer}`: a timer of this state or of one around it.
  private func rest(until node: Node, _ index: Int) {
    report.checkKeys(node, Keys.rest)
    let name = node["until"]?.text ?? ""
    var known: [String] = []
    var current: Int? = index
    while let state = current {
      let prefix = state == 0 ? "" : "\(machine.states[state].path)."
      for timer in machine.states[state].timers {
        let local = String(machine.timers[timer].name.dropFirst(prefix.count))
        if local == name {
          machine.states[index].rest = .until(timer: timer)
          return
        }
        known.append(local)
      }
      current = machine.states[state].parent
    }
    report.error(
      "unknown-timer", at: node["until"] ?? node, "neither this state nor one around it has a timer '\(name)'",
      cure: NearestName.cure(name, among: known) ?? "declare it under timers:")
  }

  private func verdicts(_ node: Node?, _ index: Int) {
    if let text = node?.text, let node {
      guard let verdict = Verdict(rawValue: text) else {
        report.badVerdict(node)
        return
      }
      for event in machine.declarations.keys { machine.states[index].otherwise[event] = verdict }
      return
    }
    for entry in node?.entries ?? [] {
      let name = entry.key.text ?? ""
      guard let verdict = entry.value.text.flatMap(Verdict.init) else {
        report.badVerdict(entry.value)
        continue
      }
      let events = name.hasSuffix("*") ? matching(name, at: entry.key) : machine.eventIndex[name].map { [$0] } ?? []
      if events.isEmpty && !name.hasSuffix("*") {
        undeclared(name, at: entry.key)
      }
      for event in events where name.hasSuffix("*") == false || machine.states[index].otherwise[event] == nil {
        machine.states[index].otherwise[event] = verdict
      }
    }
  }
}
