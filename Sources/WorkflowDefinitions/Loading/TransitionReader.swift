internal import CEL
internal import Statecharts
internal import YAMLTree

extension MachineDraft {
  /// A target, a candidate, or a list of candidates. Their indexes in document order.
  func transitions(_ node: Node, source: Int, event: Int?, _ names: Names) -> [Int] {
    if let items = node.items { return items.compactMap { candidate($0, source: source, event: event, names) } }
    return candidate(node, source: source, event: event, names).map { [$0] } ?? []
  }

  private func candidate(_ node: Node, source: Int, event: Int?, _ names: Names) -> Int? {
    var transition = Transition(source: source, event: event, line: node.line)
    if node.text != nil {
      machine.transitions.append(transition)
      transitionPlaces[machine.transitions.count - 1] = node
      openTargets.append((machine.transitions.count - 1, node, node.text ?? ""))
      return machine.transitions.count - 1
    }
    report.checkKeys(node, Keys.candidate)
    guard node.entries != nil else { return nil }
    if let condition = node["guard"] {
      transition.guard = expressions.program(condition, names, expecting: .bool)
    }
    transition.reenter = node["reenter"]?.scalarValue == .bool(true)
    if let also = node["also"] {
      transition.also = true
      if also.text != "outer" { report.error("bad-value", at: also, "also is outer", cure: "also: outer") }
    }
    if let code = node["reject"]?.text { transition.ending = .reject(code: code) }
    if node["defer"]?.scalarValue == .bool(true) { transition.ending = .defer }
    if case .transition = transition.ending {
    } else if node["target"] != nil || node["actions"] != nil {
      report.error(
        "verdict-with-target", at: node, "a candidate that rejects or defers has neither target nor actions",
        cure: "a candidate of its own for the target, with a guard")
    }
    transition.actions = actions(node["actions"], names)
    machine.transitions.append(transition)
    let index = machine.transitions.count - 1
    transitionPlaces[index] = node
    if node["guard"] != nil, transition.guard == nil { unreadGuards.insert(index) }
    if let target = node["target"], let text = target.text { openTargets.append((index, target, text)) }
    if let refused = node["onRefused"] {
      machine.transitions[index].onRefused = candidate(refused, source: source, event: event, names)
    }
    return index
  }

  /// Fills in targets once all states are known. Names are unique in a machine; `a.b` and `.b` are allowed.
  func resolveTargets() {
    for open in openTargets {
      guard let state = resolve(open.text, at: open.node) else {
        unreadTargets.insert(open.transition)
        continue
      }
      machine.transitions[open.transition].targets = [state]
    }
    for open in openInitials {
      guard let state = resolve(open.text, at: open.node) else {
        hasUnreadInitial = true
        continue
      }
      let node = machine.states[open.state]
      let top = node.isHistory ? node.parent ?? 0 : open.state
      guard state > top, state < machine.states[top].end, !(node.isHistory && machine.states[state].isHistory) else {
        report.error(
          "missing-target", at: open.node,
          "'\(open.text)' is not a state below '\(machine.states[top].name)', where the default entry of '\(node.name)' leads",
          cure: "name a state inside '\(machine.states[top].name)'")
        hasUnreadInitial = true
        continue
      }
      machine.states[open.state].initial = [state]
    }
    for state in machine.states.indices
    where machine.states[state].kind == .compound && machine.states[state].initial.isEmpty {
      // SCXML 3.3: without `initial` it is the first child in document order.
      machine.states[state].initial = machine.states[state].children.first.map { [$0] } ?? []
    }
    // A history state that names no target leads, without a past, where its parent's own entry leads (XState).
    for state in machine.states.indices where machine.states[state].isHistory && machine.states[state].initial.isEmpty {
      let parent = machine.states[machine.states[state].parent ?? 0]
      let others = parent.children.filter { !machine.states[$0].isHistory }
      let initial = parent.initial.filter { !machine.states[$0].isHistory }
      machine.states[state].initial =
        parent.kind == .parallel ? others : initial.isEmpty ? Array(others.prefix(1)) : initial
    }
  }

  private func resolve(_ text: String, at node: Node) -> Int? {
    let name = text.hasPrefix(".") ? String(text.dropFirst()) : text
    let found = machine.states.indices.filter { machine.states[$0].name == name || machine.states[$0].path == name }
    if let only = found.first, found.count == 1 { return only }
    let bySuffix = machine.states.indices.filter { machine.states[$0].path.hasSuffix(".\(name)") }
    if let only = bySuffix.first, bySuffix.count == 1 { return only }
    let known = machine.states.dropFirst().map(\.name)
    report.error(
      "missing-target", at: node, "there is no state '\(text)' in '\(machine.name)'",
      cure: NearestName.cure(name, among: known) ?? "states: \(known.joined(separator: ", "))")
    return nil
  }
}
