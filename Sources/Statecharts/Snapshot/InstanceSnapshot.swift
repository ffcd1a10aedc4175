public import CEL
public import CivilTime

/// One machine of a family between two steps.
public struct InstanceSnapshot: Sendable, Hashable {
  /// From 1; rises when a machine that ended is started again.
  public var incarnation: Int
  public var isDone: Bool
  /// All active states, ancestors included (SCXML's configuration).
  public var configuration: StateSet
  public var context: [Value]
  /// Stored history by history state: (state, states to enter).
  public var history: [StoredHistory]
  /// By state: when it was entered last, first, and how often.
  public var visits: [Visit]
  /// By timer index; nil while its state is not active or its expression is null.
  public var timers: [TimerSnapshot?]
  /// Rises with each arming, so that no two armings are alike.
  public var timerGeneration: Int64
  /// In order of their start.
  public var steps: [StepSnapshot]
  /// Rises with each start.
  public var stepSerial: Int64

  public init(incarnation: Int, machine: Machine) {
    self.incarnation = incarnation
    isDone = false
    configuration = StateSet()
    context = machine.context.map { _ in .null }
    history = []
    visits = Array(repeating: Visit(), count: machine.states.count)
    timers = Array(repeating: nil, count: machine.timers.count)
    timerGeneration = 0
    steps = []
    stepSerial = 0
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
