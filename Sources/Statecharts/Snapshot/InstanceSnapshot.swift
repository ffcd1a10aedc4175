public import CEL
public import CivilTime

/// One machine of a family between two transitions. It is a value of one word: copies share their content until one of
/// them writes it.
public struct InstanceSnapshot: Sendable, Hashable {
  /// The parts that nearly every transition changes.
  private struct Content: Sendable, Hashable {
    var incarnation: Int32
    var isDone = false
    var configuration = StateSet()
    var context: [Value]
    var visits: [Visit]
    var waiting: CopyOnWrite<Waiting>

    mutating func enter(_ states: StateSet, _ now: Instant) {
      configuration.formUnion(states)
      for state in states { visits[state].note(now) }
    }
  }

  /// The parts that few transitions change.
  private struct Waiting: Sendable, Hashable {
    var history: [StoredHistory] = []
    var timers: [TimerSnapshot?]
    var spentTimers: [Int: Instant] = [:]
    var stepStarts: [Int: Int64] = [:]
    var timerGeneration: Int64 = 0
    var steps: [StepSnapshot] = []
    var stepSerial: Int64 = 0
    var input: Value = .null
    var invoker: Invoker?
  }

  private var content: CopyOnWrite<Content>

  /// Creates the snapshot of a machine that has not entered a state yet.
  public init(incarnation: Int, machine: Machine) {
    content = CopyOnWrite(
      Content(
        incarnation: Int32(clamping: incarnation), context: machine.context.map { _ in .null },
        visits: Array(repeating: Visit(), count: machine.states.count),
        waiting: CopyOnWrite(Waiting(timers: Array(repeating: nil, count: machine.timers.count)))))
  }

  /// The number of the machine's run, from 1. It rises when a machine that ended is started again.
  public var incarnation: Int { Int(content.value.incarnation) }

  /// True once the machine has ended.
  public var isDone: Bool {
    get { content.value.isDone }
    set { content.value.isDone = newValue }
  }

  /// All active states, ancestors included (SCXML's configuration).
  public var configuration: StateSet {
    get { content.value.configuration }
    _modify { yield &content.value.configuration }
  }

  /// The values of the context's fields, by index.
  public var context: [Value] {
    get { content.value.context }
    _modify { yield &content.value.context }
  }

  /// Adds states to the configuration and notes their visits.
  package mutating func enter(_ states: StateSet, _ now: Instant) { content.value.enter(states, now) }

  /// The visits of each state.
  public var visits: [Visit] {
    get { content.value.visits }
    _modify { yield &content.value.visits }
  }

  /// The stored history of each history state that has any, in document order.
  public var history: [StoredHistory] {
    get { content.value.waiting.value.history }
    _modify { yield &content.value.waiting.value.history }
  }

  /// The timers by index; nil while a timer's state is not active or its expression is null.
  public var timers: [TimerSnapshot?] {
    get { content.value.waiting.value.timers }
    _modify { yield &content.value.waiting.value.timers }
  }

  /// When each timer that has fired was due last, by index. It outlives the visits of the timer's state, so that an
  /// instant which has fired does not fire again because the state is entered again.
  public var spentTimers: [Int: Instant] {
    get { content.value.waiting.value.spentTimers }
    _modify { yield &content.value.waiting.value.spentTimers }
  }

  /// How often each step that a transition starts was started, by the index of its definition, earlier runs included.
  public var stepStarts: [Int: Int64] {
    get { content.value.waiting.value.stepStarts }
    _modify { yield &content.value.waiting.value.stepStarts }
  }

  /// Takes over the counts of the machine's last run.
  mutating func continueCounts(of old: InstanceSnapshot) {
    for state in old.visits.indices { visits[state].count = old.visits[state].count }
    stepStarts = old.stepStarts
  }

  /// The number of the last arming. It rises with each, so that no two armings are alike.
  public var timerGeneration: Int64 {
    get { content.value.waiting.value.timerGeneration }
    _modify { yield &content.value.waiting.value.timerGeneration }
  }

  /// The live steps, in the order of their start.
  public var steps: [StepSnapshot] {
    get { content.value.waiting.value.steps }
    _modify { yield &content.value.waiting.value.steps }
  }

  /// Returns true if both are copies of one snapshot that neither has changed. Equal snapshots need not be.
  func shares(with other: Self) -> Bool { content.shares(with: other.content) }

  /// Returns true if this machine went on from `earlier` by nothing but the end of steps that were alive.
  public func differsOnlyInEndedSteps(from earlier: Self) -> Bool {
    guard steps.count < earlier.steps.count, steps == earlier.steps.filter(steps.contains) else { return false }
    var ended = earlier
    ended.steps = steps
    return ended == self
  }

  /// The serial of the last step that was started.
  public var stepSerial: Int64 {
    get { content.value.waiting.value.stepSerial }
    _modify { yield &content.value.waiting.value.stepSerial }
  }

  /// The machine's input, typed as its `inputType`; null for the root, whose input is the family's.
  public var input: Value {
    get { content.value.waiting.value.input }
    set { content.value.waiting.value.input = newValue }
  }

  /// The invocation that started the machine; nil for a machine that lives by itself.
  public var invoker: Invoker? {
    get { content.value.waiting.value.invoker }
    set { content.value.waiting.value.invoker = newValue }
  }
}

/// The machine, and its run, that invoked another.
public struct Invoker: Sendable, Hashable {
  /// The index of the invoking machine in the bundle.
  public var machine: Int
  /// The run of the invoking machine.
  public var incarnation: Int
  /// The index of the invocation in that machine.
  public var invocation: Int

  /// Names an invocation.
  public init(machine: Int, incarnation: Int, invocation: Int) {
    self.machine = machine
    self.incarnation = incarnation
    self.invocation = invocation
  }
}

/// SCXML's historyValue of one history state.
public struct StoredHistory: Sendable, Hashable {
  /// The index of the history state.
  public var state: Int
  /// The indexes of the states that it stands for.
  public var targets: [Int]
}

/// The entries of a state.
public struct Visit: Sendable, Hashable {
  /// When the state was first entered; nil if never.
  public var first: Instant?
  /// When the state was last entered; nil if never.
  public var last: Instant?
  /// How often the state was entered, earlier runs of the machine included.
  public var count: Int64 = 0

  /// Counts one more entry.
  mutating func note(_ now: Instant) {
    if first == nil { first = now }
    last = now
    count += 1
  }
}

/// A timer of an active state.
public struct TimerSnapshot: Sendable, Hashable {
  /// When the timer is due, or was due last.
  public var due: Instant
  /// False once the timer has fired, was missed or was skipped.
  public var isArmed: Bool
  /// The number of the arming. A firing of an earlier one has no effect.
  public var generation: Int64
  /// How often the timer has fired since its state was entered and its expression was last null.
  public var fired: Int64
  /// The round that a timer on a local calendar waits for; 0 for other timers.
  public var round: Int64 = 0
  /// True if an operator left its last firing out, so that a person knows of a state that waits for nothing else.
  public var isSkipped = false
}

/// A step that runs on behalf of a machine.
public struct StepSnapshot: Sendable, Hashable {
  /// The run of the machine that started the step. A spawned step may outlive that run.
  public var run: Int
  /// The step's number, unique in the run of its machine.
  public var serial: Int64
  /// The index of the step's definition in the machine.
  public var definition: Int
  /// The value of the definition's `id`, such as `releasing` or `mail/reminder_1/client`.
  public var id: String
  /// The idempotency key, without the generation that the engine appends.
  public var key: String
  /// The amount that the step moves, in minor units; 0 if it moves none. It is fixed at the start.
  public var amount: Int64
  /// The movements into the account `via` at the start, which the result completes or undoes.
  public var reserved: [Posting]
  /// The view fields as they were at the start, in the order of the definition's captures.
  public var captured: [Value]
  /// The parameters of the named actions around the spawn, by local index.
  public var locals: [Value]
  /// The provider's reply on acceptance; null before.
  public var accepted: Value
  /// When the step was started.
  public var startedAt: Instant
  /// True once the machine stopped the step while an attempt was in flight that has to be settled. The step is never
  /// sent again; it stays alive until the outcome of that attempt is known.
  public var isHalted = false
}

/// Identifies a step of a family to the engine.
public struct StepName: Sendable, Hashable, Comparable {
  /// The index of the machine in the bundle.
  public var machine: Int
  /// The run of the machine.
  public var incarnation: Int
  /// The step's serial in that run.
  public var serial: Int64

  /// Names a step.
  public init(machine: Int, incarnation: Int, serial: Int64) {
    self.machine = machine
    self.incarnation = incarnation
    self.serial = serial
  }

  /// Orders steps by machine, run and serial.
  public static func < (a: Self, b: Self) -> Bool {
    (a.machine, a.incarnation, a.serial) < (b.machine, b.incarnation, b.serial)
  }
}
