internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import YAMLTree

/// Reads a use of a step: `invoke:` of a state, `spawn:` of an action.
struct StepReader {
  let context: ReadingContext
  private var report: Report { context.report }
  private var expressions: ExpressionReader { context.expressions }
  private var parts: MachineParts { context.parts }

  init(context: ReadingContext) { self.context = context }

  /// Reads a use of a step.
  ///
  /// - Parameter owner: the state that invokes it; nil for a spawned step.
  /// - Returns: the step's index.
  func read(_ node: Node, owner: Int?, _ names: Names, transition: String? = nil) -> Int? {
    report.checkKeys(node, Keys.step)
    guard let name = node["step"]?.text else {
      report.error("missing-key", at: node, "'step' is missing", cure: "step: email.send")
      return nil
    }
    let outcomes = OutcomeReader(context: context)
    guard let declaration = context.bundle.catalogue[name] else {
      let known = context.bundle.catalogue.keys.sorted()
      report.error(
        "unknown-step", at: node["step"]!, "no executor offers the step '\(name)'",
        cure: NearestName.cure(name, among: known) ?? "steps: \(known.joined(separator: ", "))")
      outcomes.readUnknown(node, owner: owner, names)
      parts.loseEffects()
      return nil
    }
    FormReader(report: report).check(node, declaration)
    let step = definition(node, declaration, owner: owner, transition: transition, names)
    TemplateCheck(report: report).hold(step, node, names)
    let index = parts.add(step, at: node["step"] ?? node)
    outcomes.read(node, of: step, declaration, names)
    StepRules(report: report).check(node, of: step, declaration)
    return index
  }

  private func definition(
    _ node: Node, _ declaration: StepDeclaration, owner: Int?, transition: String?, _ names: Names
  ) -> StepDefinition {
    let state = owner.map { parts[state: $0] }
    let moves = node["moves"].flatMap { PostingReader(context: context).moves($0, names) }
    let id = node["id"].flatMap { expressions.data($0, names, expecting: .string) }
    let prefix = "\(declaration.name)#\(parts.machine.steps.count)"
    var step = StepDefinition(
      step: declaration.name, stepClass: declaration.stepClass.rawValue, reply: .object(declaration.returns),
      owner: owner,
      id: id ?? .literal(.string(transition.map { "\(state?.name ?? "")/\($0)" } ?? state?.name ?? declaration.name)),
      key: key(
        node, label: (transition.map { "\(state?.path ?? "")/\($0)" } ?? state?.path ?? declaration.name),
        counter: transition == nil ? "entries" : "step.number", id: owner == nil ? id : nil, names),
      input: input(node, declaration, names.aboutStep(views: context.bundle.views)),
      precondition: nil, locals: names.locals, captures: [], lane: lane(node["lane"], declaration),
      supersede: node["supersede"]?.scalarValue == .bool(true), retry: RetryReader(report: report).read(node["retry"]),
      until: node["retry"]?["until"].flatMap { expressions.data($0, names, expecting: .nullable(.timestamp)) },
      leave: leave(node["leave"], declaration), moves: moves, completedBy: [],
      accepted: parts.event("\(prefix).accepted"), done: parts.event("\(prefix).done"),
      error: parts.event("\(prefix).error"), stopped: parts.event("\(prefix).stopped"), line: node.line)
    step.isOfTransition = transition != nil
    step.timeout = timeout(node["timeout"], declaration)
    step.precondition = precondition(node["precondition"], declaration, names)
    step.captures = step.precondition?.slots.filter { (8000..<9000).contains($0) }.map { $0 - 8000 } ?? []
    step.completedBy = settlements(node["completedBy"], names)
    return step
  }

  /// `precondition` may compare the present view with the one when the step started; only the view fields that it names
  /// are kept for that.
  ///
  /// A notification is useless once the date that it mentions has moved. A notify step without a precondition therefore
  /// gets one: the family's view field `epoch`, if there is one, must be unchanged.
  private func precondition(_ node: Node?, _ declaration: StepDeclaration, _ names: Names) -> Program? {
    let inner = names.aboutStep(views: context.bundle.views)
    if let node { return expressions.program(node, inner, expecting: .bool) }
    guard declaration.stepClass == .notify, context.bundle.views.contains(where: { $0.name == "epoch" }) else {
      return nil
    }
    return try? inner.environment.compile("view.epoch == step.at.epoch", expecting: .bool)
  }

  /// From one second to the executor's own limit, beyond which it would not wait.
  private func timeout(_ node: Node?, _ declaration: StepDeclaration) -> Duration? {
    guard let node, let timeout = context.durations.duration(node) else { return nil }
    if timeout < .seconds(1) || timeout > declaration.timeout {
      report.error(
        "out-of-range", at: node,
        "an attempt of '\(declaration.name)' takes from PT1S to \(declaration.timeout.iso8601)",
        cure: "timeout: \(declaration.timeout.iso8601)")
      return nil
    }
    return timeout
  }

  private func lane(_ node: Node?, _ declaration: StepDeclaration) -> String {
    if let node, node.text?.contains("${") == true {
      report.error(
        "bad-value", at: node, "a lane's name is the same for all steps in it: no expression",
        cure: "lane: \(declaration.name.split(separator: ".").first ?? "mail")")
    }
    return node?.text ?? ""
  }

  private func input(
    _ node: Node, _ declaration: StepDeclaration, _ names: Names
  ) -> [(name: String, value: DataExpression)] {
    guard
      case .map(let entries)? = expressions.data(
        node["with"] ?? node.with(.mapping([])), names, expecting: .object(declaration.input))
    else { return [] }
    return entries.map { (name: $0.key, value: $0.value) }
  }

  /// - Parameter id: the id of a spawned step, of which several may be open at once.
  private func key(
    _ node: Node, label: String, counter: String, id: DataExpression?, _ names: Names
  ) -> DataExpression {
    if let key = node["key"] { return expressions.data(key, names, expecting: .string) ?? .literal(.string("")) }
    // The family's key, the machine, the place, and the number of times that the state was entered.
    var parts: [DataExpression] = []
    for source in ["family.key", counter] {
      guard let program = try? names.environment.compile(source) else { continue }
      parts.append(.program(program))
    }
    guard parts.count == 2 else { return .literal(.string("")) }
    let key: [DataExpression] = [
      parts[0], .literal(.string("/\(context.parts.machine.name)/\(label)/")), parts[1],
    ]
    return .text(id.map { key + [.literal(.string("/")), $0] } ?? key)
  }

  private func leave(_ node: Node?, _ declaration: StepDeclaration) -> StepDefinition.Leave {
    switch node?.text {
    case "awaitCompletion": return .awaitCompletion
    case "stop": return .stop
    case nil: return declaration.stepClass == .money ? .awaitCompletion : .stop
    default:
      report.choice("leave", of: ["awaitCompletion", "stop"], at: node!)
      return .awaitCompletion
    }
  }

  private func settlements(_ node: Node?, _ names: Names) -> [StepDefinition.Settlement] {
    (node?.entries ?? []).compactMap { entry in
      let name = entry.key.text ?? ""
      guard let event = parts.machine.eventIndex[name], let declaration = parts.machine.declarations[event] else {
        context.undeclared(event: name, at: entry.key)
        return nil
      }
      report.checkKeys(entry.value, Keys.settlement)
      let inner = names.hearing(declaration.data)
      let parts = ["id", "done", "failed"].map { entry.value[$0] }
      if parts.contains(where: { $0 == nil }) {
        report.error(
          "missing-key", at: entry.value, "completedBy needs 'id', 'done' and 'failed'",
          cure: "{id: \"${event.data.id}\", done: \"event.data.status == 'succeeded'\", failed: …}")
      }
      let id = parts[0].flatMap { expressions.data($0, inner, expecting: .string) }
      let key = entry.value["key"].flatMap { expressions.data($0, inner, expecting: .nullable(.string)) }
      let done = parts[1].flatMap { expressions.program($0, inner, expecting: .bool) }
      let failed = parts[2].flatMap { expressions.program($0, inner, expecting: .bool) }
      guard let id, let done, let failed else {
        self.parts.loseEffects()
        return nil
      }
      return StepDefinition.Settlement(event: event, id: id, key: key, done: done, failed: failed)
    }
  }
}

/// Reads `retry:` of a step.
struct RetryReader {
  let report: Report

  func read(_ node: Node?) -> StepDefinition.Retry {
    guard let node else { return StepDefinition.Retry() }
    report.checkKeys(node, Keys.retry)
    var retry = StepDefinition.Retry(
      first: wait("first", node), cap: wait("cap", node), budget: DurationReader(report: report).duration(node["for"]))
    if let factor = node["factor"] {
      if let number = factor.scalarValue?.intValue, (1...10).contains(number) {
        retry.factor = Int(number)
      } else {
        report.error("out-of-range", at: factor, "factor is a whole number from 1 to 10", cure: "factor: 2")
      }
    }
    return retry
  }

  /// A wait of zero would retry without pause.
  private func wait(_ key: String, _ node: Node) -> Duration? {
    guard let value = node[key], let wait = DurationReader(report: report).duration(value) else { return nil }
    if wait > .zero { return wait }
    report.error("out-of-range", at: value, "\(key) of retry is above zero", cure: "\(key): PT5S")
    return nil
  }
}
