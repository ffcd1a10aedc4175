internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads the actions of a machine on others of its family: it invokes, spawns and stops them, and sends events to them.
struct MemberReader {
  let context: ReadingContext
  private var report: Report { context.report }
  private var machines: [String] { context.bundle.machines }

  init(context: ReadingContext) { self.context = context }

  /// `invoke: {workflow: …}` of a state.
  func invocation(_ node: Node, owner: Int) {
    report.checkKeys(node, Keys.child)
    for key in ["as", "most", "onEach"] where node["each"] == nil {
      guard let value = node[key] else { continue }
      report.error(
        "bad-value", at: value, "'\(key)' stands beside 'each' only", cure: "each: context.list, or leave it out")
    }
    guard let position = other(node["workflow"], at: node) else { return }
    let (parts, name) = (context.parts, machines[position])
    let number = parts.machine.invocations.count
    let invocation = MachineInvocation(
      machine: position, owner: owner, input: input(node, of: position, context.names),
      done: parts.event("\(name)#\(number).done"), error: parts.event("\(name)#\(number).error"), line: node.line)
    parts.add(invocation)
    let outcomes = OutcomeReader(context: context)
    outcomes.hear(
      "onDone", invocation.done, context.bundle.outputs[position], of: node, source: owner, context.names)
    outcomes.hear("onError", invocation.error, OutcomeReader.failure, of: node, source: owner, context.names)
    if context.bundle.mayFail[position], node["onError"] == nil {
      report.error(
        "child-without-error-path", at: node, "'\(name)' can end with an error and nothing handles it",
        cure: "onError: …")
    }
  }

  /// `spawn: {workflow: …}`.
  func spawned(_ node: Node, _ names: Names) -> Action? {
    report.checkKeys(node, Keys.spawnedWorkflow)
    guard let position = other(node["workflow"], at: node) else { return nil }
    return .spawnMachine(machines[position], input: input(node, of: position, names))
  }

  /// `stop: id` or `stop: {workflow: …}`.
  func stop(_ node: Node, _ names: Names) -> Action? {
    guard node.entries != nil else { return .stop(context.expressions.dataOrGap(node, names, expecting: .string)) }
    report.checkKeys(node, Keys.stoppedWorkflow)
    return other(node["workflow"], at: node).map { .stopMachine($0) }
  }

  /// `send: {to, event, with}`.
  func send(_ node: Node, _ names: Names) -> Action? {
    report.checkKeys(node, Keys.send)
    guard let position = member(node["to"], at: node) else { return nil }
    let isItself = position == context.index
    // An action that several machines share may send to each of them; in that machine itself it raises the event.
    if isItself, node.file == context.file {
      report.error(
        "wrong-workflow", at: node, "a machine does not send to itself",
        cure: "raise: \(node["event"]?.text ?? "event")")
      return nil
    }
    let (name, place) = (node["event"]?.text ?? "", node["event"] ?? node)
    guard let payload = context.bundle.heard[position][name] else {
      let known = context.bundle.heard[position].keys.sorted()
      report.error(
        "unknown-event", at: place, "'\(machines[position])' does not handle '\(name)'",
        cure: NearestName.cure(name, among: known) ?? "declare it under its events:")
      context.parts.loseEffects()
      return nil
    }
    context.parts.add(.init(kind: isItself ? "raise" : "send", event: name, place: place))
    let data = context.expressions.dataOrGap(node["with"] ?? node.with(.mapping([])), names, expecting: payload)
    return isItself ? .raise(event: name, data: data) : .send(machine: position, event: name, data: data)
  }

  private func input(_ node: Node, of position: Int, _ names: Names) -> DataExpression {
    context.expressions.dataOrGap(
      node["input"] ?? node.with(.mapping([])), names, expecting: context.bundle.inputs[position])
  }

  /// The index of a machine of the family; nil, with a finding, if there is none of that name.
  private func member(_ node: Node?, at parent: Node) -> Int? {
    guard let node, let name = node.text else {
      report.error(
        "missing-key", at: parent, "the machine's name is missing", cure: "workflow: \(machines.last ?? "")")
      return nil
    }
    guard let position = machines.firstIndex(of: name) else {
      report.error(
        "unknown-workflow", at: node, "workflow '\(name)' is not in the family",
        cure: NearestName.cure(name, among: machines) ?? "add it to family:")
      return nil
    }
    return position
  }

  /// Like `member`, but rejects this machine itself and the root, which starts with the family.
  private func other(_ node: Node?, at parent: Node) -> Int? {
    guard let position = member(node, at: parent) else { return nil }
    if position == context.index || position == 0 {
      report.error(
        "wrong-workflow", at: node ?? parent,
        position == context.index
          ? "'\(context.parts.machine.name)' cannot start or stop itself" : "'\(machines[0])' starts with the family",
        cure: "a part of it as a member of its own")
      return nil
    }
    return position
  }
}
