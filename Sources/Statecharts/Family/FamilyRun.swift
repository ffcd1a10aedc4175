internal import CEL
internal import CivilTime

/// The working state of one step of a family. Lives for one call of `Bundle.step`.
final class FamilyRun {
  /// What waits to be handed to a machine.
  enum Delivery {
    case initialize(machine: Int)
    case event(machine: Int, Event, isReoffered: Bool)
  }

  let bundle: Bundle
  let input: StepInput
  let before: FamilySnapshot
  var family: FamilySnapshot
  /// FIFO of the family.
  var queue: [Delivery] = []
  var queueHead = 0
  var effects: [Effect] = []
  var trace: [TraceEntry] = []
  var verdict: EventVerdict = .ignored
  var taken: [TakenTransition] = []
  /// By machine: states entered in this step.
  var enteredNow: [StateSet]
  /// By machine: states whose invokes start at the end of the macrostep.
  var toInvoke: [StateSet]
  /// True once anything changed since deferred events were offered last.
  var hasChanged = false
  /// When an event that is offered again was put off first.
  var deferredSince: [Event: Instant] = [:]
  var deliveries = 0
  /// How deep views and defines are nested at the moment.
  var nesting = 0

  init(bundle: Bundle, family: FamilySnapshot, input: StepInput) {
    self.bundle = bundle
    self.input = input
    self.family = family
    before = family
    enteredNow = Array(repeating: StateSet(), count: bundle.machines.count)
    toInvoke = Array(repeating: StateSet(), count: bundle.machines.count)
  }

  var now: Instant { input.now }

  func run() throws(StepFailure) {
    switch input.stimulus {
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
    try checkClaims()
    try checkInvariants()
  }

  /// Drains the queue, lets every machine react to changed facts, offers deferred events again, until nothing moves.
  private func runToCompletion() throws(StepFailure) {
    var rounds = 0
    while true {
      try drain()
      if try stabilize() { continue }
      try refreshTimers()
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
      }
    }
    queue.removeAll(keepingCapacity: true)
    queueHead = 0
  }

  /// An event from outside reaches every machine that declares it as such, in the order of the family.
  private func receive(_ event: Event) throws(StepFailure) {
    var isKnown = false
    for (index, machine) in bundle.machines.enumerated() {
      guard let declared = machine.eventIndex[event.name], let declaration = machine.declarations[declared],
        declaration.isExternal
      else { continue }
      isKnown = true
      if let instance = family.instances[index], !instance.isDone {
        queue.append(.event(machine: index, event, isReoffered: false))
      } else {
        try conclude(declaration.otherwise ?? .alarm, event, machine: index, isReoffered: false)
      }
    }
    if !isKnown {
      throw failure("unknown-event", "no machine of the family takes '\(event.name)' from outside", machine: 0)
    }
  }

  /// What was put off is offered again in order; what is put off once more goes to the end anew.
  private func offerDeferred() {
    let waiting = family.deferred
    family.deferred = []
    for entry in waiting {
      if let instance = family.instances[entry.machine], !instance.isDone {
        queue.append(.event(machine: entry.machine, entry.event, isReoffered: true))
        deferredSince[entry.event, default: entry.since] = entry.since
      } else if family.instances[entry.machine] == nil {
        family.deferred.append(entry)
      }
    }
  }

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

  func instance(_ machine: Int) -> InstanceSnapshot { family.instances[machine]! }
}
