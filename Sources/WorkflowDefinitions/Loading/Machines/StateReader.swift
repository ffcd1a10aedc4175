internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads the behaviour of the states, whose tree has been read before.
struct StateReader {
  let context: ReadingContext
  private var report: Report { context.report }
  private var parts: MachineParts { context.parts }
  private var names: Names { context.names }

  init(context: ReadingContext) { self.context = context }

  /// Reads a state and its descendants.
  ///
  /// - Returns: the index after the state's last descendant.
  @discardableResult
  func read(_ node: Node, index: Int) -> Int {
    if index > 0 { report.checkKeys(node, Keys.state) }
    if let initial = node["initial"] { parts.lead(initialOf: index, to: initial) }
    if parts[state: index].isHistory, let target = node["target"] { parts.lead(initialOf: index, to: target) }
    let actions = ActionReader(context: context)
    parts[state: index].entry = actions.read(node["entry"], names)
    parts[state: index].exit = actions.read(node["exit"], names)
    HandlerReader(context: context).read(node, of: index)
    TimerReader(context: context).read(node, of: index)
    for use in node["invoke"].map({ $0.items ?? [$0] }) ?? [] { invoke(use, index) }
    if index > 0 {
      parts[state: index].view = view(node["view"])
      OutputReader(context: context).end(node, of: index)
    }
    parts[state: index].holds = claims(node["holds"])
    parts[state: index].rest = rest(node["rest"], index)
    parts[state: index].otherwise = OtherwiseReader(context: context).read(node["otherwise"])
    var next = index + 1
    for child in node["states"]?.entries ?? [] { next = read(child.value, index: next) }
    return next
  }

  private func invoke(_ use: Node, _ index: Int) {
    if use["workflow"] != nil {
      MemberReader(context: context).invocation(use, owner: index)
    } else if let step = StepReader(context: context).read(use, owner: index, names) {
      parts[state: index].invokes.append(step)
    }
  }

  private func view(_ node: Node?) -> [(field: Int, value: DataExpression)] {
    var result: [(field: Int, value: DataExpression)] = []
    for entry in node?.entries ?? [] {
      let name = entry.key.text ?? ""
      guard let field = context.bundle.views.firstIndex(where: { $0.name == name }),
        parts.machine.viewValues.contains(where: { $0.field == field })
      else {
        report.error(
          "unknown-view", at: entry.key, "'\(name)' is not a view field of '\(parts.machine.name)'",
          cure: "declare it under view: at the top of the file")
        continue
      }
      if let value = context.expressions.data(entry.value, names, expecting: context.bundle.views[field].type) {
        result.append((field, value))
      }
    }
    return result
  }

  private func claims(_ node: Node?) -> [Int] {
    if context.index > 0, let node {
      report.error(
        "holds-outside-root", at: node, "only states of the root '\(context.bundle.machines[0])' hold claims",
        cure: "holds: in the state of '\(context.bundle.machines[0])' meanwhile")
    }
    return (node?.items ?? []).compactMap { claim in
      if let position = context.bundle.claims.firstIndex(of: claim.text ?? "") { return position }
      report.error(
        "unknown-claim", at: claim, "there is no claim '\(claim.text ?? "")'",
        cure: NearestName.cure(claim.text ?? "", among: context.bundle.claims) ?? "declare it under claims:")
      return nil
    }
  }

  private func rest(_ node: Node?, _ index: Int) -> StateNode.Rest {
    if let node, node.entries != nil { return rest(until: node, index) }
    switch node?.text {
    case nil, "false": break
    case "true": return .always
    case "view": return .view
    default: report.choice("rest", of: ["true", "false", "view", "{until: timer}"], at: node!)
    }
    return .no
  }

  /// `rest: {until: timer}` names a timer of this state or of an enclosing one.
  private func rest(until node: Node, _ index: Int) -> StateNode.Rest {
    report.checkKeys(node, Keys.rest)
    let name = node["until"]?.text ?? ""
    var known: [String] = []
    var current: Int? = index
    while let state = current {
      let prefix = state == 0 ? "" : "\(parts[state: state].path)."
      for timer in parts[state: state].timers {
        let local = String(parts.machine.timers[timer].name.dropFirst(prefix.count))
        if local == name { return .until(timer: timer) }
        known.append(local)
      }
      current = parts[state: state].parent
    }
    report.error(
      "unknown-timer", at: node["until"] ?? node, "neither this state nor one around it has a timer '\(name)'",
      cure: NearestName.cure(name, among: known) ?? "declare it under timers:")
    return .no
  }
}
