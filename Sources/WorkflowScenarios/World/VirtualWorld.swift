public import CivilTime
public import EngineMessages
public import Statecharts
public import Storage
public import WorkflowEngine

/// The production engine in virtual time. It takes the same turns as the daemon, one after the other, until nothing is
/// due. It knows no workflow; the answers of steps and the behaviour of a dying store are passed in.
public final class VirtualWorld {
  /// The present virtual time.
  public private(set) var now: Instant
  /// The journal of all turns.
  public private(set) var journal: [JournalRecord] = []
  /// Whether the wall clock is distrusted.
  public var isClockHeld = false
  /// The outcome of a dispatch; nil if there is none until it is delivered.
  public var answer: (Dispatch) -> TurnInput? = { _ in nil }
  /// Returns true if the process ends with the error. It then starts again on the store that `reopen` prepared.
  public var dies: (StoreError) -> Bool = { _ in false }
  /// Called between the end of one process and the start of the next.
  public var reopen: () -> Void = {}
  private let bundles: [Bundle]
  private let executors: [ExecutorProfile]
  private let options: EngineOptions
  private let open: () throws(StoreError) -> any StoreWriter
  /// nil between an end and the next start, because a store has one writer at a time.
  private var engine: Engine?
  private var wake: Instant?
  private var outcomes: [TurnInput] = []
  private var tokens: Int64 = 0

  /// Creates a world and starts its engine.
  ///
  /// - Parameters:
  ///   - executors: the executors with their steps and their concurrency.
  ///   - open: returns the store's writer; called again at each restart.
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

  /// Deploys the bundle to an empty store. The writer is released at the end, because a store has one writer at a time.
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

  /// Sends an input until it is answered, as webhooks and clients do, and then runs until the world is at rest.
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

  /// Sends several inputs in one turn, in their order, and returns their replies.
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

  /// Takes turns until nothing is due and no outcome is on its way.
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

  /// Lets time pass and handles everything that becomes due on the way.
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

  /// Lets time pass without turns, while the process is down.
  public func sleep(_ time: Duration) { now = now.adding(time) ?? now }

  /// Delivers outcomes.
  public func deliver(_ inputs: [TurnInput]) throws {
    outcomes += inputs
    try settle()
  }

  /// Ends the process and starts it again. Outcomes on their way are lost; the store is as it was committed.
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

  /// A function of its own, so that after the process has died nothing holds its engine and with it the store's writer.
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
