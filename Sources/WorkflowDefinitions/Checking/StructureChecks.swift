internal import Statecharts

/// What can be seen from the finished tree: states that nothing enters, and places that nothing leaves.
struct StructureChecks {
  let draft: MachineDraft
  let file: Node

  func run() {
    unreachable()
    stranded()
    verdicts()
  }

  /// States that no transition and no default entry reaches.
  private func unreachable() {
    let machine = draft.machine
    var reached = StateSet()
    var work = [0]
    func enter(_ state: Int) {
      var current: Int? = state
      while let node = current, !reached.contains(node) {
        reached.insert(node)
        work.append(node)
        current = machine.states[node].parent
      }
    }
    reached.insert(0)
    while let state = work.popLast() {
      let node = machine.states[state]
      for child in node.kind == .parallel ? node.children : node.initial { enter(child) }
      let candidates = node.handlers.keys.sorted().flatMap { node.handlers[$0] ?? [] } + node.always
      for candidate in candidates {
        for target in machine.transitions[candidate].targets { enter(target) }
        if let refused = machine.transitions[candidate].onRefused {
          for target in machine.transitions[refused].targets { enter(target) }
        }
      }
    }
    for state in machine.states.indices where !reached.contains(state) {
      draft.report.error(
        "unreachable-state", at: place(machine.states[state].path),
        "nothing leads to state '\(machine.states[state].name)'",
        cure: "remove it, or give a transition this target")
    }
  }

  /// Atomic states that can wait for nothing: no way out, no timer, no step, no `rest`.
  private func stranded() {
    let machine = draft.machine
    for (index, state) in machine.states.enumerated() where state.kind == .atomic {
      var current: Int? = index
      var isCovered = false
      while let node = current {
        let ancestor = machine.states[node]
        if ancestor.rest != .no || !ancestor.timers.isEmpty || !ancestor.invokes.isEmpty
          || !ancestor.machines.isEmpty
        {
          isCovered = true
        }
        if node == index, !ancestor.always.isEmpty { isCovered = true }
        current = ancestor.parent
      }
      // A step or a timer that could not be read has its own finding.
      if isCovered || place(state.path)["invoke"] != nil || place(state.path)["timers"] != nil { continue }
      draft.report.error(
        "stranded-state", at: place(state.path),
        "a booking could wait in '\(state.name)' for ever: no timer, no step, no 'rest'",
        cure: "rest: view if another machine moves it on, rest: true if it may stay, or a timer")
    }
  }

  /// Every declared event has a verdict or is handled in every atomic state.
  private func verdicts() {
    let machine = draft.machine
    for (event, declaration) in machine.declarations.sorted(by: { $0.key < $1.key }) where declaration.otherwise == nil
    {
      for (index, state) in machine.states.enumerated() where state.isAtomic && state.kind != .final {
        var current: Int? = index
        var isCovered = false
        while let node = current {
          if machine.states[node].handlers[event] != nil || machine.states[node].otherwise[event] != nil {
            isCovered = true
          }
          current = machine.states[node].parent
        }
        if isCovered { continue }
        draft.report.error(
          "missing-verdict", at: file["events"]?.entries?.first { $0.key.text == declaration.name }?.key ?? file,
          "state '\(state.name)' does not handle '\(declaration.name)', and nothing says what then",
          cure: "otherwise: ignore | defer | reject | alarm")
        break
      }
    }
  }

  /// The node of a state, for findings.
  private func place(_ path: String) -> Node {
    var node = file
    for part in path.split(separator: ".") {
      guard let entry = node["states"]?.entries?.first(where: { $0.key.text == String(part) }) else { break }
      node = entry.value
    }
    return node
  }
}
