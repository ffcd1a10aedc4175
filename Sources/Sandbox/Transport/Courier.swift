import CivilTime

/// Makes the deliveries that are due. While the clock follows the wall clock, it also wakes up for later ones.
actor Courier {
  private let world: SharedWorld
  private let client: WebhookClient
  private let limit: Int
  private var running = 0
  private var waiters: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
  private var alarm: Task<Void, Never>?
  private var isStopped = false

  init(_ world: SharedWorld, client: WebhookClient, limit: Int) {
    self.world = world
    self.client = client
    self.limit = limit
  }

  /// Starts the due deliveries as far as the limit allows.
  func pump() {
    guard !isStopped else { return }
    while running < limit, let attempt = world.with({ $0.webhooks.next(now: $0.clock.now) }) {
      running += 1
      Task { await self.make(attempt) }
    }
    wake()
    setAlarm()
  }

  /// Returns once every delivery that was due at the call has been attempted.
  func settled() async {
    pump()
    let last = world.with { $0.webhooks.lastNumber }
    guard !isStopped, isOutstanding(last) else { return }
    await withCheckedContinuation { waiters.append((last, $0)) }
  }

  func stop() {
    isStopped = true
    alarm?.cancel()
    alarm = nil
    for waiter in waiters { waiter.continuation.resume() }
    waiters = []
  }

  private func make(_ attempt: WebhookAttempt) async {
    let acknowledged = attempt.isLost ? false : await client.post(attempt)
    world.with { $0.webhooks.record(attempt.number, acknowledged: acknowledged, now: $0.clock.now) }
    running -= 1
    pump()
  }

  private func isOutstanding(_ number: Int) -> Bool {
    world.with { $0.webhooks.isOutstanding(upTo: number, now: $0.clock.now) }
  }

  private func wake() {
    guard !waiters.isEmpty else { return }
    var left: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
    for waiter in waiters {
      if isOutstanding(waiter.number) { left.append(waiter) } else { waiter.continuation.resume() }
    }
    waiters = left
  }

  /// A held clock moves only by the control API.
  private func setAlarm() {
    alarm?.cancel()
    alarm = nil
    let pause = world.with { world -> Duration? in
      guard !world.clock.isPaused, let due = world.nextDue else { return nil }
      return max(due.duration(since: world.clock.now), .milliseconds(1))
    }
    guard let pause else { return }
    alarm = Task {
      try? await Task.sleep(for: pause)
      if !Task.isCancelled { self.pump() }
    }
  }
}
