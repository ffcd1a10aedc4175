internal import CivilTime
internal import Storage

/// The work that a turn does without input: waiting events, due timers and due steps. Each kind has a share of the
/// turn, so that none starves another and a turn's cost does not grow with a backlog. Timers and steps also take what
/// inputs and kinds before them have left, up to half a turn: with nothing else to do, a backlog of them costs fewer syncs.
struct DueWork {
  let context: TurnContext

  /// The items of a kind that every turn takes.
  private var share: Int { max(1, context.options.stepsPerTurn / 4) }

  /// The items of timers, and then of steps, that this turn takes.
  private var limit: Int {
    let left = context.options.stepsPerTurn - context.output.steps
    return max(share, min(left, context.options.stepsPerTurn / 2))
  }

  func take() throws(StoreError) {
    try takeInbox()
    try takeTimers()
    try takeSteps()
  }

  private func takeInbox() throws(StoreError) {
    for record in try context.store.dueInbox(now: context.stored(context.now), limit: share) {
      _ = try context.run(RetryInbox(record: record))
    }
  }

  private func takeTimers() throws(StoreError) {
    guard !context.clockUntrusted else { return }
    for timer in try context.store.dueTimers(now: context.stored(context.now), limit: limit) {
      _ = try context.run(FireTimer(timer: timer))
    }
  }

  private func takeSteps() throws(StoreError) {
    let queue = AttemptQueue(context: context)
    for id in try queue.due(limit: limit) { _ = try context.run(AttemptStep(id: id)) }
  }

  /// Returns when work is due without new input. Work that only waits for the next turn's share is due at once. Steps
  /// whose executor has no free slot are left out, since the outcome that frees a slot wakes them.
  func nextWake() throws(StoreError) -> Instant? {
    var candidates: [StoredInstant] = []
    if try context.store.hasPendingInbox() { candidates.append(context.stored(context.now)) }
    if let inbox = try context.store.nextInbox() { candidates.append(inbox) }
    // The driver starts a turn when the clock is trusted again, and that turn takes the timers.
    if !context.clockUntrusted, let timer = try context.store.nextTimer() { candidates.append(timer) }
    if let step = try AttemptQueue(context: context).next() { candidates.append(step) }
    return candidates.min().flatMap { Instant(microseconds: $0) }
  }
}
