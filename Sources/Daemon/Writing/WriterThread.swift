import CEL
import CSystemd
import CivilTime
import EngineMessages
import Glibc
import SQLiteStorage
import Storage
import Synchronization
import SystemdSupport
import WorkflowEngine

/// The writer's state that other threads may read.
struct WriterState: Sendable {
  /// The inputs that were submitted and not answered yet.
  var queued = 0
  /// The attempts without an outcome.
  var outstanding = 0
  var nextWake: Instant?
  /// The hold of the clock; nil while it is trusted.
  var hold: ClockGuard?
  var turns = 0
  var steps = 0
}

/// The one thread that owns the engine and the writing connection. It takes the waiting inputs, steps them, commits
/// once, and only then answers and dispatches (protocol §1).
///
/// `@unchecked Sendable` because the engine and everything marked "writer thread only" are touched by that thread
/// alone, after `start`; the rest is immutable or guarded by its own mutex.
final class WriterThread: @unchecked Sendable {
  let queue = BlockingQueue<WriterInput>()
  let clock: DaemonClock
  private let state = Mutex(WriterState())
  private let replies = PendingReplies()
  private let batch: Int
  private let finished = Mutex<(isDone: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))
  // Writer thread only.
  let engine: Engine
  let store: any StoreWriter
  private let dispatcher: Dispatcher
  private let eventStream: EventStream
  /// Inputs whose sender does not wait, kept until the store accepts writes again.
  private var retained: [TurnInput] = []
  private var isRecovered = false
  /// The pause between tries at a store that refuses writes.
  private var storePause = RetryPause()
  /// The pause between tries at the store's maintenance.
  private var maintenancePause = RetryPause()
  /// The pause between turns that were due and did nothing.
  private var idlePause = RetryPause()
  /// True once the store's maintenance had nothing left to do.
  private var isRested = true
  /// nil with a test clock.
  private var watch: ClockWatch?

  init(
    engine: Engine, store: any StoreWriter, clock: DaemonClock, watch: ClockWatch?, dispatcher: Dispatcher,
    eventStream: EventStream, batch: Int
  ) {
    self.watch = watch
    if let clocks = watch?.clocks, clocks.isUntrusted { state.withLock { $0.hold = clocks } }
    self.engine = engine
    self.store = store
    self.clock = clock
    self.dispatcher = dispatcher
    self.eventStream = eventStream
    self.batch = batch
  }

  var snapshot: WriterState { state.withLock { $0 } }

  /// Submits an input and waits for its reply; nil if it could not be committed, so that the caller may retry.
  func submit(_ make: (ReplyToken) -> TurnInput) async -> Reply? {
    await replies.reply { push(make($0)) }
  }

  func push(_ input: TurnInput) {
    state.withLock { $0.queued += 1 }
    enqueue(input)
  }

  /// Accepts an outcome: the attempt is no longer outstanding, and the input is queued.
  func arrive(_ input: TurnInput) {
    state.withLock {
      $0.outstanding -= 1
      $0.queued += 1
    }
    enqueue(input)
  }

  /// Queues an input. The caller of one that comes after the thread's end is told that nothing was stored.
  private func enqueue(_ input: TurnInput) {
    guard !queue.push(.turn(input)) else { return }
    state.withLock { $0.queued -= 1 }
    if let token = input.token { replies.answer(token, nil) }
  }

  /// Runs `body` on the writer thread between two turns and returns its result.
  func perform<T: Sendable>(_ body: @escaping @Sendable (WriterThread) -> T) async -> T {
    await withCheckedContinuation { continuation in
      queue.push(.perform { continuation.resume(returning: body($0)) })
    }
  }

  /// Starts the thread, which begins with recovery.
  func start() {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(self)
    pthread_create(
      &thread, nil,
      { pointer in
        magnetiq_set_thread_name("writer")
        let writer = Unmanaged<WriterThread>.fromOpaque(pointer!).takeRetainedValue()
        writer.run()
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }

  /// Waits for the turn under way and the end of the thread.
  func stop() async {
    queue.stop()
    await withCheckedContinuation { continuation in
      let isDone = finished.withLock { state in
        if !state.isDone { state.waiting.append(continuation) }
        return state.isDone
      }
      if isDone { continuation.resume() }
    }
  }

  private func run() {
    #if FAIL_POINTS
      FailPoint.hit("recovery")
    #endif
    turn([], isPoked: false)
    while let items = queue.take(limit: batch, waiting: wait, group: group) {
      var inputs: [TurnInput] = []
      for item in items {
        switch item {
        case .turn(let input): inputs.append(input)
        case .token(let alive): alive()
        case .poke: break
        case .perform(let body): body(self)
        }
      }
      // There is one try in each pause; further inputs do not cause more.
      if storePause.isOver(at: DaemonClock.sinceBoot) {
        turn(inputs, isPoked: items.contains(where: \.isPoke))
      } else {
        putOff(inputs)
      }
      isRested = items.isEmpty && isAtRest
      maintain(idle: isRested)
    }
    // A store that refuses writes stays recorded as open; then its log also stays beside it.
    try? StoreContinuity.end(in: store)
    store.close()
    let waiting = finished.withLock { state in
      state.isDone = true
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  // MARK: The clock

  private var isUntrusted: Bool { watch?.clocks.isUntrusted ?? false }

  private func lookAtTheClock() throws(StoreError) -> ClockGuard.Change {
    defer { showTheClock() }
    return try watch?.look(in: store) ?? .none
  }

  /// An operator trusts the wall clock as it is. Returns false if it is trusted already. Writer thread only.
  func acceptClock(by actor: String, reason: String) throws(StoreError) -> Bool {
    defer { showTheClock() }
    guard try watch?.accept(in: store, by: actor, reason: reason) == true else { return false }
    queue.push(.poke)
    return true
  }

  private func showTheClock() {
    let clocks = watch?.clocks
    state.withLock { $0.hold = clocks?.isUntrusted == true ? clocks : nil }
  }

  // MARK: Turns

  /// The time of a turn that is taken now; writer thread only. Work that the engine calls due does not wait for a clock that
  /// was set back or stands still.
  var time: Instant { max(clock.now, engine.lastNow) }

  private var isDue: Bool {
    (snapshot.nextWake.map { $0 <= time } ?? false) && idlePause.isOver(at: DaemonClock.sinceBoot)
  }

  /// True if nothing is due and no input waits. A pass without inputs may have been one of several turns of timers; a
  /// checkpoint after it would copy what the next turn writes again. Attempts that are out are no reason to wait: there may
  /// always be one, and personal data that were erased leave the log at rest only.
  private var isAtRest: Bool { !isDue && snapshot.queued == 0 }

  /// The longest that the thread may sleep: until the next due instant. A test clock moves only with a poke.
  private var wait: Duration? {
    let now = DaemonClock.sinceBoot
    if let left = storePause.left(at: now) { return left }
    // A live clock is checked once a minute, a held one more often. After work there is one idle pass, which empties
    // the store's log.
    let pause: Duration? = clock.isTest ? (isRested ? nil : .seconds(1)) : .seconds(isUntrusted ? 5 : 60)
    guard let next = snapshot.nextWake else { return pause }
    if next <= time { return idlePause.left(at: now) ?? .zero }
    return pause.map { min(next.duration(since: clock.now), $0) }
  }

  private var group: GroupCommit {
    let state = snapshot
    return .whileUnderWay(state.queued + state.outstanding)
  }

  /// Takes a turn if there is anything to do. While the store refuses writes, every call is a try.
  private func turn(_ fresh: [TurnInput], isPoked: Bool) {
    let inputs = retained + fresh
    retained = []
    do throws(StoreError) {
      let change = try lookAtTheClock()
      if !isRecovered {
        absorb(try engine.recover(now: clock.now, clockUntrusted: isUntrusted))
        isRecovered = true
      }
      guard !inputs.isEmpty || isPoked || change == .released || isDue || storePause.isFailing else { return }
      let due = snapshot.nextWake
      let turn = try engine.take(inputs, now: clock.now, clockUntrusted: isUntrusted)
      #if FAIL_POINTS
        FailPoint.hit(inputs.isEmpty ? "answer.timer" : "answer.before")
      #endif
      absorb(turn)
      state.withLock { $0.queued -= inputs.count }
      if let ended = storePause.succeed(at: DaemonClock.sinceBoot) {
        eventStream.remark("the store takes writes again, after \(Self.text(ended))")
      }
      pace(turn, before: due)
    } catch {
      guard error.isTransient else { fail(error) }
      putOff(inputs)
      if storePause.fail(at: DaemonClock.sinceBoot) {
        eventStream.remark(
          "the store does not take writes at present: \(error). It is retried at least every 5 s; until then senders are asked to retry.",
          isUrgent: true)
      }
    }
  }

  /// Nothing was written: senders are asked to retry, and outcomes are kept.
  private func putOff(_ inputs: [TurnInput]) {
    for input in inputs {
      if let token = input.token {
        state.withLock { $0.queued -= 1 }
        replies.answer(token, nil)
      } else {
        retained.append(input)
      }
    }
  }

  /// A turn that does nothing and leaves the same due instant would otherwise be repeated without pause.
  private func pace(_ turn: Turn, before due: Instant?) {
    let now = DaemonClock.sinceBoot
    guard let due, turn.nextWake == due, due <= time else {
      if let ended = idlePause.succeed(at: now) {
        eventStream.remark("due work is handled again, after \(Self.text(ended))")
      }
      return
    }
    guard turn.isEmpty, idlePause.fail(at: now) else { return }
    eventStream.remark("work that is due since \(due) is not handled: it is retried at least every 5 s", isUrgent: true)
  }

  private func absorb(_ turn: Turn) {
    state.withLock {
      $0.nextWake = turn.nextWake
      $0.outstanding += turn.dispatches.count
      $0.turns += 1
      $0.steps += turn.steps
    }
    for (token, reply) in turn.replies { replies.answer(token, reply) }
    for dispatch in turn.dispatches {
      #if FAIL_POINTS
        FailPoint.hit("send.before")
      #endif
      dispatcher.carryOut(dispatch) { [weak self] outcome in self?.arrive(outcome) }
    }
    // Cancellations follow the dispatches, because an attempt of this very turn may be among them.
    for attempt in turn.cancellations { dispatcher.cancel(attempt) }
    eventStream.publish(turn.journal)
  }

  private func maintain(idle: Bool) {
    guard maintenancePause.isOver(at: DaemonClock.sinceBoot) else { return }
    do throws(StoreError) {
      try store.maintain(idle: idle)
      if let ended = maintenancePause.succeed(at: DaemonClock.sinceBoot) {
        eventStream.remark("the store's log is copied again, after \(Self.text(ended))")
      }
    } catch {
      guard error.isTransient else { fail(error) }
      if maintenancePause.fail(at: DaemonClock.sinceBoot) {
        eventStream.remark(
          "the store's log cannot be copied at present: \(error). It grows until it can.", isUrgent: true)
      }
    }
  }

  private static func text(_ ended: RetryPause.Ended) -> String {
    let milliseconds =
      ended.lasted.components.seconds * 1_000 + ended.lasted.components.attoseconds / 1_000_000_000_000_000
    return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s and \(ended.tries) failed tries"
  }

  /// It is unknown whether the commit happened, or the engine is broken. The process ends, and recovery decides.
  private func fail(_ error: StoreError) -> Never {
    eventStream.remark(
      "the store failed: \(error). The daemon ends; recovery decides at the next start.", isUrgent: true)
    eventStream.flush()
    exit(70)
  }
}

extension TurnInput {
  /// The token of the caller that waits for an answer.
  var token: ReplyToken? {
    switch self {
    case .event(_, let token), .start(_, let token), .command(_, let token), .records(_, let token): token
    case .outcome, .reconciled, .report, .mended: nil
    }
  }
}

extension Turn {
  /// True if the turn had no effect: no step, no answer, and nothing to send or report.
  fileprivate var isEmpty: Bool {
    steps == 0 && replies.isEmpty && dispatches.isEmpty && cancellations.isEmpty && journal.isEmpty
  }
}
