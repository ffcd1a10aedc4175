public import CEL
public import CivilTime

/// One machine of a family between two steps. Small on purpose: context and configuration are what nearly every step changes; the rest is
/// shared between copies until it is written.
public struct InstanceSnapshot: Sendable, Hashable {
  /// What only some steps change.
  private struct Waiting: Sendable, Hashable {
    var history: [StoredHistory] = []
    var timers: [TimerSnapshot?]
    var timerGeneration: Int64 = 0
    var steps: [StepSnapshot] = []
    var stepSerial: Int64 = 0
    var invocations: [InvocationSnapshot] = []
  }

  private var number: Int32
  public var isDone: Bool
  // The configuration's words, without the alignment of a vector.
  private var active: (UInt64, UInt64, UInt64, UInt64)
  public var context: [Value]
  /// By state: when it was entered last, first, and how often.
  public var visits: [Visit]
  private var waiting: CopyOnWrite<Waiting>

  public init(incarnation: Int, machine: Machine) {
    number = Int32(clamping: incarnation)
    isDone = false
    active = (0, 0, 0, 0)
    context = machine.context.map { _ in .null }
    visits = Array(repeating: Visit(), count: machine.states.count)
    waiting = CopyOnWrite(Waiting(timers: Array(repeating: nil, count: machine.timers.count)))
  }

  /// From 1; rises when a machine that ended is started again.
  public var incarnation: Int { Int(number) }

  /// All active states, ancestors included (SCXML's configuration).
  public var configuration: StateSet {
    get { StateSet(words: SIMD4(active.0, active.1, active.2, active.3)) }
    set { active = (newValue.words[0], newValue.words[1], newValue.words[2], newValue.words[3]) }
  }

  /// Stored history by history state: (state, states to enter).
  public var history: [StoredHistory] {
    get { waiting.value.history }
    _modify { yield &waiting.value.history }
  }

  /// By timer index; nil while its state is not active or its expression is null.
  public var timers: [TimerSnapshot?] {
    get { waiting.value.timers }
    _modify { yield &waiting.value.timers }
  }

  /// Rises with each arming, so that no two armings are alike.
  public var timerGeneration: Int64 {
    get { waiting.value.timerGeneration }
    _modify { yield &waiting.value.timerGeneration }
  }

  /// In order of their start.
  public var steps: [StepSnapshot] {
    get { waiting.value.steps }
    _modify { yield &waiting.value.steps }
  }

  /// Rises with each start.
  public var stepSerial: Int64 {
    get { waiting.value.stepSerial }
    _modify { yield &waiting.value.stepSerial }
  }

  /// Mode scxml: in order of their start.
  public var invocations: [InvocationSnapshot] {
    get { waiting.value.invocations }
    _modify { yield &waiting.value.invocations }
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.number == b.number && a.isDone == b.isDone && a.active == b.active && a.context == b.context
      && a.visits == b.visits && a.waiting == b.waiting
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(number)
    hasher.combine(isDone)
    hasher.combine(configuration)
    hasher.combine(context)
    hasher.combine(visits)
    hasher.combine(waiting)
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
