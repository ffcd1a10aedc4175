internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads the candidates of a state for an event, for a result, for a timer, or of `always`.
struct TransitionReader {
  let context: ReadingContext

  /// Reads a target, a candidate or a list of candidates, and returns their indexes in document order.
  ///
  /// - Parameters:
  ///   - source: the state that they belong to.
  ///   - event: nil for `always`.
  func read(_ node: Node, source: Int, event: Int?, _ names: Names) -> [Int] {
    if let items = node.items { return items.compactMap { candidate($0, source: source, event: event, names) } }
    return candidate(node, source: source, event: event, names).map { [$0] } ?? []
  }

  private func candidate(_ node: Node, source: Int, event: Int?, _ names: Names) -> Int? {
    let (report, parts) = (context.report, context.parts)
    var transition = Transition(source: source, event: event, line: node.line)
    if node.text != nil {
      let index = parts.add(transition, at: node)
      parts.lead(index, to: node)
      return index
    }
    report.checkKeys(node, Keys.candidate)
    guard node.entries != nil else { return nil }
    if let condition = node["guard"] {
      transition.guard = context.expressions.program(condition, names, expecting: .bool)
    }
    transition.reenter = node["reenter"]?.scalarValue == .bool(true)
    if let also = node["also"] {
      transition.also = true
      if also.text != "outer" { report.error("bad-value", at: also, "also is outer", cure: "also: outer") }
    }
    if let code = node["reject"]?.text { transition.ending = .reject(code: code) }
    if node["defer"]?.scalarValue == .bool(true) { transition.ending = .defer }
    if case .transition = transition.ending {
    } else if ["target", "actions", "notify", "step"].contains(where: { node[$0] != nil }) {
      report.error(
        "disposition-with-target", at: node,
        "a candidate that rejects or defers has neither target, actions, notify nor step",
        cure: "a candidate of its own for the target, with a guard")
    }
    transition.by = SenderReader(context: context).roles(node["by"], event: event)
    if let use = node["step"] {
      return TransitionStepReader(context: context).read(use, of: node, transition, names)
    }
    transition.actions =
      ActionReader(context: context).read(node["actions"], names)
      + NotificationReader(context: context).read(node["notify"], names)
    let index = parts.add(transition, at: node)
    if node["guard"] != nil, transition.guard == nil { parts.loseGuard(of: index) }
    if let target = node["target"], target.text != nil { parts.lead(index, to: target) }
    if let refused = node["onRefused"] {
      parts.replace(index, whenRefused: candidate(refused, source: source, event: event, names))
    }
    return index
  }
}
