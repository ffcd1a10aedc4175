internal import CEL
internal import CivilTime
internal import Statecharts

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
      report.error("bad-value", at: node["type"]!, "type is parallel, final or history, not '\(type!)'")
    }
    machine.states.append(StateNode(name: name, path: path, kind: kind, parent: parent, end: index + 1))
    if machine.states.count > StateSet.capacity {
      if machine.states.count > StateSet.capacity + 1 { return }
      report.error("too-many-states", at: node, "a machine has at most \(StateSet.capacity) states")
      return
    }
    for child in children {
      let childName = child.key.text ?? ""
      if machine.states.dropFirst().contains(where: { $0.name == childName }) {
        report.error(
          "duplicate-state", at: child.key, "there are two states '\(childName)': names are unique in a machine")
      }
      machine.states[index].children.append(machine.states.count)
      outline(child.value, name: childName, path: index == 0 ? childName : "\(path).\(childName)", parent: index)
    }
    machine.states[index].end = machine.states.count
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
      let event = machine.event("done.state.\(machine.states[index].name)")
      machine.states[index].handlers[event, default: []] += transitions(onDone, source: index, event: event, names)
    }
    timers(node, index)
    if let invoke = node["invoke"] {
      for use in invoke.items ?? [invoke] {
        if let step = step(use, owner: index, names) { machine.states[index].invokes.append(step) }
      }
    }
    if index > 0 { views(node["view"], index) }
    for claim in node["holds"]?.items ?? [] {
      guard let position = shared.claims.firstIndex(of: claim.text ?? "") else {
        report.error(
          "unknown-claim", at: claim, "there is no claim '\(claim.text ?? "")'", cure: "declare it under claims:")
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
        let known = machine.declarations.keys.sorted().map { machine.eventNames[$0] }
        report.error(
          "unknown-event", at: entry.key, "event '\(name)' is not declared",
          cure: nearest(to: name, in: known).map { "did you mean '\($0)'?" } ?? "declare it under events:")
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

  /// Declared events that a pattern (`payment.*`) names.
  private func matching(_ pattern: String, at node: Node) -> [Int] {
    let prefix = String(pattern.dropLast())
    let found = machine.declarations.keys.sorted().filter {
      pattern == machine.eventNames[$0] || machine.eventNames[$0].hasPrefix(prefix)
    }
    if found.isEmpty { report.error("unknown-event", at: node, "no declared event matches '\(pattern)'") }
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
    switch node?.text {
    case nil, "false": break
    case "true": machine.states[index].rest = .always
    case "view": machine.states[index].rest = .view
    default:
      report.error("bad-value", at: node!, "rest is true (may wait for ever) or view (waits for another machine)")
    }
  }

  private func verdicts(_ node: Node?, _ index: Int) {
    if let text = node?.text, let node {
      guard let verdict = Verdict(rawValue: text) else {
        report.error("bad-value", at: node, "a verdict is ignore, defer, reject or alarm, not '\(text)'")
        return
      }
      for event in machine.declarations.keys { machine.states[index].otherwise[event] = verdict }
      return
    }
    for entry in node?.entries ?? [] {
      let name = entry.key.text ?? ""
      guard let verdict = entry.value.text.flatMap(Verdict.init) else {
        report.error("bad-value", at: entry.value, "a verdict is ignore, defer, reject or alarm")
        continue
      }
      let events = name.hasSuffix("*") ? matching(name, at: entry.key) : machine.eventIndex[name].map { [$0] } ?? []
      if events.isEmpty && !name.hasSuffix("*") {
        report.error("unknown-event", at: entry.key, "event '\(name)' is not declared")
      }
      for event in events where name.hasSuffix("*") == false || machine.states[index].otherwise[event] == nil {
        machine.states[index].otherwise[event] = verdict
      }
    }
  }
}
