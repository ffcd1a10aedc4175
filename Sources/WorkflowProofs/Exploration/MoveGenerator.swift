internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowScenarios

/// Finds the moves that the outside world can make in a state, with representative data.
struct MoveGenerator: Sendable {
  let model: FamilyModel
  /// No more answers than this are tried for one step or task.
  private let answerLimit = 8

  private var bundle: Bundle { model.bundle }

  func moves(in state: ProofState) -> [ProofMove] {
    answers(in: state) + tasks(in: state) + events(in: state) + webhooks(in: state) + times(in: state)
  }

  // MARK: Steps

  /// The oldest attempt of each type is answered in every way that its machine can tell apart.
  private func answers(in state: ProofState) -> [ProofMove] {
    var types: Set<String> = []
    return state.steps.flatMap { step -> [ProofMove] in
      guard step.phase == .out, types.insert(step.type).inserted else { return [] }
      // A step that a condition only asks for ends at some time, in one way.
      guard model.relevance.exploredSteps.contains(step.type) else {
        return [.answer(step: step.type, .done(model.usualReply(step.type, step.start, state)))]
      }
      return answers(of: step, in: state).map { .answer(step: step.type, $0) }
    }
  }

  private func answers(of step: ProofState.Step, in state: ProofState) -> [ProofMove.Answer] {
    let definition = model.definition(of: step)
    let declaration = model.catalogue[step.type]
    let settlesLater = declaration?.settlesLate == true && !definition.completedBy.isEmpty
    var replies: [Value] = []
    for answer in model.repertoire.answers[step.type] ?? [] where answer.kind != .accepted {
      if case .failed = answer.kind { continue }
      guard let data = answer.data(for: step.start.input, key: step.start.key, now: state.now) else { continue }
      if !replies.contains(data) { replies.append(data) }
    }
    if replies.isEmpty {
      replies = [Representatives.first(of: .object(declaration?.returns ?? []), now: state.now)]
    }
    replies = variants(of: replies, declaration?.returns ?? [])
    if !readsData(of: definition.done, step.start.name.machine) { replies = Array(replies.prefix(1)) }
    var result: [ProofMove.Answer] = replies.prefix(answerLimit).map { .done($0) }
    if settlesLater, let first = replies.first { result.append(.accepted(first)) }
    let codes = declaration?.errors ?? []
    let told = readsData(of: definition.error, step.start.name.machine) ? codes : Array(codes.prefix(1))
    result += (told.isEmpty ? ["rejected"] : told).prefix(answerLimit).map { .failed(code: $0) }
    if step.tries < 2, definition.precondition != nil || isHalted(step, state) || step.isLate { result.append(.again) }
    return result
  }

  /// Adds to the first reply, for each truth value and word in it, the other ones.
  private func variants(of replies: [Value], _ fields: [CELType.Field]) -> [Value] {
    guard let first = replies.first?.mapValue else { return replies }
    var result = replies
    for field in fields {
      let others: [Value]
      switch field.type.withoutNull {
      case .bool: others = [.bool(true), .bool(false)]
      case .enumeration(let words): others = words.map { .string($0) }
      default: continue
      }
      for other in others {
        var variant = first
        variant[field.name] = other
        if !result.contains(.map(variant)) { result.append(.map(variant)) }
      }
    }
    return result
  }

  private func isHalted(_ step: ProofState.Step, _ state: ProofState) -> Bool {
    state.family.instances[step.start.name.machine]?.steps.first { $0.serial == step.start.name.serial }?.isHalted
      ?? false
  }

  /// Returns true if a machine's handlers of an event of its own read the data.
  private func readsData(of event: Int, _ machine: Int) -> Bool {
    bundle.machines[machine].transitions.contains { transition in
      transition.event == event && reads(transition, Slot.eventData, machine)
    }
  }

  /// Returns true if a transition's guard or actions read a slot.
  func reads(_ transition: Transition, _ slot: Int, _ machine: Int) -> Bool {
    if let condition = transition.guard,
      FamilyProbe(bundle).withDefines(condition, of: machine).contains(where: { $0.slots.contains(slot) })
    {
      return true
    }
    return reads(transition.actions, slot, machine)
  }

  private func reads(_ actions: [Action], _ slot: Int, _ machine: Int) -> Bool {
    model.relevance.programs(of: actions, machine).contains { program in
      FamilyProbe(bundle).withDefines(program, of: machine).contains { $0.slots.contains(slot) }
    }
  }

  private func tasks(in state: ProofState) -> [ProofMove] {
    var ids: Set<String> = []
    return state.steps.flatMap { step -> [ProofMove] in
      guard step.phase == .open, ids.insert(step.start.id).inserted else { return [] }
      var answers = TaskAnswers(form: step.start.input["form"] ?? .null).answers
      for known in model.repertoire.tasks[step.start.id] ?? [] where !answers.contains(known) { answers.append(known) }
      let definition = model.definition(of: step)
      if !readsData(of: definition.done, step.start.name.machine) { answers = Array(answers.prefix(1)) }
      return answers.prefix(answerLimit).map { .task(id: step.start.id, $0) } + [.task(id: step.start.id, nil)]
    }
  }

  // MARK: Events

  private func events(in state: ProofState) -> [ProofMove] {
    var names: Set<String> = []
    return bundle.machines.flatMap { machine in
      machine.declarations.keys.sorted().flatMap { index -> [ProofMove] in
        guard let declaration = machine.declarations[index], !declaration.by.isEmpty,
          names.insert(declaration.name).inserted, isHeard(declaration.name, in: state)
        else { return [] }
        return EventChoices(generator: self, declaration: declaration, state: state).events.map { .event($0) }
      }
    }
  }

  private func webhooks(in state: ProofState) -> [ProofMove] {
    var events: Set<[Event]> = []
    return model.repertoire.webhooks.compactMap { webhook in
      let heard = model.heard(webhook, by: state)
      // Messages that say the same are one.
      guard heard.contains(where: { isHeard($0.name, in: state) }), events.insert(heard).inserted else { return nil }
      return .webhook(webhook)
    }
  }

  /// Returns true if an active state may take the event and do more than tell people, or if it would wait.
  private func isHeard(_ name: String, in state: ProofState) -> Bool {
    handlers(of: name, in: state).contains { machine, transition in
      !model.relevance.idleTransitions[machine].contains(transition)
    } || waits(name, in: state) || settles(name, in: state)
  }

  /// Returns the candidates for an event from outside in all active states, innermost states first.
  func handlers(of name: String, in state: ProofState) -> [(machine: Int, transition: Int)] {
    bundle.machines.indices.flatMap { index -> [(machine: Int, transition: Int)] in
      let machine = bundle.machines[index]
      guard let event = machine.eventIndex[name], machine.declarations[event]?.isExternal == true,
        let instance = state.family.instances[index], !instance.isDone
      else { return [] }
      return instance.configuration.reversed().flatMap { machine.states[$0].handlers[event] ?? [] }
        .map { (index, $0) }
    }
  }

  private func waits(_ name: String, in state: ProofState) -> Bool {
    guard !state.family.deferred.contains(where: { $0.event.name == name }) else { return false }
    return bundle.machines.indices.contains { index in
      let machine = bundle.machines[index]
      guard let event = machine.eventIndex[name], let declaration = machine.declarations[event],
        declaration.isExternal, let instance = state.family.instances[index], !instance.isDone,
        machine.states.contains(where: { $0.handlers[event] != nil })
      else { return false }
      let own = instance.configuration.reversed().compactMap { machine.states[$0].otherwise[event] }.first
      return (own ?? declaration.otherwise) == .defer
    }
  }

  private func settles(_ name: String, in state: ProofState) -> Bool {
    state.steps.contains { step in
      let machine = bundle.machines[step.start.name.machine]
      return model.definition(of: step).completedBy.contains { machine.eventNames[$0.event] == name }
    }
  }

  // MARK: Time

  /// Time passes up to the next instant at which a condition changes, up to the next timer, and once, while nothing is
  /// out, up to three days beyond it without anybody there.
  private func times(in state: ProofState) -> [ProofMove] {
    let due = nextDue(in: state)
    var result: [ProofMove] = []
    if let cut = TimeCuts(model: model, state: state).next, due.map({ cut < $0 }) ?? true, maySpend(until: cut, state) {
      result.append(.advance(to: cut))
    }
    guard let due else { return result }
    if maySpend(until: due, state) { result.append(.advance(to: due)) }
    if !state.wasAway, state.inFlight.isEmpty, let late = due.adding(.seconds(3 * 86_400)) {
      result.append(.away(until: late))
    }
    return result
  }

  /// Returns false if a step that a condition only asks for would be out beyond the time until which it is of use: its
  /// executor ends an attempt long before.
  private func maySpend(until instant: Instant, _ state: ProofState) -> Bool {
    !state.steps.contains { step in
      guard step.phase == .out, !model.relevance.exploredSteps.contains(step.type), let until = step.start.until else {
        return false
      }
      return until <= instant
    }
  }

  /// Returns when the first timer fires that does more than tell people, or a step is tried again.
  private func nextDue(in state: ProofState) -> Instant? {
    var instants: [Instant] = []
    for (index, instance) in state.family.instances.enumerated() {
      guard let instance, !instance.isDone else { continue }
      for (timer, armed) in instance.timers.enumerated() where !model.relevance.idleTimers[index].contains(timer) {
        if let armed, armed.isArmed { instants.append(armed.due) }
      }
    }
    for step in state.steps { if case .waiting(let due) = step.phase { instants.append(due) } }
    return instants.min().map { max($0, state.now) }
  }
}
