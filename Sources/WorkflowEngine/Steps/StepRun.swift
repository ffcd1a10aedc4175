internal import CivilTime
internal import Encoding
internal import Execution
internal import Statecharts
internal import Storage

/// A step that was started, as typed by the engine from a row of `tasks`.
struct StepRun {
  private(set) var record: TaskRecord
  let name: StepName
  let stepClass: StepClass

  /// Reads a row. Throws `corrupt` if its class or its machine is unknown, because a money engine does not guess.
  init(_ record: TaskRecord, bundle: Bundle) throws(StoreError) {
    guard let stepClass = StepClass(rawValue: record.stepClass) else {
      throw StoreError(.corrupt, "tasks.class of \(record.id) is '\(record.stepClass)', which is not a step class")
    }
    guard let machine = bundle.machineIndex[record.machine] else {
      throw StoreError(.corrupt, "tasks.machine of \(record.id) is '\(record.machine)', which the bundle does not have")
    }
    self.record = record
    self.stepClass = stepClass
    name = StepName(machine: machine, incarnation: Int(record.incarnation), serial: record.serial)
  }

  var id: TaskID { record.id }
  /// The step's id within its machine.
  var step: String { record.step }
  /// The name in the catalogue, for example `stripe.transfer`.
  var stepType: String { record.stepType }
  var key: String { record.key }
  var lane: String { record.lane }
  var request: [UInt8] { record.request }
  var attempts: Int64 { record.attempts }
  var status: TaskRecord.Status { record.status }
  var nextAt: StoredInstant? { record.nextAt }
  var isLate: Bool { record.isLate }
  var usefulUntil: StoredInstant? { record.usefulUntil }
  var deadline: StoredInstant? { record.deadline }
  var attemptTimeout: Duration? { record.attemptTimeout.map { .microseconds($0) } }

  var retry: RetryPolicy {
    RetryPolicy(
      first: .microseconds(record.retryFirst), factor: Int(record.retryFactor), cap: .microseconds(record.retryCap))
  }

  /// The idempotency key as the provider sees it.
  var keyWithGeneration: String { KeyGeneration.key(record.key, generation: record.generation) }

  /// True if an attempt may have had an effect at the provider.
  var mayHaveActed: Bool { stepClass == .money && attempts > 0 }

  /// False until the run has a row, with whose id it is then assigned.
  var isStored: Bool { record.id.rawValue != 0 }

  mutating func assign(_ id: TaskID) { record.id = id }

  mutating func markLate() { record.isLate = true }

  mutating func countAttempt() {
    record.attempts += 1
    record.nextAt = nil
  }

  mutating func raiseGeneration() { record.generation += 1 }

  /// Extends the deadline by a wait that is not the step's fault. At least an hour is left once the step is due again.
  mutating func wait(until due: StoredInstant, since now: StoredInstant) {
    record.deadline = record.deadline.map { max($0 + (due - now), due + 3_600_000_000) }
  }

  mutating func extend(to deadline: StoredInstant) { record.deadline = deadline }

  /// Changes the run's status.
  ///
  /// - Parameter nextAt: when the run is due again; nil if another event makes it due.
  mutating func become(_ status: TaskRecord.Status, nextAt: StoredInstant? = nil, result: [UInt8]? = nil) {
    record.status = status
    record.nextAt = nextAt
    if let result { record.result = result }
  }

  mutating func touch(_ now: StoredInstant) { record.updatedAt = now }
}

extension Duration {
  /// The duration in whole microseconds, rounded towards zero. Durations beyond about 292,000 years are clamped.
  var microseconds: Int64 {
    let (seconds, attoseconds) = components
    let (scaled, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000)
    return isTooLong ? (seconds < 0 ? .min : .max) : scaled + attoseconds / 1_000_000_000_000
  }
}
