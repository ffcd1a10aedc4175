internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowScenarios

/// Applies moves to a family with the production transition, as the engine would.
struct FamilyModel: Sendable {
  /// The consequence of a move.
  struct Consequence: Sendable {
    var state: ProofState
    /// A violation ends the path.
    var violation: Violation?
    /// The alarms that are raised on purpose, in order.
    var alarms: [String] = []
    /// The steps that were sent, in order.
    var calls: [Call] = []
    /// The word for what became of a party's event, if it was not handled.
    var reply: String?
    /// True if an assumption does not hold in the new state, which is not explored then.
    var isExcluded = false
    /// True if the move cannot be made in this state, or the family refuses it.
    var isRefused = false
  }

  let bundle: Bundle
  let relevance: Relevance
  let clock: ClockConditions
  let repertoire: Repertoire
  let catalogue: [String: StepDeclaration]
  let start: Repertoire.Start
  let hearings: [Hearing]
  /// More inputs than this never follow from one move without time passing.
  private let limit = 500

  /// A step that was sent to its provider.
  struct Call: Sendable {
    let type: String
    /// True if the path decides when it is answered.
    let isFollowed: Bool
  }

  /// The part of a message that one event of the bundle hears.
  struct Hearing: Sendable {
    let webhook: Repertoire.Webhook
    let event: Event
    /// View fields, each with the text that identifies a family by it.
    let subjects: [(field: Int, text: String)]
  }

  init(
    bundle: Bundle, repertoire: Repertoire, catalogue: [StepDeclaration], start: Repertoire.Start
  ) {
    self.bundle = bundle
    self.repertoire = repertoire
    self.start = start
    self.catalogue = Dictionary(catalogue.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    relevance = Relevance(bundle)
    clock = ClockConditions(bundle)
    hearings = HearingReader(bundle: bundle, now: start.at).hearings(of: repertoire.webhooks)
  }

  // MARK: Moves

  /// Starts the family.
  func begin() -> Consequence? {
    var params = bundle.params.map(\.value)
    for (index, parameter) in bundle.params.enumerated() {
      if let given = start.params[parameter.name], let value = try? parameter.type.decode(given) {
        params[index] = value
      }
    }
    guard let input = try? bundle.inputType.decode(start.input, limits: bundle.limits.input),
      var family = try? bundle.initialSnapshot(key: "", input: input, params: params, now: start.at),
      let key = try? bundle.key(of: family, now: start.at)
    else { return nil }
    family.key = key
    if let refusal = try? bundle.refusal(of: family, now: start.at, isClaimRefused: false), !refusal.isEmpty {
      return nil
    }
    var consequence = Consequence(state: ProofState(family: family, now: start.at))
    run([.start], &consequence)
    return consequence
  }

  /// Makes a move.
  func apply(_ move: ProofMove, to state: ProofState) -> Consequence {
    var consequence = Consequence(state: state)
    switch move {
    case .event(let given):
      guard let event = event(given) else { return refused(state) }
      run([.event(event)], &consequence, isAsked: true)
    case .webhook(let webhook):
      let events = heard(webhook, by: state)
      if events.isEmpty { return refused(state) }
      run(events.map { .event($0) }, &consequence)
    case .answer(let type, let answer):
      guard let index = state.steps.firstIndex(where: { $0.type == type && $0.phase == .out }) else {
        return refused(state)
      }
      handle(index, answer, &consequence)
    case .task(let id, let data):
      guard let step = state.steps.first(where: { $0.phase == .open && $0.start.id == id }) else {
        return refused(state)
      }
      consequence.state.steps.removeAll { $0.start.name == step.start.name }
      let result: StepResult =
        data.map { .done(["outcome": "done", "data": $0]) } ?? .failed(code: "declined", message: "scenario")
      run([.outcome(step.start.name, result)], &consequence)
    case .advance(let instant): advance(to: instant, &consequence)
    case .away(let instant):
      consequence.state.now = instant
      consequence.state.wasAway = true
      advance(to: instant, &consequence)
    }
    return consequence
  }

  private func refused(_ state: ProofState) -> Consequence {
    var consequence = Consequence(state: state)
    consequence.isRefused = true
    return consequence
  }

  /// Types a party's event as the gateway does; nil if it would be refused.
  func event(_ given: Repertoire.PartyEvent) -> Event? {
    for machine in bundle.machines {
      guard let index = machine.eventIndex[given.name], let declaration = machine.declarations[index],
        declaration.isExternal
      else { continue }
      guard declaration.by.contains(given.role),
        let data = try? declaration.data.decode(given.data, limits: bundle.limits.input)
      else { return nil }
      return Event(name: given.name, role: given.role, data: data)
    }
    return nil
  }

  /// Returns the events that a message is to this family.
  func heard(_ webhook: Repertoire.Webhook, by state: ProofState) -> [Event] {
    let own = hearings.filter { $0.webhook == webhook }
    guard !own.isEmpty, let view = try? bundle.view(of: state.family, now: state.now) else { return [] }
    return own.filter { hearing in
      hearing.subjects.contains { Interpolation.display(view[$0.field]) == $0.text }
    }.map(\.event)
  }

  /// Ends an attempt.
  private func handle(_ index: Int, _ answer: ProofMove.Answer, _ consequence: inout Consequence) {
    let step = consequence.state.steps[index]
    let name = step.start.name
    switch answer {
    case .again where isHalted(name, in: consequence.state) || step.isLate:
      consequence.state.steps.remove(at: index)
      run([.outcome(name, .stopped)], &consequence)
    case .again:
      let definition = bundle.machines[name.machine].steps[step.start.definition]
      let delay = definition.retry.first ?? RetryPolicy().first
      consequence.state.steps[index].phase = .waiting(
        until: consequence.state.now.adding(delay) ?? consequence.state.now)
      run([.wake], &consequence)
    case .done(let data):
      consequence.state.steps.remove(at: index)
      if definition(of: step).stepClass == StepClass.money.rawValue {
        consequence.state.paidKeys.append(step.start.key)
      }
      run([.outcome(name, .done(data))], &consequence)
    case .accepted(let data):
      if step.isLate {
        consequence.state.steps.remove(at: index)
      } else {
        consequence.state.steps[index].phase = .accepted
      }
      run([.outcome(name, .accepted(data))], &consequence)
    case .failed(let code):
      consequence.state.steps.remove(at: index)
      run([.outcome(name, .failed(code: code, message: code))], &consequence)
    }
  }

  func definition(of step: ProofState.Step) -> StepDefinition {
    bundle.machines[step.start.name.machine].steps[step.start.definition]
  }

  private func isHalted(_ name: StepName, in state: ProofState) -> Bool {
    guard let instance = state.family.instances[name.machine], instance.incarnation == name.incarnation else {
      return false
    }
    return instance.steps.first { $0.serial == name.serial }?.isHalted ?? false
  }

  // MARK: Time

  /// Lets everything happen that is due up to an instant.
  private func advance(to instant: Instant, _ consequence: inout Consequence) {
    var rounds = 0
    while consequence.violation == nil, !consequence.isExcluded, let next = nextDue(consequence.state),
      next.due <= instant, rounds < limit
    {
      rounds += 1
      consequence.state.now = max(consequence.state.now, next.due)
      switch next.work {
      case .timer(let machine, let timer, let generation):
        run([.timer(machine: machine, timer: timer, generation: generation)], &consequence)
      case .step(let name): attempt(name, &consequence)
      }
    }
    if consequence.violation == nil { consequence.state.now = max(consequence.state.now, instant) }
  }

  enum DueWork { case timer(machine: Int, timer: Int, generation: Int64), step(StepName) }

  /// Returns the first timer or further attempt that is due, now or later.
  private func nextDue(_ state: ProofState) -> (due: Instant, work: DueWork)? {
    var first: (due: Instant, work: DueWork)?
    func offer(_ due: Instant, _ work: DueWork) {
      if first.map({ due < $0.due }) ?? true { first = (due, work) }
    }
    for (machine, instance) in state.family.instances.enumerated() {
      guard let instance, !instance.isDone else { continue }
      for (timer, armed) in instance.timers.enumerated() {
        guard let armed, armed.isArmed else { continue }
        offer(armed.due, .timer(machine: machine, timer: timer, generation: armed.generation))
      }
    }
    for step in state.steps { if case .waiting(let due) = step.phase { offer(due, .step(step.start.name)) } }
    return first
  }

  /// Makes a further attempt of a step that waited.
  private func attempt(_ name: StepName, _ consequence: inout Consequence) {
    guard let index = consequence.state.steps.firstIndex(where: { $0.start.name == name }) else { return }
    var step = consequence.state.steps.remove(at: index)
    if isIncluded(step.start, &consequence) {
      step.phase = .out
      step.tries += 1
      consequence.state.steps.append(step)
    } else if consequence.violation == nil {
      run([.outcome(name, .stopped)], &consequence)
    }
  }

  private func isIncluded(_ start: StepStart, _ consequence: inout Consequence) -> Bool {
    do throws(StepFailure) {
      return try bundle.preconditionHolds(
        for: start.name, in: consequence.state.family, now: consequence.state.now)
    } catch {
      consequence.violation = violation(error)
      return false
    }
  }

  // MARK: Transitions

  /// Takes inputs one after the other, each with everything that follows without time passing.
  ///
  /// - Parameter isAsked: true if a caller hears whether the family refuses the input.
  private func run(_ inputs: [FamilyInput], _ consequence: inout Consequence, isAsked: Bool = false) {
    var queue = inputs
    var taken = 0
    while taken < queue.count, consequence.violation == nil {
      let input = queue[taken]
      taken += 1
      if taken > limit { return }
      do throws(StepFailure) {
        let state = consequence.state
        let change = try bundle.transition(
          state.family, StepInput(input: input, now: state.now, inFlight: state.inFlight))
        if isAsked, taken == 1 {
          if case .rejected = change.disposition { consequence.isRefused = true }
          if case .already = change.disposition { consequence.isRefused = true }
          if case .deferred = change.disposition { consequence.reply = "deferred" }
          if case .ignored = change.disposition { consequence.reply = "ignored" }
        }
        consequence.state.family = change.next
        for effect in change.effects { follow(effect, &queue, &consequence) }
      } catch {
        consequence.violation = violation(error)
      }
    }
    if consequence.violation == nil { consequence.violation = moneyHeld(in: consequence.state) }
  }

  private func violation(_ failure: StepFailure) -> Violation {
    if failure.code == "invariant" {
      return Violation(kind: .invariant, name: failure.message, message: "\(failure.message) in \(failure.machine)")
    }
    return Violation(kind: .stops, name: "\(failure.code) in \(failure.machine):\(failure.line)", message: "\(failure)")
  }

  private func follow(_ effect: Effect, _ queue: inout [FamilyInput], _ consequence: inout Consequence) {
    switch effect {
    case .startStep(let start): begin(start, &queue, &consequence)
    case .stopStep(let name):
      guard let index = consequence.state.steps.firstIndex(where: { $0.start.name == name }) else { return }
      if consequence.state.steps[index].phase == .out, bundle.machines[name.machine].eventIndex["step.late"] != nil {
        consequence.state.steps[index].isLate = true
      } else {
        consequence.state.steps.remove(at: index)
      }
    case .settleStep(let name, let isDone):
      guard let index = consequence.state.steps.firstIndex(where: { $0.start.name == name }) else { return }
      let step = consequence.state.steps.remove(at: index)
      if isDone, definition(of: step).stepClass == StepClass.money.rawValue {
        consequence.state.paidKeys.append(step.start.key)
      }
    case .alarm(let machine, let text):
      if AssumptionAlarm.isMeant(by: text) {
        consequence.isExcluded = true
      } else if StrandedAlarm.isMeant(by: text) {
        let name = "\(bundle.machines[machine].name): \(text)"
        consequence.violation = Violation(kind: .stranded, name: name, message: name)
      } else {
        consequence.alarms.append(text)
      }
    case .haltStep, .armTimer, .disarmTimer, .post, .claim, .release, .erase, .publish: return
    }
  }

  private func begin(_ start: StepStart, _ queue: inout [FamilyInput], _ consequence: inout Consequence) {
    let definition = bundle.machines[start.name.machine].steps[start.definition]
    if consequence.state.steps.contains(where: { $0.start.key == start.key && !$0.isLate }) {
      return queue.append(.outcome(start.name, .stopped))
    }
    let isHuman = definition.stepClass == StepClass.human.rawValue
    guard relevance.isFollowed(start) else {
      if isHuman { return }
      consequence.calls.append(Call(type: definition.step, isFollowed: false))
      queue.append(.outcome(start.name, .done(usualReply(definition.step, start, consequence.state))))
      return
    }
    if !isHuman { consequence.calls.append(Call(type: definition.step, isFollowed: true)) }
    if definition.stepClass == StepClass.money.rawValue, consequence.state.paidKeys.contains(start.key) {
      consequence.violation = Violation(
        kind: .keyReused, name: definition.step,
        message: "\(definition.step) begins with the key '\(start.key)', under which it was done before")
      return
    }
    var step = ProofState.Step(start: start, type: definition.step, phase: isHuman ? .open : .out)
    if !isHuman, !isIncluded(start, &consequence) {
      consequence.calls.removeLast()
      if consequence.violation == nil { queue.append(.outcome(start.name, .stopped)) }
      return
    }
    step.tries = 1
    consequence.state.steps.append(step)
  }

  /// The first reply that scenarios give a step; else one made of its type.
  func usualReply(_ type: String, _ start: StepStart, _ state: ProofState) -> Value {
    let known = repertoire.answers[type]?.first { $0.kind == .done }
    return known?.data(for: start.input, key: start.key, now: state.now)
      ?? Representatives.first(of: .object(catalogue[type]?.returns ?? []), now: state.now)
  }

  // MARK: Ends

  /// Returns the violation of a family to which nothing more happens by itself and whose money has not arrived.
  private func moneyHeld(in state: ProofState) -> Violation? {
    guard relevance.transit.contains(where: { state.family.balances[$0] != 0 }), state.steps.isEmpty,
      state.family.deferred.isEmpty,
      state.family.instances.allSatisfy({ $0?.timers.allSatisfy { $0?.isArmed != true } ?? true }),
      state.family.instances.allSatisfy({ $0?.steps.isEmpty ?? true }),
      FamilyProbe(bundle).isResting(state.family, now: state.now)
    else { return nil }
    for account in relevance.transit where state.family.balances[account] != 0 {
      let name = bundle.accounts[account].name
      return Violation(
        kind: .moneyHeld, name: name,
        message: "nothing more happens by itself, and '\(name)' still holds \(state.family.balances[account])")
    }
    return nil
  }
}
