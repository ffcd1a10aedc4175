internal import CEL
public import CivilTime
internal import EngineMessages
internal import Execution
public import Statecharts
public import Storage

/// The engine takes turns (protocol §1). Synchronous; owned by one thread; no clock, no randomness, no I/O but the store.
///
/// A turn that throws a transient `StoreError` has written nothing: give the same inputs again. After an `ambiguous` one leave the
/// process; recovery decides.
public final class Engine {
  let store: any StoreWriter
  let options: EngineOptions
  let bundles: BundleTable
  /// By executor's name: attempts at once, and those that are out.
  var slots: [String: (limit: Int, used: Int)] = [:]
  var catalogue: [String: StepDeclaration] = [:]
  var executorOf: [String: String] = [:]
  var families: [FamilyID: LoadedFamily] = [:]
  var recency: [FamilyID: UInt64] = [:]
  var tick: UInt64 = 0
  /// Executors of attempts that are out.
  var outstanding: [AttemptName: String] = [:]
  // The turn under way.
  var turn = Turn()
  var now: Instant
  /// The wall clock is not trusted: time stands, no timer fires, nothing that notifies or moves money is sent.
  var isHeld = false
  var hasBlockedTasks = false
  /// Unmatched events in the store; nil: to be counted.
  var unmatched: Int64?
  /// Families of which a lane became free in this turn.
  var freedLanes: [(family: FamilyID, lane: String)] = []
  /// Steps that turned out unwanted when their attempt was to start; their machines are told after the step under way.
  var unwanted: [(family: FamilyID, step: StepName, why: String)] = []
  var superseded: [(family: FamilyID, step: StepName)] = []
  /// Steps whose key another open step has.
  var twins: [(family: FamilyID, step: StepName, id: String)] = []

  /// - Parameter now: no turn happens before it; the store's last turn counts too.
  public init(
    store: any StoreWriter, bundles: BundleTable, executors: [ExecutorProfile], options: EngineOptions, now: Instant
  ) throws(StoreError) {
    self.store = store
    self.bundles = bundles
    self.options = options
    self.now = now
    for executor in executors {
      slots[executor.name] = (executor.concurrency, 0)
      for step in executor.steps {
        catalogue[step.name] = step
        executorOf[step.name] = executor.name
      }
    }
    if let text = try store.meta(Self.nowKey), let micros = Int64(text), let last = Instant(microseconds: micros) {
      self.now = max(now, last)
    }
  }

  static let nowKey = "now"

  /// The time of the last turn: no later turn is before it.
  public var lastNow: Instant { now }

  /// Takes a turn: the inputs, then what is due, bounded; one commit; then the answers.
  ///
  /// - Parameter clockHeld: the clock is held (protocol §5): time stands, events go on, timers and steps that notify or move money wait.
  public func take(_ inputs: [TurnInput], now wall: Instant, clockHeld: Bool = false) throws(StoreError) -> Turn {
    turn = Turn()
    let before = now
    isHeld = clockHeld
    now = max(now, wall)
    hasBlockedTasks = false
    freedLanes = []
    unwanted = []
    superseded = []
    twins = []
    let slotsBefore = slots
    let outstandingBefore = outstanding
    do {
      try store.begin()
      for input in inputs {
        try process(input)
        try settleLeftovers()
      }
      try takeInbox()
      try takeTimers()
      try takeTasks()
      let nextWake = try nextWake()
      if !isHeld { try store.setMeta(Self.nowKey, String(now.microsecondsRoundedUp)) }
      try store.commit()
      turn.nextWake = nextWake
      trimCache()
      return turn
    } catch {
      // What was stepped is dropped; read again, step again.
      store.rollback()
      families = [:]
      recency = [:]
      slots = slotsBefore
      outstanding = outstandingBefore
      unmatched = nil
      now = before
      throw error
    }
  }

  /// After a start: attempts that were open when the process ended have an unknown outcome.
  public func recover(now wall: Instant, clockHeld: Bool = false) throws(StoreError) -> Turn {
    var inputs: [TurnInput] = []
    for attempt in try store.openAttempts() {
      let name = AttemptName(task: attempt.task.rawValue, number: attempt.number)
      let lost = StepError(code: "interrupted", message: "the daemon ended while the attempt was out")
      switch attempt.kind {
      case .send: inputs.append(.outcome(name, .unknown(lost)))
      case .reconcile: inputs.append(.reconciled(name, .undecided(lost)))
      }
    }
    return try take(inputs, now: wall, clockHeld: clockHeld)
  }

  private func process(_ input: TurnInput) throws(StoreError) {
    switch input {
    case .event(let event, let token): reply(try receive(event), to: token)
    case .start(let start, let token): reply(try give(birth: start), to: token)
    case .outcome(let name, let outcome): try conclude(name, outcome)
    case .reconciled(let name, let finding): try conclude(name, finding)
    case .command(let command, let token): reply(try perform(command), to: token)
    case .report(let code, let title, let detail):
      try open(incident: code, title: title, family: nil, reference: "", detail: detail)
    }
  }

  private func reply(_ reply: Reply, to token: ReplyToken?) {
    if let token { turn.replies.append((token, reply)) }
  }

  /// When work is due without input. Work left over, or blocked by nothing but this turn's bound, is due at once.
  private func nextWake() throws(StoreError) -> Instant? {
    var next: Int64?
    func consider(_ candidate: Int64?) {
      guard let candidate else { return }
      next = min(next ?? candidate, candidate)
    }
    // Timers of a held clock are due when the driver says that it is trusted again.
    if !isHeld { consider(try store.nextTimer()) }
    consider(try store.nextInbox())
    // A task that waits for a slot is woken by the outcome that frees it.
    if let due = try store.nextTask(), !hasBlockedTasks || due > now.microsecondsRoundedUp { consider(due) }
    if turn.steps >= options.stepsPerTurn { consider(now.microsecondsRoundedUp) }
    return next.flatMap { Instant(microseconds: $0) }
  }

  /// New families start on this bundle from now on. Between turns only.
  public func deploy(_ bundle: Bundle) { bundles.deploy(bundle) }

  public func evict(keeping names: Set<String>) { bundles.evict(keeping: names) }

  var isFull: Bool { turn.steps >= options.stepsPerTurn }

  func stored(_ instant: Instant) -> StoredInstant { instant.microsecondsRoundedUp }

  func instant(_ stored: StoredInstant) -> Instant { Instant(microseconds: stored) ?? now }

  func json(_ value: Value) -> [UInt8] { JSON.encode(value) }

  func parse(_ bytes: [UInt8]) -> Value {
    guard !bytes.isEmpty else { return .null }
    do {
      return try JSON.parse(bytes)
    } catch {
      return .null
    }
  }
}
