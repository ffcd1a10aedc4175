public import CEL
public import CivilTime
public import EngineMessages
public import Statecharts
public import Storage

/// Drives families in turns (docs/protocol.md, 1). The engine is synchronous and owned by one thread. It has no clock
/// and no randomness, and its only I/O is the store.
///
/// A turn that throws a transient `StoreError` (`full`, `busy`) has written nothing, so the caller may give it the same
/// inputs again. After an `ambiguous` error the process has to end; recovery decides whether the commit happened.
public final class Engine {
  let context: TurnContext

  /// - Parameters:
  ///   - now: a lower bound for the time of every turn. The time of the store's last turn is a lower bound too.
  /// - Throws: any `StoreError` met while reading the last turn's time and the live bundles.
  public init(
    store: any StoreWriter, bundles: BundleTable, executors: [ExecutorProfile], options: EngineOptions, now: Instant
  ) throws(StoreError) {
    var start = now
    if let text = try store.meta(Self.nowKey), let micros = Int64(text), let last = Instant(microseconds: micros) {
      start = max(now, last)
    }
    try bundles.noteMissing(among: store.liveBundles())
    context = try TurnContext(
      store: store, options: options, bundles: bundles, catalogue: StepCatalogue(executors),
      slots: SlotPool(executors), now: start)
  }

  /// The row of `meta` that holds the high-water mark of time, in microseconds since 1970 UTC.
  private static let nowKey = "now"

  /// The time of the last turn. No later turn has an earlier time, in this process or another one on the same store.
  public var lastNow: Instant { context.now }

  /// The memory that the engine holds between two turns. Call this only between turns.
  public var footprint: EngineFootprint { EngineFootprint(of: context) }

  /// Takes a turn: applies the inputs, then the work that is due, each kind within its share, in one commit.
  ///
  /// - Parameters:
  ///   - now: the wall clock's time. An earlier time than the last turn's counts as that one.
  ///   - clockUntrusted: true if the wall clock is not trusted (docs/protocol.md, 5). Timers and steps that notify or move
  ///     money then wait. `now` is the last trusted time then, continued by a clock that nobody sets.
  /// - Returns: the replies and dispatches of the turn, all of it committed.
  public func take(_ inputs: [TurnInput], now: Instant, clockUntrusted: Bool = false) throws(StoreError) -> Turn {
    try turn(inputs.map(command), now: now, clockUntrusted: clockUntrusted)
  }

  /// Closes the attempts that were open when the last process ended; their outcome is unknown. Arms the calls of human
  /// tasks that have none. Call this once, before the first turn.
  public func recover(now: Instant, clockUntrusted: Bool = false) throws(StoreError) -> Turn {
    let lost = try context.store.openAttempts().map { RecoverAttempt(attempt: $0) }
    let commands: [any Command] = lost + [ArmTaskCalls()]
    return try turn(commands.map { (command: $0, token: nil) }, now: now, clockUntrusted: clockUntrusted)
  }

  /// Describes the effect of an operator's event without applying it: disposition, history entry, effects, postings. Call
  /// this only between turns.
  public func preview(_ event: InboundEvent) throws(StoreError) -> Value {
    try PreviewEvent(event: event).describe(in: context)
  }

  /// Makes this bundle the one on which new families start. Call this only between turns.
  public func deploy(_ bundles: [Bundle]) { context.bundles.deploy(bundles) }

  /// Forgets the bundles that are neither deployed nor pinned by a live family. Call this only between turns.
  public func evictUnusedBundles() throws(StoreError) {
    let live = try context.store.liveBundles()
    context.bundles.evict(keeping: live)
    context.bundles.noteMissing(among: live)
  }

  private func turn(
    _ commands: [(command: any Command, token: ReplyToken?)], now: Instant, clockUntrusted: Bool
  ) throws(StoreError) -> Turn {
    let before = context.begin(now: now, clockUntrusted: clockUntrusted)
    do {
      try context.store.begin()
      for (command, token) in commands {
        let reply = try context.run(command)
        if let token, let reply { context.output.replies.append((token, reply)) }
      }
      let work = DueWork(context: context)
      try work.take()
      context.output.nextWake = try work.nextWake()
      // Also in a hold: rows of this turn bear this time, and no later process may fall behind them.
      try context.store.setMeta(Self.nowKey, String(context.now.microsecondsRoundedUp))
      try context.store.commit()
    } catch {
      // Everything that was stepped is dropped; the caller's next turn reads and steps it again.
      context.store.rollback()
      context.abandon(backTo: before)
      throw error
    }
    return context.finish()
  }

  private func command(for input: TurnInput) -> (command: any Command, token: ReplyToken?) {
    switch input {
    case .event(let event, let token): (DeliverEvent(event: event), token)
    case .start(let request, let token): (StartFamily(request: request), token)
    case .outcome(let name, let outcome): (RecordOutcome(attempt: name, answer: .outcome(outcome)), nil)
    case .reconciled(let name, let finding): (RecordOutcome(attempt: name, answer: .finding(finding)), nil)
    case .command(let command, let token): (ApplyOperatorCommand(command: command), token)
    case .records(let change, let token): (ChangeRecords(change: change), token)
    case .report(let code, let title, let detail): (ReportProblem(code: code, title: title, detail: detail), nil)
    case .mended(let code, let field, let value, let reason):
      (CloseProblem(code: code, field: field, value: value, reason: reason), nil)
    }
  }
}
