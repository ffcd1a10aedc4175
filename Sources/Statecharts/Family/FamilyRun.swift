internal import CEL
internal import CivilTime

/// The working state of one step of a family. Lives for one call of `Bundle.transition`.
final class FamilyRun {
  /// What waits to be handed to a machine.
  enum Delivery {
    case initialize(machine: Int)
    case event(machine: Int, Occurrence, isReoffered: Bool)
    /// An invoked machine has ended, and its invoker is to hear it.
    case end(of: Int, incarnation: Int, Invoker, Occurrence)
  }

  // A run lives on one call's stack and calls nobody outside: its accesses need no check at run time.
  let bundle: Bundle
  let now: Instant
  let inFlight: [StepName]
  let isRefused: Bool
  let before: FamilySnapshot
  @exclusivity(unchecked) var family: FamilySnapshot
  /// FIFO of the family.
  @exclusivity(unchecked) var queue: [Delivery] = []
  @exclusivity(unchecked) var queueHead = 0
  /// SCXML's internalQueue. Macrosteps never nest, so that one is enough.
  @exclusivity(unchecked) var internalQueue: [Occurrence] = []
  @exclusivity(unchecked) var internalHead = 0
  @exclusivity(unchecked) var effects: [Effect] = []
  @exclusivity(unchecked) var trace: [TraceEntry] = []
  @exclusivity(unchecked) var verdict: EventVerdict = .ignored
  /// Candidates whose guard held and that ended in a verdict.
  @exclusivity(unchecked) var concluded: [TakenTransition] = []
  /// By machine: states entered in this step.
  @exclusivity(unchecked) var enteredNow: [StateSet]
  /// States of the machine that takes a macrostep whose invokes start at its end.
  @exclusivity(unchecked) var toInvoke = StateSet()
  /// True once anything changed since deferred events were offered last.
  @exclusivity(unchecked) var hasChanged = false
  /// When an event that is offered again was put off first.
  var deferredSince: [Event: Instant] = [:]
  @exclusivity(unchecked) var deliveries = 0
  /// True once a timer was armed that need not be waited for.
  @exclusivity(unchecked) var isRushed = false
  /// How deep views and defines are nested at the moment.
  @exclusivity(unchecked) var nesting = 0
  /// Set for a machine of mode scxml.
  let session: SessionState?
  /// Mode scxml: targets that the session can send to.
  let reachable: Set<String>
  /// A scope to be used again, and through it others.
  @exclusivity(unchecked) private var idleScope: Scope?

  init(bundle: Bundle, family: FamilySnapshot, input: borrowing StepInput) {
    self.bundle = bundle
    now = input.now
    inFlight = input.inFlight
    isRefused = input.isRefused
    reachable = input.reachable
    self.family = family
    before = family
    session = bundle.machines[0].session.map(SessionState.init)
    enteredNow = bundle.nothingEntered
  }

  func run(_ stimulus: borrowing Stimulus) throws(StepFailure) {
    if let session { return try runSession(session, copy stimulus) }
    giveUpExpired()
    switch copy stimulus {
    case .start:
      verdict = .handled
      try startMachine(0)
    case .event(let event):
      try receive(event)
    case .timer(let machine, let timer, let generation):
      try fire(machine: machine, timer: timer, generation: generation)
    case .outcome(let name, let result):
      try settle(name, result)
    case .dropTimer(let machine, let timer, let generation):
      if family.instances[machine]?.timers[timer]?.generation == generation {
        family.instances[machine]!.timers[timer]!.isArmed = false
      }
    case .wake:
      hasChanged = true
    }
    try runToCompletion()
    try checkRush(stimulus)
    try checkClaims()
    try checkInvariants()
  }

  /// Drains the queue, lets every machine react to changed facts, offers deferred events again, until nothing moves.
  private func runToCompletion() throws(StepFailure) {
    var rounds = 0
    while true {
      try drain()
      if try stabilize() { continue }
      // A timer that was armed lets its state rest, and others may have waited for that.
      if try refreshTimers(), bundle.restsUntilTimers, try stabilize() { continue }
      guard hasChanged, !family.deferred.isEmpty else { break }
      hasChanged = false
      offerDeferred()
      rounds += 1
      if rounds > bundle.limits.deliveries {
        throw failure(
          "delivery-limit", "deferred events keep the family moving; more than \(rounds) rounds", machine: 0)
      }
      if queueHead == queue.count { break }
    }
  }

  private func drain() throws(StepFailure) {
    while queueHead < queue.count {
      let delivery = queue[queueHead]
      queueHead += 1
      deliveries += 1
      if deliveries > bundle.limits.deliveries {
        throw failure(
          "delivery-limit",
          "one step delivered more than \(bundle.limits.deliveries) events; look for machines that answer each other",
          machine: 0)
      }
      switch delivery {
      case .initialize(let machine): try initialize(machine)
      case .event(let machine, let event, let isReoffered):
        try deliver(event, to: machine, isReoffered: isReoffered)
      case .end(let child, let incarnation, let invoker, let event):
        try hearEnd(of: child, incarnation: incarnation, invoker, event)
      }
    }
    if queueHead > 0 { queue.removeAll(keepingCapacity: true) }
    queueHead = 0
  }

  /// An event from outside reaches every machine that declares it as such, in the order of the family.
  private func receive(_ event: Event) throws(StepFailure) {
    var isKnown = false
    let listeners = bundle.listeners[event.name] ?? []
    if listeners.count == 1, listeners[0].isExternal, isAlive(listeners[0].machine) {
      // The usual case needs no queue.
      deliveries += 1
      return try deliver(Occurrence(event, name: listeners[0].event), to: listeners[0].machine, isReoffered: false)
    }
    for listener in listeners where listener.isExternal {
      isKnown = true
      if isAlive(listener.machine) {
        queue.append(.event(machine: listener.machine, Occurrence(event, name: listener.event), isReoffered: false))
      } else {
        let declared = bundle.machines[listener.machine].declarations[listener.event]
        conclude(declared?.otherwise ?? .alarm, event, machine: listener.machine, isReoffered: false)
      }
    }
    if !isKnown {
      throw failure("unknown-event", "no machine of the family takes '\(event.name)' from outside", machine: 0)
    }
  }

  /// True if the machine was started and has not ended.
  func isAlive(_ machine: Int) -> Bool {
    family.instances[machine]?.isDone == false
  }

  /// All active states of a machine; none before it was started.
  func configuration(_ machine: Int) -> StateSet { family.instances[machine]?.configuration ?? StateSet() }

  func history(_ machine: Int) -> [StoredHistory] { family.instances[machine]?.history ?? [] }

  func failure(_ code: String, _ message: String, machine: Int, line: Int = 0) -> StepFailure {
    StepFailure(code: code, message: message, machine: bundle.machines[machine].name, line: line)
  }

  /// Turns an expression's error into the failure of the step: in workflow definitions a guard that errs is an incident.
  func evaluating<T>(machine: Int, line: Int, _ body: () throws(EvaluationError) -> T) throws(StepFailure) -> T {
    do {
      return try body()
    } catch {
      throw failure("expression-error", "\(error.code): \(error.message)", machine: machine, line: line)
    }
  }

  /// Evaluates in a scope of the machine; scopes are used again, for a step asks many guards.
  func withScope<T, Failure: Error>(
    _ machine: Int, event: Occurrence? = nil, state: Int? = nil, _ body: (Scope) throws(Failure) -> T
  ) throws(Failure) -> T {
    let scope = idleScope ?? Scope(run: self, machine: machine)
    idleScope = scope.next
    scope.reset(machine: machine, event: event, state: state)
    defer {
      scope.next = idleScope
      idleScope = scope
    }
    return try body(scope)
  }

  /// Raises an event of the machine that is taking a macrostep.
  func raise(_ event: Event, name: Int) { internalQueue.append(Occurrence(event, name: name)) }
}
