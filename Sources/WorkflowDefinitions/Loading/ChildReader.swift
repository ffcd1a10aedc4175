internal import CEL
internal import Statecharts
internal import YAMLTree

/// Machines of the family: invoked by a state, spawned, stopped, sent to.
extension MachineDraft {
  /// The index of a machine of the family; nil with a finding.
  func member(_ node: Node?, at parent: Node) -> Int? {
    guard let node, let name = node.text else {
      report.error(
        "missing-key", at: parent, "the machine's name is missing", cure: "workflow: \(shared.machines.last ?? "")")
      return nil
    }
    guard let position = shared.machines.firstIndex(of: name) else {
      report.error(
        "unknown-workflow", at: node, "workflow '\(name)' is not in the family",
        cure: NearestName.cure(name, among: shared.machines) ?? "add it to family:")
      return nil
    }
    return position
  }

  /// As `member`, but not this machine and not the root, which starts with the family.
  private func other(_ node: Node?, at parent: Node) -> Int? {
    guard let position = member(node, at: parent) else { return nil }
    if position == index || position == 0 {
      report.error(
        "wrong-workflow", at: node ?? parent,
        position == index
          ? "'\(machine.name)' cannot start or stop itself" : "'\(shared.machines[0])' starts with the family",
        cure: "a part of it as a member of its own")
      return nil
    }
    return position
  }

  private func input(_ node: Node, of position: Int, _ names: Names) -> DataExpression {
    return expressions.dataOrGap(node["input"] ?? node.with(.mapping([])), names, expecting: shared.inputs[position])
  }

  /// `invoke: {workflow: …}` of a state.
  func invocation(_ node: Node, owner: Int) {
    report.checkKeys(node, Keys.child)
    guard let position = other(node["workflow"], at: node) else { return }
    let input = input(node, of: position, names)
    let number = machine.invocations.count
    let name = shared.machines[position]
    let invocation = MachineInvocation(
      machine: position, owner: owner, input: input, done: machine.event("\(name)#\(number).done"),
      error: machine.event("\(name)#\(number).error"), line: node.line)
    machine.invocations.append(invocation)
    machine.states[owner].machines.append(number)
    _ = hear(("onDone", invocation.done, shared.outputs[position]), of: node, source: owner, names)
    _ = hear(("onError", invocation.error, Self.failure), of: node, source: owner, names)
    if shared.mayFail[position], node["onError"] == nil {
      report.error(
        "child-without-error-path", at: node, "'\(name)' can end with an error and nothing hears it",
        cure: "onError: …")
    }
  }

  /// `spawn: {workflow: …}`.
  func spawnedWorkflow(_ node: Node, _ names: Names) -> Action? {
    report.checkKeys(node, Keys.spawnedWorkflow)
    guard let position = other(node["workflow"], at: node) else { return nil }
    return .spawnMachine(shared.machines[position], input: input(node, of: position, names))
  }

  /// `stop: id` or `stop: {workflow: …}`.
  func stop(_ node: Node, _ names: Names) -> Action? {
    guard node.entries != nil else { return .stop(expressions.dataOrGap(node, names, expecting: .string)) }
    report.checkKeys(node, Keys.stoppedWorkflow)
    return other(node["workflow"], at: node).map { .stopMachine($0) }
  }

  /// `send: {to, event, with}`.
  func send(_ node: Node, _ names: Names) -> Action? {
    report.checkKeys(node, Keys.send)
    guard let position = member(node["to"], at: node) else { return nil }
    if position == index {
      report.error(
        "wrong-workflow", at: node, "a machine does not send to itself",
        cure: "raise: \(node["event"]?.text ?? "event")")
      return nil
    }
    let name = node["event"]?.text ?? ""
    guard let payload = shared.heard[position][name] else {
      let known = shared.heard[position].keys.sorted()
      report.error(
        "unknown-event", at: node["event"] ?? node, "'\(shared.machines[position])' does not hear '\(name)'",
        cure: NearestName.cure(name, among: known) ?? "declare it under its events:")
      losesEffects = true
      return nil
    }
    signals.append(("send", name, node["event"] ?? node))
    return .send(
      machine: position, event: name,
      data: expressions.dataOrGap(node["with"] ?? node.with(.mapping([])), names, expecting: payload))
  }

  /// `output:` of the machine: types first, the values once all names are known.
  func output(_ file: Node) {
    for entry in file["output"]?.entries ?? [] {
      let field = types.field(entry.value)
      machine.output.append(
        OutputField(
          name: entry.key.text ?? "", type: field.type,
          value: field.value.flatMap { expressions.data($0, names, expecting: field.type) }))
    }
  }

  /// `output:` and `error:` of a state: only where the machine ends.
  func ending(_ node: Node, _ state: Int) {
    let isEnd =
      machine.states[state].kind == .final && machine.states[state].parent == 0 && machine.states[0].kind == .compound
    guard isEnd, index > 0 else {
      for key in ["output", "error"] {
        guard let value = node[key] else { continue }
        report.error(
          "output-without-end", at: value, "only a final state at the top of a member has '\(key)'",
          cure: "type: final, directly under states:")
      }
      return
    }
    if let error = node["error"] {
      machine.states[state].error = expressions.data(error, names, expecting: .string)
      return
    }
    for entry in node["output"]?.entries ?? [] {
      let name = entry.key.text ?? ""
      guard let field = machine.output.firstIndex(where: { $0.name == name }) else {
        expressions.unknownField(
          name, at: entry.key, machine.output.map { CELType.Field(name: $0.name, type: $0.type) })
        continue
      }
      if let value = expressions.data(entry.value, names, expecting: machine.output[field].type) {
        machine.states[state].output.append((field, value))
      }
    }
    for (position, field) in machine.output.enumerated() where field.value == nil && !field.type.isNullable {
      if machine.states[state].output.contains(where: { $0.field == position }) { continue }
      if (node["output"]?.keys ?? []).contains(where: { NearestName.find($0, among: [field.name]) != nil }) { continue }
      if node["output"]?[field.name] != nil { continue }
      report.error(
        "missing-field", at: node, "'\(machine.states[state].name)' ends without '\(field.name)' (\(field.type))",
        cure: "output: {\(field.name): …}")
    }
  }
}
