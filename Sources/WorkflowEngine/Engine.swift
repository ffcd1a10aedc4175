public import CEL
public import CivilTime
public import EngineMessages
public import Statecharts
public import Storage

/// Drives families in turns (docs/protocol.md, 1). Synchronous; owned by one thread; no clock, no randomness, no I/O but the store.
///
/// A turn that throws a transient `StoreError` has written nothing: give the same inputs again. After an `ambiguous` one leave the
/// process; recovery decides.
public final class Engine {
  let context: TurnContext

  /// - Parameter now: no turn happens before it; the store's last turn counts too.
  public init(
    store: any StoreWriter, bundles: BundleTable, executors: [ExecutorProfile], options: EngineOptions, now: Instant
  ) throws(StoreError) {
    var start = now
    if let text = try store.meta(Self.nowKey), let micros = Int64(text), let last = Instant(microseconds: micros) {
      start = max(now, last)
    }
    try bundles.noteMissing(among: store.liveBundles())
    context = TurnContext(
      store: store, options: options, bundles: bundles, catalogue: StepCatalogue(executors),
      slots: SlotPool(executors), now: start)
  }

  /// The row of `meta` that holds the high-water mark of time, in microseconds since 1970.
  private static let nowKey = "now"

  /// The time of the last turn: no later turn is before it.
  public var lastNow: Instant { context.now }

  /// Takes a turn: the inputs, then what is due, each kind within its share; one commit; then the answers.
  ///
  /// - Parameter clockHeld: the wall clock is not trusted (docs/protocol.md, 5): timers and steps that notify or move money wait,
  ///   and the high-water mark of time does not rise.
  public func take(_ inputs: [TurnInput], now: Instant, clockHeld: Bool = false) throws(StoreError) -> Turn {
    try turn(inputs.map(command), now: now, clockHeld: clockHeld)
  }

  /// After a start: the outcome of attempts that were open when the process ended is unknown.
  public func recover(now: Instant, clockHeld: Bool = false) throws(StoreError) -> Turn {
    let lost = try context.store.openAttempts().map { RecoverAttempt(attempt: $0) }
    return try turn(lost.map { (command: $0, token: nil) }, now: now, clockHeld: clockHeld)
  }

  /// Shows the effect of an operator's event without applying it: verdict, history entry, effects, postings. Between turns only.
  public func preview(_ event: InboundEvent) throws(StoreError) -> Value {
    try PreviewEvent(event: event).describe(in: context)
  }

  /// New families start on this bundle from now on. Between turns only.
  public func deploy(_ bundle: Bundle) { context.bundles.deploy(bundle) }

  /// Forgets the bundles that no live family is pinned to and that are not deployed. Between turns only.
  public func evictUnusedBundles() throws(StoreError) {
    let live = try context.store.liveBundles()
    context.bundles.evict(keeping: live)
    context.bundles.noteMissing(among: live)
  }

  private func turn(
    _ commands: [(command: any Command, token: ReplyToken?)], now: Instant, clockHeld: Bool
  ) throws(StoreError) -> Turn {
    let before = context.begin(now: now, clockHeld: clockHeld)
    do {
      try context.store.begin()
      for (command, token) in commands {
        let reply = try context.run(command)
        if let token, let reply { context.output.replies.append((token, reply)) }
      }
      let work = DueWork(context: context)
      try work.take()
      context.output.nextWake = try work.nextWake()
      if !clockHeld { try context.store.setMeta(Self.nowKey, String(context.now.microsecondsRoundedUp)) }
      try context.store.commit()
    } catch {
      // Everything that was stepped is dropped: it is read and stepped again.
      context.store.rollback()
      context.abandon(before)
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
    case .report(let code, let title, let detail): (ReportProblem(code: code, title: title, detail: detail), nil)
    }
  }
}
