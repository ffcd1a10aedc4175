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

/// What the writer shows of itself to other threads.
struct WriterState: Sendable {
  /// Inputs that were handed over and not answered yet.
  var queued = 0
  /// Attempts that are out.
  var outstanding = 0
  var nextWake: Instant?
  /// The hold of the clock; nil: it is trusted.
  var hold: ClockGuard?
  var turns = 0
  var steps = 0
}

/// The one thread that owns the engine and the writing connection: take what has arrived, step it, commit once, only then answer and
/// dispatch (protocol §1).
///
/// `@unchecked Sendable` because the engine and everything marked "writer thread only" are touched by that thread alone, after `start`;
/// the rest is immutable or guarded by its own mutex.
final class WriterThread: @unchecked Sendable {
  let queue = InputQueue()
  let clock: DaemonClock
  private let state = Mutex(WriterState())
  private let replies = Mutex<(next: Int64, waiting: [ReplyToken: CheckedContinuation<Reply?, Never>])>((0, [:]))
  private let batch: Int
  private let finished = Mutex<(isDone: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))
  // Writer thread only.
  let engine: Engine
  let store: any StoreWriter
  private let dispatcher: Dispatcher
  private let timeline: Timeline
  private var retained: [TurnInput] = []
  private var backoff: Duration = .zero
  /// True once the store was maintained with nothing to do.
  private var isRested = true
  /// nil with a test clock.
  private var watch: ClockGuard?

  init(
    engine: Engine, store: any StoreWriter, clock: DaemonClock, watch: ClockGuard?, dispatcher: Dispatcher,
    timeline: Timeline, batch: Int
  ) {
    self.watch = watch
    if let watch, watch.isHeld { state.withLock { $0.hold = watch } }
    self.engine = engine
    self.store = store
    self.clock = clock
    self.dispatcher = dispatcher
    self.timeline = timeline
    self.batch = batch
  }

  var snapshot: WriterState { state.withLock { $0 } }

  /// Hands an input over and waits for its reply; nil: it could not be committed, try again later.
  func submit(_ make: (ReplyToken) -> TurnInput) async -> Reply? {
    await withCheckedContinuation { continuation in
      let token = replies.withLock { state in
        state.next += 1
        let token = ReplyToken(rawValue: state.next)
        state.waiting[token] = continuation
        return token
      }
      push(make(token))
    }
  }

  func push(_ input: TurnInput) {
    state.withLock { $0.queued += 1 }
    queue.push(.turn(input))
  }

  /// An outcome arrived: no longer outstanding, queued instead.
  func arrive(_ input: TurnInput) {
    state.withLock {
      $0.outstanding -= 1
      $0.queued += 1
    }
    queue.push(.turn(input))
  }

  /// Runs on the writer thread between two turns and returns its result.
  func perform<T: Sendable>(_ body: @escaping @Sendable (WriterThread) -> T) async -> T {
    await withCheckedContinuation { continuation in
      queue.push(.perform { continuation.resume(returning: body($0)) })
    }
  }

  /// Starts the thread: recovery first.
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

  /// Lets the turn under way end and waits for the thread.
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
    do {
      #if FAIL_POINTS
        FailPoint.hit("recovery")
      #endif
      _ = lookAtTheClock()
      absorb(try engine.recover(now: clock.now, clockHeld: isHeld))
    } catch {
      fail(error)
    }
    while let items = queue.take(limit: batch, waiting: wait) {
      var inputs = retained
      retained = []
      for item in items {
        switch item {
        case .turn(let input): inputs.append(input)
        case .token(let alive): alive()
        case .poke: break
        case .perform(let body): body(self)
        }
      }
      let isReleased = lookAtTheClock() == .released
      if !inputs.isEmpty || isReleased || isDue || items.contains(where: \.isPoke) { take(inputs) }
      maintain(idle: items.isEmpty)
      isRested = items.isEmpty
    }
    let waiting = finished.withLock { state in
      state.isDone = true
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  // MARK: The clock

  private var isHeld: Bool { watch?.isHeld ?? false }

  /// Compares the machine's clocks. A change counts once it is kept: if it cannot be, the next look finds it again.
  private func lookAtTheClock() -> ClockGuard.Change {
    guard var next = watch else { return .none }
    let change = next.look(DaemonClock.reading)
    do {
      switch change {
      case .none: if !next.isHeld { clock.hold(at: nil) }
      case .held:
        // Before anything is written: until this is kept, nothing may live by the new time.
        clock.hold(at: next.trusted.wall)
        try ClockHold(since: next.trusted.wall, boot: next.trusted.boot).keep(in: store, drift: next.drift)
        timeline.remark("clock hold: " + ClockHold.text(next.drift), isUrgent: true, messageID: .clockHold)
      case .released:
        try ClockHold.forget(in: store, at: next.trusted.wall, by: "clock", reason: "the clocks agree again")
        timeline.remark("the clock is trusted again: timers, mails and money go on", messageID: .clockHold)
        clock.hold(at: nil)
      }
    } catch {
      guard error.isTransient else { fail(error) }
      // Time stands, or goes on standing; the next look tries again.
      return .none
    }
    watch = next
    state.withLock { $0.hold = next.isHeld ? next : nil }
    return change
  }

  /// An operator trusts the wall clock as it is. False if it is trusted already. Writer thread only.
  func acceptClock(by actor: String, reason: String) throws(StoreError) -> Bool {
    guard watch?.isHeld == true else { return false }
    let reading = DaemonClock.reading
    try ClockHold.forget(in: store, at: reading.wall, by: actor, reason: reason)
    watch?.accept(reading)
    clock.hold(at: nil)
    state.withLock { $0.hold = nil }
    timeline.remark("the clock was accepted by \(actor): \(reason)", messageID: .clockHold)
    queue.push(.poke)
    return true
  }

  private var isDue: Bool { snapshot.nextWake.map { $0 <= clock.now } ?? false }

  /// How long the thread may sleep: until the next due instant by the clock that counts; a test clock moves by a poke only.
  private var wait: Duration? {
    if !retained.isEmpty { return backoff }
    // A live clock is looked at once a minute, a held one more often.
    // After work there is one idle pass, which empties the store's log.
    let pause: Duration? = clock.isTest ? (isRested ? nil : .seconds(1)) : .seconds(isHeld ? 5 : 60)
    guard let next = snapshot.nextWake else { return pause }
    if next <= clock.now { return .zero }
    return pause.map { min(next.duration(since: clock.now), $0) }
  }

  private func take(_ inputs: [TurnInput]) {
    do {
      let turn = try engine.take(inputs, now: clock.now, clockHeld: isHeld)
      backoff = .zero
      #if FAIL_POINTS
        FailPoint.hit(inputs.isEmpty ? "answer.timer" : "answer.before")
      #endif
      absorb(turn)
      state.withLock { $0.queued -= inputs.count }
    } catch {
      guard error.isTransient else { fail(error) }
      // Nothing was written: senders are told to come again, outcomes are kept.
      for input in inputs {
        if let token = input.token {
          state.withLock { $0.queued -= 1 }
          answer(token, nil)
        } else {
          retained.append(input)
        }
      }
      backoff = min(max(backoff * 2, .milliseconds(50)), .seconds(5))
      timeline.remark("the store does not take writes at present: \(error)", isUrgent: true)
    }
  }

  private func absorb(_ turn: Turn) {
    state.withLock {
      $0.nextWake = turn.nextWake
      $0.outstanding += turn.dispatches.count
      $0.turns += 1
      $0.steps += turn.steps
    }
    for (token, reply) in turn.replies { answer(token, reply) }
    for attempt in turn.cancellations { dispatcher.cancel(attempt) }
    for dispatch in turn.dispatches {
      #if FAIL_POINTS
        FailPoint.hit("send.before")
      #endif
      dispatcher.carryOut(dispatch) { [weak self] outcome in self?.arrive(outcome) }
    }
    timeline.publish(turn.journal)
  }

  private func answer(_ token: ReplyToken, _ reply: Reply?) {
    replies.withLock { $0.waiting.removeValue(forKey: token) }?.resume(returning: reply)
  }

  private func maintain(idle: Bool) {
    do {
      try store.maintain(idle: idle)
    } catch {
      if !error.isTransient { fail(error) }
    }
  }

  /// Whether the commit happened is unknown, or the engine is broken: leave, recovery decides.
  private func fail(_ error: any Error) -> Never {
    timeline.remark("the store failed: \(error). The daemon ends; recovery decides at the next start.", isUrgent: true)
    timeline.flush()
    exit(70)
  }
}

extension WriterInput {
  var isPoke: Bool { if case .poke = self { true } else { false } }
}

extension TurnInput {
  /// Who waits for an answer to it.
  var token: ReplyToken? {
    switch self {
    case .event(_, let token), .start(_, let token), .command(_, let token): token
    case .outcome, .reconciled, .report: nil
    }
  }
}
