internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import YAMLTree

extension MachineDraft {
  /// A use of a step: `invoke:` of a state (owner) or `spawn:` of an action. Its index.
  func step(_ node: Node, owner: Int?, _ names: Names) -> Int? {
    report.checkKeys(node, Keys.step)
    guard let name = node["step"]?.text else {
      report.error("missing-key", at: node, "'step' is missing", cure: "step: email.send")
      return nil
    }
    guard let declaration = shared.catalogue[name] else {
      let known = shared.catalogue.keys.sorted()
      report.error(
        "unknown-step", at: node["step"]!, "no executor offers the step '\(name)'",
        cure: NearestName.cure(name, among: known) ?? "steps: \(known.joined(separator: ", "))")
      for key in Self.outcomes {
        if let handler = node[key] { _ = transitions(handler, source: owner ?? 0, event: nil, names.hearing(.dyn)) }
      }
      losesEffects = true
      return nil
    }
    FormReader(report: report).check(node, declaration)
    let index = machine.steps.count
    let source = owner ?? 0
    let label = owner.map { machine.states[$0].path } ?? name
    let moves = self.moves(node["moves"], at: node, declaration, names)
    let views = shared.views
    let id = node["id"].flatMap { expressions.data($0, names, expecting: .string) }
    let step = StepDefinition(
      step: name, stepClass: declaration.stepClass.rawValue, reply: .object(declaration.returns), owner: owner,
      id: id ?? .literal(.string(owner.map { machine.states[$0].name } ?? name)),
      key: key(node, declaration, label: label, id: owner == nil ? id : nil, names),
      input: input(node, declaration, names.aboutStep(views: views)),
      wanted: nil, locals: names.locals, captures: [], lane: node["lane"]?.text ?? "",
      supersede: node["supersede"]?.scalarValue == .bool(true), retry: retry(node["retry"]),
      until: node["retry"]?["until"].flatMap { expressions.data($0, names, expecting: .nullable(.timestamp)) },
      leave: leave(node["leave"], declaration), moves: moves, settledBy: [],
      accepted: machine.event("\(name)#\(index).accepted"), done: machine.event("\(name)#\(index).done"),
      error: machine.event("\(name)#\(index).error"), stopped: machine.event("\(name)#\(index).stopped"),
      line: node.line)
    machine.steps.append(step)
    stepPlaces[index] = node["step"] ?? node
    TemplateCheck(report: report).hold(step, node, names)
    machine.steps[index].timeout = timeout(node["timeout"], declaration)
    if let lane = node["lane"], lane.text?.contains("${") == true {
      report.error(
        "bad-value", at: lane, "a lane's name is the same for all steps in it: no expression",
        cure: "lane: \(name.split(separator: ".").first ?? "mail")")
    }
    wanted(node, index, declaration, names)
    machine.steps[index].settledBy = settlements(node["settledBy"], names)
    results(node, index, source: source, declaration, names)
    return index
  }

  /// `wanted` may compare what is with what was when the step was started; only the view fields that it names are kept for that.
  ///
  /// What tells people something is of no use once the date that it is about has moved: without a word of its own a notify step is
  /// wanted as long as the family's `epoch` stays, if there is a view field of that name (language/syntax.md §4 b).
  private func wanted(_ node: Node, _ index: Int, _ declaration: StepDeclaration, _ names: Names) {
    let inner = names.aboutStep(views: shared.views)
    let program: Program?
    if let wanted = node["wanted"] {
      program = expressions.program(wanted, inner, expecting: .bool)
    } else if declaration.stepClass == .notify, shared.views.contains(where: { $0.name == "epoch" }) {
      program = try? inner.environment.compile("view.epoch == step.at.epoch", expecting: .bool)
    } else {
      return
    }
    guard let program else { return }
    machine.steps[index].wanted = program
    machine.steps[index].captures = program.slots.filter { (8000..<9000).contains($0) }.map { $0 - 8000 }
  }

  /// From a second to what the executor allows itself: longer it would not wait.
  private func timeout(_ node: Node?, _ declaration: StepDeclaration) -> Duration? {
    guard let node, let timeout = duration(node) else { return nil }
    if timeout < .seconds(1) || timeout > declaration.timeout {
      report.error(
        "out-of-range", at: node,
        "an attempt of '\(declaration.name)' takes from PT1S to \(declaration.timeout.iso8601)",
        cure: "timeout: \(declaration.timeout.iso8601)")
      return nil
    }
    return timeout
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

  /// - Parameter id: of a spawned step, of which several may be open at once.
  private func key(
    _ node: Node, _ declaration: StepDeclaration, label: String, id: DataExpression?, _ names: Names
  ) -> DataExpression {
    if let key = node["key"] { return expressions.data(key, names, expecting: .string) ?? .literal(.string("")) }
    if declaration.stepClass == .money {
      report.error(
        "money-step-without-key", at: node, "a step of class money needs a key from its business identity",
        cure: "key: \"${family.key}/\(name(of: declaration))/${entries}\"")
    }
    // The family's key, the machine, the place and how often the state was entered.
    var parts: [DataExpression] = []
    for source in ["family.key", "entries"] {
      guard let program = try? names.environment.compile(source) else { continue }
      parts.append(.program(program))
    }
    guard parts.count == 2 else { return .literal(.string("")) }
    let key: [DataExpression] = [parts[0], .literal(.string("/\(machine.name)/\(label)/")), parts[1]]
    return .text(id.map { key + [.literal(.string("/")), $0] } ?? key)
  }

  /// `transfer` of `stripe.transfer`.
  private func name(of declaration: StepDeclaration) -> Substring {
    declaration.name.split(separator: ".").last ?? ""
  }

  private func moves(
    _ node: Node?, at parent: Node, _ declaration: StepDeclaration, _ names: Names
  ) -> StepDefinition.Moves? {
    guard let node else {
      if declaration.stepClass == .money {
        report.error(
          "money-step-without-moves", at: parent, "a step of class money says which accounts it moves money between",
          cure: "moves: {from: …, via: …, to: …, amount: …}, or moves: [] if it knowingly moves none")
      }
      return nil
    }
    if let items = node.items, items.isEmpty { return nil }
    report.checkKeys(node, Keys.moves)
    guard let from = source(node["from"], at: node, names), let via = node["via"], let to = node["to"] else {
      report.error(
        "missing-key", at: node, "moves needs 'from', 'via' and 'to'",
        cure: "{from: held, via: paying, to: paid, amount: \"${…}\"}")
      return nil
    }
    checkAccount(via)
    checkAccount(to)
    return StepDefinition.Moves(
      id: node["id"].map { expressions.dataOrGap($0, names, expecting: .string) }, from: from, via: via.text ?? "",
      to: to.text ?? "", amount: node["amount"].map { expressions.dataOrGap($0, names, expecting: .int) })
  }

  private func retry(_ node: Node?) -> StepDefinition.Retry {
    var retry = StepDefinition.Retry()
    guard let node else { return retry }
    report.checkKeys(node, Keys.retry)
    retry.first = duration(node["first"])
    retry.cap = duration(node["cap"])
    retry.budget = duration(node["for"])
    if let factor = node["factor"] {
      guard let number = factor.scalarValue?.intValue, (1...10).contains(number) else {
        report.error("out-of-range", at: factor, "factor is a whole number from 1 to 10", cure: "factor: 2")
        return retry
      }
      retry.factor = Int(number)
    }
    return retry
  }

  /// An ISO 8601 duration, written plainly.
  func duration(_ node: Node?) -> Duration? {
    guard let node else { return nil }
    do {
      return try Duration.parse(iso8601: node.text ?? "")
    } catch {
      report.error("bad-duration", at: node, "'\(node.text ?? "")' is not a duration", cure: "PT15M, P1D, PT36H")
      return nil
    }
  }

  private func leave(_ node: Node?, _ declaration: StepDeclaration) -> StepDefinition.Leave {
    switch node?.text {
    case "settle": return .settle
    case "stop": return .stop
    case nil: return declaration.stepClass == .money ? .settle : .stop
    default:
      report.choice("leave", of: ["settle", "stop"], at: node!)
      return .settle
    }
  }

  private func settlements(_ node: Node?, _ names: Names) -> [StepDefinition.Settlement] {
    var result: [StepDefinition.Settlement] = []
    for entry in node?.entries ?? [] {
      let name = entry.key.text ?? ""
      guard let event = machine.eventIndex[name], let declaration = machine.declarations[event] else {
        report.error(
          "unknown-event", at: entry.key, "event '\(name)' is not declared",
          cure: NearestName.cure(name, among: machine.declarations.keys.sorted().map { machine.eventNames[$0] })
            ?? "declare it under events:")
        continue
      }
      report.checkKeys(entry.value, Keys.settlement)
      let inner = names.hearing(declaration.data)
      let parts = ["id", "done", "failed"].map { entry.value[$0] }
      if parts.contains(where: { $0 == nil }) {
        report.error(
          "missing-key", at: entry.value, "settledBy needs 'id', 'done' and 'failed'",
          cure: "{id: \"${event.data.id}\", done: \"event.data.status == 'succeeded'\", failed: …}")
      }
      let id = parts[0].flatMap { expressions.data($0, inner, expecting: .string) }
      let key = entry.value["key"].flatMap { expressions.data($0, inner, expecting: .nullable(.string)) }
      let done = parts[1].flatMap { expressions.program($0, inner, expecting: .bool) }
      let failed = parts[2].flatMap { expressions.program($0, inner, expecting: .bool) }
      if let id, let done, let failed {
        result.append(StepDefinition.Settlement(event: event, id: id, key: key, done: done, failed: failed))
      } else {
        losesEffects = true
      }
    }
    return result
  }

  static let outcomes = ["onAccepted", "onDone", "onError", "onStopped"]

  /// The type of `event.data` when a step or a machine has failed.
  static let failure: CELType = .object([.init(name: "code", type: .string), .init(name: "message", type: .string)])

  /// Reads what follows from one result of a step or a machine: candidates of the state.
  func hear(
    _ outcome: (key: String, event: Int, data: CELType), of node: Node, source: Int, _ names: Names
  ) -> (handler: Node, candidates: [Int])? {
    machine.results[outcome.event] = outcome.data
    guard let handler = node[outcome.key] else { return nil }
    let candidates = transitions(handler, source: source, event: outcome.event, names.hearing(outcome.data))
    machine.states[source].handlers[outcome.event, default: []] += candidates
    return (handler, candidates)
  }

  /// What follows from the step's results: candidates of its state or, for a spawned step, of the machine itself.
  private func results(_ node: Node, _ index: Int, source: Int, _ declaration: StepDeclaration, _ names: Names) {
    let step = machine.steps[index]
    let reply: CELType = .object(declaration.returns)
    let outcomes: [(key: String, event: Int, data: CELType)] = [
      ("onAccepted", step.accepted, reply), ("onDone", step.done, reply), ("onError", step.error, Self.failure),
      ("onStopped", step.stopped, .null),
    ]
    for outcome in outcomes {
      guard let (handler, candidates) = hear(outcome, of: node, source: source, names) else { continue }
      // Targets are resolved when all states are known; until then they stand in the list of open ones.
      if step.owner == nil, candidates.contains(where: { taken in openTargets.contains { $0.transition == taken } }) {
        report.error(
          "spawn-with-target", at: handler, "a spawned step belongs to no state: its results have actions only",
          cure: "{actions: [{raise: event}]}, and the target where the event is heard")
      }
    }
    if declaration.stepClass == .money {
      for key in ["onDone", "onError"] where node[key] == nil {
        report.error("money-step-outcome", at: node, "a step of class money needs '\(key)'", cure: "\(key): …")
      }
      let mayStop = node["wanted"] != nil ? "wanted" : node["retry"]?["until"] != nil ? "until" : nil
      if step.owner != nil, let mayStop, node["onStopped"] == nil {
        report.error(
          "money-step-outcome", at: node, "a money step with '\(mayStop)' needs 'onStopped'", cure: "onStopped: …")
      }
      if !declaration.reconciles {
        report.error(
          "money-step-without-reconciler", at: node["step"] ?? node,
          "the executor of '\(declaration.name)' cannot find out what became of an attempt whose answer was lost",
          cure: "a step whose executor can look it up, or class human: a person pays")
      }
    }
    if declaration.stepClass == .money, declaration.settlesLate, node["settledBy"] == nil {
      report.error(
        "late-step-without-settlement", at: node["step"] ?? node,
        "'\(declaration.name)' is accepted first and settled later, and no event settles it here",
        cure: "settledBy: {event: {id: …, done: …, failed: …}}")
    }
    if step.owner != nil, node["onError"] == nil, ![.human, .money].contains(declaration.stepClass) {
      report.error(
        "step-without-error-path", at: node, "'\(declaration.name)' can fail and nothing hears it", cure: "onError: …")
    }
  }
}
