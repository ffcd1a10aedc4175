internal import CivilTime
internal import Storage

/// The work that a turn does without input: waiting events, due timers and due steps. Each kind has a share of the
/// turn, so that none starves another and a turn's cost does not grow with a backlog. Timers and steps also take what
/// inputs and kinds before them have left, up to half a turn: with nothing else to do, a backlog of them costs fewer syncs.
struct DueWork {
  let context: TurnContext

  /// The items of a kind that every turn takes.
  private var share: Int { max(1, context.options.stepsPerTurn / 4) }

  /// - Parameter inputs: the number of inputs that the turn has taken already.
  func take(after inputs: Int) throws(StoreError) {
    var left = context.options.stepsPerTurn - inputs
    left -= try takeInbox(share)
    left -= try takeTimers(limit(left))
    _ = try takeSteps(limit(left))
  }

  private func limit(_ left: Int) -> Int { max(share, min(left, context.options.stepsPerTurn / 2)) }

  private func takeInbox(_ limit: Int) throws(StoreError) -> Int {
    let due = try context.store.dueInbox(now: context.stored(context.now), limit: limit)
    for record in due { _ = try context.run(RetryInbox(record: record)) }
    return due.count
  }

  private func takeTimers(_ limit: Int) throws(StoreError) -> Int {
    guard !context.clockUntrusted else { return 0 }
    let due = try context.store.dueTimers(now: context.stored(context.now), limit: limit)
    for timer in due { _ = try context.run(FireTimer(timer: timer)) }
    return due.count
  }

  private func takeSteps(_ limit: Int) throws(StoreError) -> Int {
    let due = try AttemptQueue(context: context).due(limit: limit)
    for id in due { _ = try context.run(AttemptStep(id: id)) }
    return due.count
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
