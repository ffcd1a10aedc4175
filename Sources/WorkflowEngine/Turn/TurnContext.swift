internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Execution
internal import Statecharts
internal import Storage

/// Everything that a command may read and write, and the turn's result so far. The context lives as long as the engine;
/// between two turns it keeps only the family cache, the slots and the counts.
final class TurnContext {
  let store: any StoreWriter
  let options: EngineOptions
  let bundles: BundleTable
  let catalogue: StepCatalogue
  let keyHash: EventKeyHash
  private(set) var families: FamilyCache!
  private(set) var now: Instant
  /// True if the wall clock is not trusted. Timers then wait, and so does every step that cannot be taken back.
  private(set) var clockUntrusted = false
  var slots: SlotPool
  var output = Turn()
  var followUps: [FollowUp] = []
  /// The number of events that wait for a family that is not there and of fan-outs under way; nil if they have to be
  /// counted.
  var waitingEvents: Int64?
  /// The executors with an open incident which says that they cannot work; nil if they have to be read.
  var unhealthyExecutors: Set<String>?

  init(
    store: any StoreWriter, options: EngineOptions, bundles: BundleTable, catalogue: StepCatalogue, slots: SlotPool,
    now: Instant
  ) throws(StoreError) {
    self.store = store
    self.options = options
    self.bundles = bundles
    self.catalogue = catalogue
    keyHash = try EventKeyHash(digest: options.digest, of: store)
    self.slots = slots
    self.now = now
    families = FamilyCache(context: self)
  }

  // MARK: The turn

  /// Begins a turn. Returns the time before it, to which `abandon` returns.
  func begin(now wall: Instant, clockUntrusted: Bool) -> Instant {
    let before = now
    slots.forgetChanges()
    output = Turn()
    followUps = []
    self.clockUntrusted = clockUntrusted
    now = max(now, wall)
    return before
  }

  /// Restores the state before a turn that failed.
  func abandon(backTo before: Instant) {
    families.removeAll()
    slots.undo(to: 0)
    now = before
    waitingEvents = nil
    unhealthyExecutors = nil
    followUps = []
    output = Turn()
  }

  func finish() -> Turn {
    families.trim()
    defer { output = Turn() }
    return output
  }

  /// Applies a command and then all its follow-ups. Follow-ups are drained nowhere else.
  func run(_ command: some Command) throws(StoreError) -> Reply? {
    let reply = try command.apply(to: self)
    while !followUps.isEmpty {
      let next = followUps.removeFirst()
      _ = try confined(to: next.family) { () throws(StoreError) in try next.apply(to: self) }
    }
    return reply
  }

  // MARK: Blame

  /// Runs work on one family under a savepoint. A store error that is neither transient nor ambiguous is that family's
  /// fault: only its work is rolled back, the family is stopped with an incident, and the turn continues.
  ///
  /// - Returns: the work's result; nil if the family was stopped.
  func confined<T>(to family: FamilyID, _ body: () throws(StoreError) -> T) throws(StoreError) -> T? {
    let result = try attempt(family) { () throws(FamilyFault) in
      try WorkflowEngine.stored(body)
    }
    switch result {
    case .success(let value): return value
    case .failure(let fault):
      try families.stop(family, code: "store-fault", title: "its rows could not be written: \(fault)")
      return nil
    }
  }

  /// Runs work on one family under a savepoint, and rolls back only that work if it fails or the store refuses it.
  func attempt<T>(
    _ family: FamilyID, _ body: () throws(FamilyFault) -> T
  ) throws(StoreError) -> Result<T, FamilyFault> {
    let before = Mark(
      slots: slots.changes.count, output: output.mark, followUps: followUps.count, waitingEvents: waitingEvents)
    try store.beginSavepoint()
    do throws(FamilyFault) {
      let value = try body()
      try WorkflowEngine.stored { () throws(StoreError) in try store.releaseSavepoint() }
      return .success(value)
    } catch {
      if case .store(let error) = error, !error.isBlameable { throw error }
      try store.rollbackSavepoint()
      slots.undo(to: before.slots)
      output.cut(to: before.output)
      followUps.removeSubrange(before.followUps...)
      waitingEvents = before.waitingEvents
      unhealthyExecutors = nil
      families.forget(family)
      return .failure(error)
    }
  }

  /// How far the turn's state in memory was, which work under a savepoint only adds to. A copy of it would cost each step as
  /// much as all steps before it in the turn.
  private struct Mark {
    let slots: Int
    let output: Turn.Mark
    let followUps: Int
    let waitingEvents: Int64?
  }

  // MARK: Values

  func stored(_ instant: Instant) -> StoredInstant { instant.microsecondsRoundedUp }

  /// Converts a stored instant. One outside the years 1 to 9999 counts as now.
  func instant(_ stored: StoredInstant) -> Instant { Instant(microseconds: stored) ?? now }

  func after(_ delay: Duration) -> StoredInstant { stored(now.adding(delay) ?? now) }

  /// The first 16 bytes of SHA-256.
  func truncatedDigest(_ bytes: [UInt8]) -> [UInt8] { Array(options.digest(bytes).prefix(16)) }

  /// Parses JSON that this program wrote. Unreadable JSON is a fault of the row and is never read as null.
  func parse(_ bytes: [UInt8], _ place: @autoclosure () -> String) throws(StoreError) -> Value {
    guard !bytes.isEmpty else { return .null }
    do {
      return try JSON.parse(bytes)
    } catch {
      throw StoreError(.corrupt, "\(place()) is not JSON: \(error)")
    }
  }

  func tell(_ record: JournalRecord) { output.journal.append(record) }

  var incidents: IncidentLog { IncidentLog(context: self) }
}
