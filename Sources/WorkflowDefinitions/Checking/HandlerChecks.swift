internal import Statecharts

/// Handlers further out that an inner one hides (language/syntax.md, G28), and `also: outer`, which lets both run.
struct HandlerChecks {
  let draft: MachineDraft
  let file: Node

  func run() {
    let machine = draft.machine
    for (state, node) in machine.states.enumerated() {
      for event in node.handlers.keys.sorted() where machine.declarations[event] != nil {
        check(node.handlers[event] ?? [], of: state, event: event)
      }
      for candidate in node.always where machine.transitions[candidate].also { refuse(candidate, "without an event") }
    }
  }

  private func check(_ candidates: [Int], of state: Int, event: Int) {
    let machine = draft.machine
    let outer = outerCandidates(of: state, event: event)
    for candidate in candidates {
      let transition = machine.transitions[candidate]
      guard case .transition = transition.ending else { continue }
      if transition.also {
        if outer.isEmpty { refuse(candidate, "no state further out handles '\(machine.eventNames[event])'") }
        for other in outer where !machine.transitions[other].staysPut {
          refuse(candidate, "the handler in line \(machine.transitions[other].line) leaves its state")
          break
        }
      } else if let hidden = outer.first(where: { hides($0) }) {
        draft.report.error(
          "hidden-handler", at: place(candidate),
          "'\(machine.eventNames[event])' hides the handler in line \(machine.transitions[hidden].line), which has actions for every state",
          cure: "also: outer, to run it as well")
      }
    }
  }

  /// Bookkeeping: something is done wherever the machine is.
  private func hides(_ candidate: Int) -> Bool {
    draft.machine.transitions[candidate].staysPut && !draft.machine.transitions[candidate].actions.isEmpty
  }

  /// The candidates of the nearest state further out that has any.
  private func outerCandidates(of state: Int, event: Int) -> [Int] {
    var current = draft.machine.states[state].parent
    while let outer = current {
      if let candidates = draft.machine.states[outer].handlers[event] { return candidates }
      current = draft.machine.states[outer].parent
    }
    return []
  }

  private func refuse(_ candidate: Int, _ why: String) {
    draft.report.error("also-outer", at: place(candidate), "'also: outer' has nothing to run: \(why)")
  }

  private func place(_ candidate: Int) -> Node {
    Node(content: file.content, file: file.file, line: draft.machine.transitions[candidate].line, column: 1)
  }
}
