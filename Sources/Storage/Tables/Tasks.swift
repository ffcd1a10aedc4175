/// A step to be carried out, with everything known about it.
public struct TaskRecord: Hashable, Sendable {
  /// The progress of a step.
  public enum Status: String, Sendable, CaseIterable {
    /// The step waits for a free slot, for its time (`nextAt`) or for its lane.
    case ready
    /// An attempt is committed and its outcome is not known yet.
    case running
    /// The outcome of the last attempt was lost. The step is reconciled before anything is sent again.
    case unknown
    /// The provider accepted the step and settles it later.
    case accepted
    /// The step waits for a person to do it.
    case open
    /// The budget is used up. An incident waits for an operator.
    case parked
    /// The step was carried out.
    case done
    /// The step was not carried out and will not be.
    case failed
    /// The step was never sent and is no longer needed.
    case stopped

    /// True if nothing more will happen to the task.
    public var isClosed: Bool { self == .done || self == .failed || self == .stopped }
  }

  /// The words that `stepClass` may have. A row with any other word is never read as a task, because its retry rules
  /// would be unknown.
  public static let stepClasses = ["pure", "idempotent", "notify", "money", "human"]

  /// Assigned by the store.
  public var id: TaskID
  /// The family that started the step.
  public var family: FamilyID
  /// The machine that started the step.
  public var instance: InstanceID
  /// The step's id within its machine, for example `releasing` or `mail/reminder_1/client`.
  public var step: String
  /// The type of the step, for example `stripe.transfer`.
  public var stepType: String
  /// One of `stepClasses`.
  public var stepClass: String
  /// The business key without its generation, unique among open tasks; empty if the step has none.
  public var key: String
  /// Rises from 1. The idempotency key that the provider sees contains it.
  public var generation: Int64
  /// The family's steps in one lane run one after the other; empty if the step has no lane.
  public var lane: String
  /// The workflow name of the machine that started the step.
  public var machine: String
  /// The incarnation of the machine that started the step.
  public var incarnation: Int64
  /// The number of the step among the steps of that incarnation.
  public var serial: Int64
  /// True if the machine gave the step up while an attempt was out.
  public var isLate: Bool
  /// The step is not sent after this instant; nil if it is useful for ever.
  public var usefulUntil: StoredInstant?
  /// The longest duration of one attempt in microseconds; nil for the executor's own time-out.
  public var attemptTimeout: Int64?
  /// The wait before the second attempt, in microseconds.
  public var retryFirst: Int64
  /// The factor by which each wait is longer than the one before.
  public var retryFactor: Int64
  /// The longest wait, in microseconds.
  public var retryCap: Int64
  /// The progress of the step.
  public var status: Status
  /// The number of attempts that were committed, sends and reconciliations together.
  public var attempts: Int64
  /// When the next attempt may start; nil if none is to start.
  public var nextAt: StoredInstant?
  /// When the retry budget ends; nil if it never does.
  public var deadline: StoredInstant?
  /// JSON: the request (`with`), with references in place of personal fields.
  public var request: [UInt8]
  /// JSON: the result or error; empty while there is none.
  public var result: [UInt8]
  /// The time at which the step was started.
  public var createdAt: StoredInstant
  /// The time of the last write.
  public var updatedAt: StoredInstant

  /// An insert ignores `id`.
  public init(
    id: TaskID, family: FamilyID, instance: InstanceID, step: String, stepType: String, stepClass: String, key: String,
    generation: Int64, lane: String, machine: String, incarnation: Int64, serial: Int64, isLate: Bool,
    usefulUntil: StoredInstant?, attemptTimeout: Int64?, retryFirst: Int64, retryFactor: Int64, retryCap: Int64,
    status: Status, attempts: Int64, nextAt: StoredInstant?, deadline: StoredInstant?, request: [UInt8],
    result: [UInt8], createdAt: StoredInstant, updatedAt: StoredInstant
  ) {
    self.id = id
    self.family = family
    self.instance = instance
    self.step = step
    self.stepType = stepType
    self.stepClass = stepClass
    self.key = key
    self.generation = generation
    self.lane = lane
    self.machine = machine
    self.incarnation = incarnation
    self.serial = serial
    self.isLate = isLate
    self.usefulUntil = usefulUntil
    self.attemptTimeout = attemptTimeout
    self.retryFirst = retryFirst
    self.retryFactor = retryFactor
    self.retryCap = retryCap
    self.status = status
    self.attempts = attempts
    self.nextAt = nextAt
    self.deadline = deadline
    self.request = request
    self.result = result
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// One attempt at a task. It is committed before anything is sent.
public struct AttemptRecord: Hashable, Sendable {
  /// Whether the attempt sent the step or asked about an earlier send.
  public enum Kind: String, Sendable { case send, reconcile }

  /// The task that was attempted.
  public var task: TaskID
  /// Rises from 1.
  public var number: Int64
  /// Whether the attempt sent the step or asked about an earlier send.
  public var kind: Kind
  /// The idempotency key as sent, generation included.
  public var key: String
  /// The time of the commit before the send.
  public var startedAt: StoredInstant
  /// The time at which the outcome was recorded; nil while the attempt is open.
  public var endedAt: StoredInstant?
  /// One of `done`, `accepted`, `failed`, `retry`, `unknown`, `found`, `pending`, `absent`, `undecided` and
  /// `superseded`; empty while the attempt is open.
  public var outcome: String
  /// JSON: the outcome's data or error, without personal data; empty while the attempt is open.
  public var detail: [UInt8]

  /// An open attempt has no `endedAt`, outcome and detail.
  public init(
    task: TaskID, number: Int64, kind: Kind, key: String, startedAt: StoredInstant, endedAt: StoredInstant?,
    outcome: String, detail: [UInt8]
  ) {
    self.task = task
    self.number = number
    self.kind = kind
    self.key = key
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.outcome = outcome
    self.detail = detail
  }
}

/// Reads tasks and their attempts.
public protocol ReadTasks: AnyObject {
  /// Returns the task with this id; nil if there is none.
  func task(_ id: TaskID) throws(StoreError) -> TaskRecord?
  /// Returns a family's tasks in ascending order of id, closed ones only if `closed` is true.
  func tasks(of family: FamilyID, closed: Bool) throws(StoreError) -> [TaskRecord]
  /// Returns the open task with this business key; nil if there is none, and always for the empty key.
  func openTask(key: String) throws(StoreError) -> TaskRecord?
  /// Returns ready, unknown and accepted tasks of these step types with nextAt ≤ `now` in running families, in
  /// ascending order of (nextAt, id) and at most `limit`. The backlog of other step types does not slow the call.
  func dueTasks(of stepTypes: [String], now: StoredInstant, limit: Int) throws(StoreError) -> [TaskRecord]
  /// Returns the earliest nextAt among such tasks; nil if there are none.
  func nextTask(of stepTypes: [String]) throws(StoreError) -> StoredInstant?
  /// Returns at most `limit` tasks in a status over all families, in ascending order of id, from `after` (exclusive;
  /// nil starts from the first).
  func tasks(in status: TaskRecord.Status, after: TaskID?, limit: Int) throws(StoreError) -> [TaskRecord]
  /// Returns a task's attempts in ascending order of number.
  func attempts(of task: TaskID) throws(StoreError) -> [AttemptRecord]
  /// Returns an attempt that has not ended, and the family of its task; nil if there is none, or it has ended.
  func openAttempt(
    of task: TaskID, number: Int64
  ) throws(StoreError) -> (family: FamilyID, attempt: AttemptRecord)?
  /// Returns the attempts without an end in ascending order of (task, number). Recovery settles them.
  func openAttempts() throws(StoreError) -> [AttemptRecord]
}

/// Writes tasks and their attempts.
public protocol WriteTasks: AnyObject {
  /// Inserts a task and returns its id; the given id is ignored. Throws `constraint` if an open task has the key, if
  /// the class is unknown, or if the instance does not belong to the family.
  func insertTask(_ record: TaskRecord) throws(StoreError) -> TaskID
  /// Writes all fields but id, family, instance, step, stepType, stepClass, key, lane, machine, incarnation, serial,
  /// request and createdAt. Throws `conflict` if there is no such task, and `constraint` if the task is reopened while another open
  /// task has its key.
  func updateTask(_ record: TaskRecord) throws(StoreError)
  /// Inserts an attempt. Throws `constraint` if (task, number) exists or the task does not.
  func insertAttempt(_ record: AttemptRecord) throws(StoreError)
  /// Ends an open attempt: writes endedAt, outcome and detail. Throws `conflict` if the attempt is not open, since an
  /// outcome counts once, and `misuse` if endedAt is nil.
  func endAttempt(_ record: AttemptRecord) throws(StoreError)
}
