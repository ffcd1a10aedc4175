internal import CEL
internal import CivilTime

/// One transition of a family: an event and everything that it causes inside the family, run to completion. It composes
/// the parts that each own their share: the interpreter of each machine, steps, timers, claims, the ledger, and events
/// that no machine takes.
struct FamilyTransition {
  let family: FamilyState
  /// True if a claim was refused when this very transition was tried before.
  let isRefused: Bool
  let steps: StepLedger
  var timers: TimerSchedule
  let unhandled: UnhandledEvents
  var queue = DeliveryQueue()

  init(_ bundle: Bundle, _ snapshot: FamilySnapshot, _ input: borrowing StepInput) {
    family = FamilyState(snapshot, of: bundle, now: input.now)
    isRefused = input.isRefused
    steps = StepLedger(family: family, inFlight: input.inFlight)
    timers = TimerSchedule(family)
    unhandled = UnhandledEvents(family: family)
  }

  mutating func run(_ input: borrowing FamilyInput) throws(StepFailure) -> FamilyChange {
    unhandled.giveUpExpired()
    var isOutcome = false
    switch copy input {
    case .start:
      family.record.disposition = .handled
      try startMachine(0)
    case .event(let event):
      try receive(event)
    case .timer(let machine, let timer, let generation):
      try fire(machine: machine, timer: timer, generation: generation)
    case .outcome(let name, let result):
      isOutcome = true
      try settle(name, result)
    case .dropTimer(let machine, let timer, let generation):
      timers.drop(machine: machine, timer: timer, generation: generation)
    case .wake:
      family.record.hasChanged = true
    }
    try runToCompletion()
    try RushLimit(family: family).count(isRushed: timers.isRushed || isOutcome && family.record.startsStep)
    try ClaimSet(family: family).refresh()
    try InvariantCheck(family: family).run()
    return FamilyChange(
      next: family.snapshot, effects: effects(), trace: family.record.trace, disposition: family.record.disposition,
      handled: family.record.handled)
  }

  /// Returns the effects in the order in which the engine writes them: released claims, taken claims, everything that
  /// happened, timers.
  private func effects() -> [Effect] {
    let bundle = family.bundle
    if bundle.timed.isEmpty && bundle.claims.isEmpty { return family.record.lastingEffects }
    return ClaimSet(family: family).effects() + family.record.lastingEffects + timers.effects()
  }

  /// Drains the queue, lets every machine react to changed facts, and offers deferred events again, until nothing
  /// changes.
  private mutating func runToCompletion() throws(StepFailure) {
    var rounds = 0
    while true {
      try drain()
      if try stabilize() { continue }
      // An armed timer may put its state at rest, for which other machines may wait.
      if try timers.refresh(), try stabilize() { continue }
      guard family.record.hasChanged, !family.snapshot.deferred.isEmpty else { break }
      family.record.hasChanged = false
      unhandled.offerAgain(through: &queue)
      rounds += 1
      if rounds > family.bundle.limits.deliveries {
        throw family.failure(
          "delivery-limit", "deferred events keep the family moving; more than \(rounds) rounds", machine: 0)
      }
      if queue.isEmpty { break }
    }
  }

  private mutating func drain() throws(StepFailure) {
    let limit = family.bundle.limits.deliveries
    while let delivery = queue.dequeue() {
      queue.delivered += 1
      if queue.delivered > limit {
        throw family.failure(
          "delivery-limit",
          "one step delivered more than \(limit) events; look for machines that answer each other", machine: 0)
      }
      switch delivery {
      case .initialize(let machine): try initialize(machine)
      case .event(let machine, let event, let since):
        try deliver(event, to: machine, since: since)
      case .end(let child, let incarnation, let invoker, let event):
        try hearEnd(of: child, incarnation: incarnation, invoker, event)
      }
    }
  }

  /// Lets machines take eventless transitions, because facts changed elsewhere. Returns true if any was taken.
  private mutating func stabilize() throws(StepFailure) -> Bool {
    var hasMoved = false
    for index in family.bundle.automatic where family.isAlive(index) {
      var interpreter = Interpreter<Self>(family.bundle.plans[index])
      let selected = try interpreter.selectEventlessTransitions(host: &self)
      if selected.isEmpty { continue }
      try take(selected, &interpreter)
      hasMoved = true
      queue.delivered += 1
      if queue.delivered > family.bundle.limits.deliveries {
        throw family.failure(
          "delivery-limit", "machines keep reacting to each other's views without an end", machine: index)
      }
    }
    return hasMoved
  }

  /// Delivers an event from outside to every machine that declares it as external, in the order of the family.
  private mutating func receive(_ event: Event) throws(StepFailure) {
    var isKnown = false
    let listeners = family.bundle.listeners[event.name] ?? []
    if listeners.count == 1, listeners[0].isExternal, family.isAlive(listeners[0].machine) {
      // The usual case, one machine that is alive, needs no queue.
      queue.delivered += 1
      return try deliver(MachineEvent(event, name: listeners[0].event), to: listeners[0].machine)
    }
    for listener in listeners where listener.isExternal {
      isKnown = true
      if family.isAlive(listener.machine) {
        let heard = MachineEvent(event, name: listener.event)
        queue.enqueue(.event(machine: listener.machine, heard, since: nil))
      } else {
        unhandled.handleAbsent(event, machine: listener.machine, queue)
      }
    }
    if !isKnown {
      throw family.failure("unknown-event", "no machine of the family takes '\(event.name)' from outside", machine: 0)
    }
  }

  // MARK: Delivering

  /// Delivers one event to one machine: a macrostep (SCXML 3.13), or the definition's `otherwise` if no transition
  /// takes it.
  ///
  /// - Parameter since: when the event was first deferred, if it is offered again.
  private mutating func deliver(_ event: MachineEvent, to index: Int, since: Instant? = nil) throws(StepFailure) {
    guard family.isAlive(index) else { return }
    if try settle(by: event, of: index, since: since) { return }
    var interpreter = Interpreter<Self>(family.bundle.plans[index])
    switch try interpreter.selectTransitions(event, host: &self) {
    case .transitions(let selected):
      if interpreter.leavesHeldState(selected, host: self) {
        unhandled.putOff(event.event, machine: index, since: since, queue)
        return
      }
      try take(selected, &interpreter)
      family.record.disposition = .handled
    case .reject(let code):
      unhandled.reject(event.event, code: code, machine: index, since: since)
    case .defer:
      unhandled.putOff(event.event, machine: index, since: since, queue)
    case .none:
      let disposition = unhandled.otherwise(event: event.name, machine: index)
      unhandled.handle(disposition, event.event, machine: index, since: since, queue)
    }
  }

  /// Delivers an event of the machine's own making (a step's result, a timer's firing, the end of a machine that it
  /// invoked). Returns false if no transition takes it and it does not wait either.
  mutating func deliverOwn(_ event: MachineEvent, to index: Int) throws(StepFailure) -> Bool {
    guard family.isAlive(index) else { return false }
    var interpreter = Interpreter<Self>(family.bundle.plans[index])
    switch try interpreter.selectTransitions(event, host: &self) {
    case .transitions(let selected):
      if interpreter.leavesHeldState(selected, host: self) {
        unhandled.putOff(event.event, machine: index, queue)
      } else {
        try take(selected, &interpreter)
      }
    case .defer:
      unhandled.putOff(event.event, machine: index, queue)
    case .reject, .none:
      return false
    }
    return true
  }

  /// Takes one macrostep of one machine.
  mutating func take(_ selected: [Int], _ interpreter: inout Interpreter<Self>) throws(StepFailure) {
    try interpreter.macrostep(selected, host: &self)
    try endIfParallel(&interpreter)
    family.record.hasChanged = true
  }

  /// Fires a timer that is due.
  private mutating func fire(machine index: Int, timer: Int, generation: Int64) throws(StepFailure) {
    guard let firing = try timers.fire(machine: index, timer: timer, generation: generation) else { return }
    family.record.disposition = .handled
    // Of a repeating timer whose firings wait, the last one does.
    unhandled.drop(timers.events(of: timer, index), of: index, &queue)
    let isTaken = try deliverOwn(firing.event, to: index)
    if !isTaken { timers.takeBack(firing, of: timer, index) }
    if !isTaken && !firing.isMissed { family.record.trace.append(.spent(machine: index, timer: timer)) }
  }

  /// Applies the result of a step. A result for a step that was given up is always recorded, and delivered if the
  /// machine declares `step.late`.
  private mutating func settle(_ name: StepName, _ result: StepResult) throws(StepFailure) {
    let index = name.machine
    guard let outcome = try steps.settle(name, result) else {
      family.record.trace.append(.late(machine: index, step: "#\(name.serial)"))
      guard family.isAlive(index), let event = steps.lateEvent(name, result) else { return }
      return queue.enqueue(.event(machine: index, event, since: nil))
    }
    let isTaken = try deliverOwn(outcome.event, to: index)
    if !isTaken, let alarm = outcome.alarm { family.record.raiseAlarm(alarm, machine: index) }
    family.record.disposition = .handled
  }

  /// Applies a provider's event about a step. Returns false if the event concerns no step of this machine.
  private mutating func settle(
    by event: MachineEvent, of index: Int, since: Instant?
  ) throws(StepFailure) -> Bool {
    switch try steps.settlement(by: event, of: index) {
    case nil:
      return false
    case .waits:
      unhandled.putOff(event.event, machine: index, since: since, queue)
    case .undecided:
      family.record.disposition = .handled
    case .settled(let name, let result, let isDone):
      family.record.disposition = .handled
      try settle(name, result)
      family.record.effects.append(.settleStep(name, isDone: isDone))
    }
    return true
  }
}
