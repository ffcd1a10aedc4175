internal import CEL
internal import Statecharts
internal import YAMLTree

/// Finds the states that transitions and default entries lead to. Names are unique within a machine; `a.b` and `.b` are
/// allowed.
struct TargetReader {
  let report: Report

  /// Returns nil, with a finding, if there is no such state.
  func state(_ target: Node, in machine: Machine) -> Int? {
    let text = target.text ?? ""
    let name = text.hasPrefix(".") ? String(text.dropFirst()) : text
    // A state may have its machine's name, which the machine's own root has, too.
    let root = machine.states.indices.prefix(1).filter { machine.states[$0].name == name }
    let inner = machine.states.indices.dropFirst().filter {
      machine.states[$0].name == name || machine.states[$0].path == name
    }
    let found = inner.isEmpty ? root : inner
    if let only = found.first, found.count == 1 { return only }
    let bySuffix = machine.states.indices.filter { machine.states[$0].path.hasSuffix(".\(name)") }
    if let only = bySuffix.first, bySuffix.count == 1 { return only }
    let known = machine.states.dropFirst().map(\.name)
    report.error(
      "missing-target", at: target, "there is no state '\(text)' in '\(machine.name)'",
      cure: NearestName.cure(name, among: known) ?? "states: \(known.joined(separator: ", "))")
    return nil
  }

  /// The default entry of a state, or of a history state: a state below it, or below its parent.
  func initial(_ target: Node, of index: Int, in machine: Machine) -> Int? {
    guard let state = state(target, in: machine) else { return nil }
    let node = machine.states[index]
    let top = node.isHistory ? node.parent ?? 0 : index
    guard state > top, state < machine.states[top].end, !(node.isHistory && machine.states[state].isHistory) else {
      report.error(
        "missing-target", at: target,
        "'\(target.text ?? "")' is not a state below '\(machine.states[top].name)', where the default entry of '\(node.name)' leads",
        cure: "name a state inside '\(machine.states[top].name)'")
      return nil
    }
    return state
  }

  /// Sets the default entries that the text leaves out.
  func setDefaults(_ machine: inout Machine) {
    for state in machine.states.indices
    where machine.states[state].kind == .compound && machine.states[state].initial.isEmpty {
      // SCXML 3.3: without `initial` the first child in document order is entered.
      machine.states[state].initial = machine.states[state].children.first.map { [$0] } ?? []
    }
    // A history state without a target enters, when it has no history, its parent's default (as in XState).
    for state in machine.states.indices where machine.states[state].isHistory && machine.states[state].initial.isEmpty {
      let parent = machine.states[machine.states[state].parent ?? 0]
      let others = parent.children.filter { !machine.states[$0].isHistory }
      let initial = parent.initial.filter { !machine.states[$0].isHistory }
      machine.states[state].initial =
        parent.kind == .parallel ? others : initial.isEmpty ? Array(others.prefix(1)) : initial
    }
  }
}
