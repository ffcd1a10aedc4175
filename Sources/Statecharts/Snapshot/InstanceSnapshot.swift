public import CEL
public import CivilTime

/// One machine of a family between two steps. A value of one word: copies share what they hold until one of them writes it.
public struct InstanceSnapshot: Sendable, Hashable {
  /// What nearly every step changes.
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

  /// What only some steps change.
  private struct Waiting: Sendable, Hashable {
    var history: [StoredHistory] = []
    var timers: [TimerSnapshot?]
    var timerGeneration: Int64 = 0
    var steps: [StepSnapshot] = []
    var stepSerial: Int64 = 0
    var input: Value = .null
    var invoker: Invoker?
  }

  private var content: CopyOnWrite<Content>

  public init(incarnation: Int, machine: Machine) {
    content = CopyOnWrite(
      Content(
        incarnation: Int32(clamping: incarnation), context: machine.context.map { _ in .null },
        visits: Array(repeating: Visit(), count: machine.states.count),
        waiting: CopyOnWrite(Waiting(timers: Array(repeating: nil, count: machine.timers.count)))))
  }

  /// From 1; rises when a machine that ended is started again.
  public var incarnation: Int { Int(content.value.incarnation) }

  public var isDone: Bool {
    get { content.value.isDone }
    set { content.value.isDone = newValue }
  }

  /// All active states, ancestors included (SCXML's configuration).
  public var configuration: StateSet {
    get { content.value.configuration }
    _modify { yield &content.value.configuration }
  }

  public var context: [Value] {
    get { content.value.context }
    _modify { yield &content.value.context }
  }

  /// States become active.
  package mutating func enter(_ states: StateSet, _ now: Instant) { content.value.enter(states, now) }

  /// By state: when it was entered last, first, and how often.
  public var visits: [Visit] {
    get { content.value.visits }
    _modify { yield &content.value.visits }
  }

  /// Stored history by history state: (state, states to enter).
  public var history: [StoredHistory] {
    get { content.value.waiting.value.history }
    _modify { yield &content.value.waiting.value.history }
  }

  /// By timer index; nil while its state is not active or its expression is null.
  public var timers: [TimerSnapshot?] {
    get { content.value.waiting.value.timers }
    _modify { yield &content.value.waiting.value.timers }
  }

  /// Rises with each arming, so that no two armings are alike.
  public var timerGeneration: Int64 {
    get { content.value.waiting.value.timerGeneration }
    _modify { yield &content.value.waiting.value.timerGeneration }
  }

  /// In order of their start.
  public var steps: [StepSnapshot] {
    get { content.value.waiting.value.steps }
    _modify { yield &content.value.waiting.value.steps }
  }

  /// Rises with each start.
  public var stepSerial: Int64 {
    get { content.value.waiting.value.stepSerial }
    _modify { yield &content.value.waiting.value.stepSerial }
  }

  /// What it was started with, typed as the machine's `inputType`; null for the root, whose input is the family's.
  public var input: Value {
    get { content.value.waiting.value.input }
    set { content.value.waiting.value.input = newValue }
  }

  /// Whose state it ends with; nil for a machine that lives by itself.
  public var invoker: Invoker? {
    get { content.value.waiting.value.invoker }
    set { content.value.waiting.value.invoker = newValue }
  }
}

/// The machine, and its run, that invoked another.
public struct Invoker: Sendable, Hashable {
  public var machine: Int
  public var incarnation: Int
  /// Index of the invocation in that machine.
  public var invocation: Int

  public init(machine: Int, incarnation: Int, invocation: Int) {
    self.machine = machine
    self.incarnation = incarnation
    self.invocation = invocation
  }
}

/// SCXML's historyValue of one history state.
public struct StoredHistory: Sendable, Hashable {
  public var state: Int
  public var targets: [Int]
}

/// When a state was entered.
public struct Visit: Sendable, Hashable {
  public var first: Instant?
  public var last: Instant?
  public var count: Int64 = 0

  /// Entered once more.
  mutating func note(_ now: Instant) {
    if first == nil { first = now }
    last = now
    count += 1
  }
}

/// A timer of an active state.
public struct TimerSnapshot: Sendable, Hashable {
  public var due: Instant
  /// False once it fired, was missed or was skipped.
  public var isArmed: Bool
  public var generation: Int64
  /// How often it fired since its state was entered.
  public var fired: Int64
  /// Of a rhythm: which round it waits for.
  public var round: Int64 = 0
}

/// A step that runs on behalf of a machine.
public struct StepSnapshot: Sendable, Hashable {
  /// Unique in the instance for ever.
  public var serial: Int64
  /// Index of its definition.
  public var definition: Int
  /// `releasing`, `mail/reminder_1/client`.
  public var id: String
  public var key: String
  /// The frozen amount of its moves, minor units; 0 without.
  public var amount: Int64
  /// What was taken from which account and waits in `via`.
  public var reserved: [Posting]
  /// View fields as they were at the start, in the order of the definition's captures.
  public var captured: [Value]
  /// Parameters of the named actions around the spawn, by local index.
  public var locals: [Value]
  /// What the provider said when it accepted; null before.
  public var accepted: Value
  public var startedAt: Instant
}

/// Names a step of a family to the engine: machine and serial.
public struct StepName: Sendable, Hashable, Comparable {
  public var machine: Int
  public var incarnation: Int
  public var serial: Int64

  public init(machine: Int, incarnation: Int, serial: Int64) {
    self.machine = machine
    self.incarnation = incarnation
    self.serial = serial
  }

  public static func < (a: Self, b: Self) -> Bool {
    (a.machine, a.incarnation, a.serial) < (b.machine, b.incarnation, b.serial)
  }
}
