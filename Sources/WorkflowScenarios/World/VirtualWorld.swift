public import CivilTime
public import EngineMessages
public import Statecharts
public import Storage
public import WorkflowEngine

/// The production engine on virtual time: the same turns as in the daemon, taken one after the other until nothing is due. Knows no
/// workflow; what steps answer, and what happens when the store dies, is given.
public final class VirtualWorld {
  public private(set) var now: Instant
  public private(set) var journal: [JournalRecord] = []
  /// The wall clock is not trusted.
  public var isClockHeld = false
  /// The outcome of a dispatch; nil: none yet, until it is delivered.
  public var answer: (Dispatch) -> TurnInput? = { _ in nil }
  /// True if the process died of the error: it starts again on what `reopen` made ready.
  public var dies: (StoreError) -> Bool = { _ in false }
  /// Called between the death of one process and the start of the next.
  public var reopen: () -> Void = {}
  private let bundles: [Bundle]
  private let executors: [ExecutorProfile]
  private let options: EngineOptions
  private let open: () throws(StoreError) -> any StoreWriter
  /// nil between a crash and the restart: a store has one writer at a time.
  private var engine: Engine?
  private var wake: Instant?
  private var outcomes: [TurnInput] = []
  private var tokens: Int64 = 0

  /// - Parameters:
  ///   - executors: what carries out which steps, how many at once.
  ///   - open: the store's writer; asked again at each restart.
  public init(
    bundles: [Bundle], executors: [ExecutorProfile], options: EngineOptions, now: Instant,
    open: @escaping () throws(StoreError) -> any StoreWriter
  ) throws(StoreError) {
    self.bundles = bundles
    self.executors = executors
    self.options = options
    self.now = now
    self.open = open
    engine = try makeEngine()
  }

  /// Writes the bundle into an empty store, as a deployment does. In a scope of its own: a store has one writer at a time.
  public static func deploy(_ bundle: Bundle, to store: any Store, now: Instant) throws(StoreError) {
    let writer = try store.makeWriter()
    try writer.begin()
    try writer.putBundle(BundleRecord(hash: bundle.hash, deployedAt: now.microsecondsRoundedUp, files: []))
    try writer.commit()
  }

  private func makeEngine() throws(StoreError) -> Engine {
    try Engine(
      store: open(), bundles: BundleTable(deployed: bundles), executors: executors, options: options,
      now: now)
  }

  /// Gives an input until it is answered, as webhooks and clients do, then lets the world come to rest.
  @discardableResult
  public func send(_ make: (ReplyToken) -> TurnInput) throws -> Reply {
    var answer: Reply?
    while answer == nil {
      tokens += 1
      let token = ReplyToken(rawValue: tokens)
      let replies = try take([make(token)])
      answer = replies.first { $0.token == token }?.reply
    }
    try settle()
    return answer!
  }

  /// Several inputs that lie ready for one turn, in their order; their replies.
  public func send(together inputs: [(ReplyToken) -> TurnInput]) throws -> [Reply] {
    let first = tokens + 1
    tokens += Int64(inputs.count)
    let made = inputs.enumerated().map { $0.element(ReplyToken(rawValue: first + Int64($0.offset))) }
    let replies = try take(made)
    try settle()
    return inputs.indices.compactMap { index in
      replies.first { $0.token.rawValue == first + Int64(index) }?.reply
    }
  }

  /// Turns until nothing is due now and no outcome is on its way.
  public func settle() throws {
    var rounds = 0
    while !outcomes.isEmpty || (!isClockHeld && wake.map { $0 <= now } ?? false) {
      rounds += 1
      if rounds > 2_000 { throw EngineError(code: "no-rest", message: "the world does not come to rest at \(now)") }
      let inputs = outcomes
      outcomes = []
      _ = try take(inputs)
    }
  }

  /// Lets time pass, stopping at everything that is due.
  public func advance(to instant: Instant) throws {
    try settle()
    while !isClockHeld, let next = wake, next <= instant {
      now = max(now, next)
      try settle()
    }
    now = max(now, instant)
    _ = try take([])
    try settle()
  }

  /// Time passes and no turn is taken: the process is away.
  public func sleep(_ time: Duration) { now = now.adding(time) ?? now }

  /// Outcomes that were on their way arrive.
  public func deliver(_ inputs: [TurnInput]) throws {
    outcomes += inputs
    try settle()
  }

  /// The process dies and starts again: what was on its way to it is lost, the store is as it was committed.
  public func restart() throws {
    outcomes = []
    engine = nil
    reopen()
    do {
      absorb(try recover())
    } catch let error as StoreError {
      guard dies(error) else { throw error }
      try restart()
    }
  }

  private func recover() throws -> Turn {
    let engine = try makeEngine()
    self.engine = engine
    return try engine.recover(now: now, clockUntrusted: isClockHeld)
  }

  private func take(_ inputs: [TurnInput]) throws -> [(token: ReplyToken, reply: Reply)] {
    do {
      let turn = try turn(inputs)
      absorb(turn)
      return turn.replies
    } catch let error as StoreError {
      if dies(error) {
        try restart()
        return []
      }
      if error.isTransient {
        outcomes = inputs.filter(\.isOutcome) + outcomes
        return []
      }
      throw error
    }
  }

  /// In a scope of its own: when the process dies nothing may hold its engine, and with it the store's writer.
  private func turn(_ inputs: [TurnInput]) throws -> Turn {
    guard let engine else { throw EngineError(code: "not-running", message: "the engine could not be started again") }
    return try engine.take(inputs, now: now, clockUntrusted: isClockHeld)
  }

  private func absorb(_ turn: Turn) {
    wake = turn.nextWake
    journal += turn.journal
    for dispatch in turn.dispatches {
      if let outcome = answer(dispatch) { outcomes.append(outcome) }
    }
  }
}

extension TurnInput {
  var isOutcome: Bool {
    switch self {
    case .outcome, .reconciled: true
    default: false
    }
  }
}
