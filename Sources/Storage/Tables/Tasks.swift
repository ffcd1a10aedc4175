/// A step that is to be carried out, with what is known about it.
public struct TaskRecord: Hashable, Sendable {
  public enum Status: String, Sendable, CaseIterable {
    /// Waits for a free slot, for its time (`nextAt`) or for its lane.
    case ready
    /// An attempt is committed and its outcome not known yet.
    case running
    /// The last attempt's outcome was lost; the step is reconciled before anything is sent again.
    case unknown
    /// The provider accepted it and will tell later whether it settled.
    case accepted
    /// Waits for a person.
    case open
    /// The budget is used up; an incident waits for an operator.
    case parked
    case done
    case failed
    /// Never sent: no longer wanted.
    case stopped

    /// True if nothing more will happen to the task.
    public var isClosed: Bool { self == .done || self == .failed || self == .stopped }
  }

  /// The words that `stepClass` may have. A row with another one is never read as a task: nobody could say how its step
  /// is to be retried.
  public static let stepClasses = ["pure", "idempotent", "notify", "money", "human"]

  public var id: TaskID
  public var family: FamilyID
  public var instance: InstanceID
  /// The step's id within its machine, for example `releasing` or `mail/reminder_1/client`.
  public var step: String
  /// The type of the step, for example `stripe.transfer`.
  public var stepType: String
  /// One of `stepClasses`.
  public var stepClass: String
  /// The business key without its generation, unique among tasks that are not closed; empty for none.
  public var key: String
  /// From 1; part of what the provider sees as idempotency key.
  public var generation: Int64
  /// Steps of a lane of a family run one after the other; empty for none.
  public var lane: String
  /// Workflow name of the machine that started the step.
  public var machine: String
  /// Which run of that machine started it, and the number that the step has among the steps of that run.
  public var incarnation: Int64
  public var serial: Int64
  /// The machine gave the step up while an attempt was out.
  public var isLate: Bool
  /// After this instant the step is of no use and is not sent any more; nil: always of use.
  public var usefulUntil: StoredInstant?
  /// How long one attempt may take, in microseconds; nil: as the executor was set up.
  public var attemptTimeout: Int64?
  /// The wait before the second attempt, in microseconds.
  public var retryFirst: Int64
  /// By this factor each wait is longer than the one before.
  public var retryFactor: Int64
  /// No wait is longer than this, in microseconds.
  public var retryCap: Int64
  public var status: Status
  /// How many attempts were committed (sends and reconciliations).
  public var attempts: Int64
  /// When the next attempt may start; nil if nothing is to be attempted.
  public var nextAt: StoredInstant?
  /// When the retry budget ends; nil for none.
  public var deadline: StoredInstant?
  /// JSON: the request (`with`), personal fields as references.
  public var request: [UInt8]
  /// JSON: what came back; empty while nothing has.
  public var result: [UInt8]
  public var createdAt: StoredInstant
  public var updatedAt: StoredInstant

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

/// One attempt at a task, committed before anything is sent.
public struct AttemptRecord: Hashable, Sendable {
  public enum Kind: String, Sendable { case send, reconcile }

  public var task: TaskID
  /// From 1.
  public var number: Int64
  public var kind: Kind
  /// The idempotency key with its generation, as sent.
  public var key: String
  public var startedAt: StoredInstant
  /// nil while the attempt is open.
  public var endedAt: StoredInstant?
  /// `done`, `accepted`, `failed`, `retry`, `unknown`, `found`, `pending`, `absent`, `undecided`, `superseded`; empty
  /// while open.
  public var outcome: String
  /// JSON: the outcome's data or error, without personal data; empty while open.
  public var detail: [UInt8]

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

public protocol ReadTasks: AnyObject {
  func task(_ id: TaskID) throws(StoreError) -> TaskRecord?
  /// All tasks of a family, ascending by id; only those that are not closed unless `closed`.
  func tasks(of family: FamilyID, closed: Bool) throws(StoreError) -> [TaskRecord]
  /// The task with this business key that is not closed; nil if there is none, and for the empty key.
  func openTask(key: String) throws(StoreError) -> TaskRecord?
  /// Ready, unknown and accepted tasks of these step types with nextAt ≤ `now`, ascending by (nextAt, id), at most
  /// `limit`, running families only. The backlog of other step types costs nothing.
  func dueTasks(of stepTypes: [String], now: StoredInstant, limit: Int) throws(StoreError) -> [TaskRecord]
  /// The earliest nextAt among such tasks, or nil.
  func nextTask(of stepTypes: [String]) throws(StoreError) -> StoredInstant?
  /// Tasks in a status over all families, ascending by id, after `after`, at most `limit`.
  func tasks(in status: TaskRecord.Status, after: TaskID?, limit: Int) throws(StoreError) -> [TaskRecord]
  /// Ascending by number.
  func attempts(of task: TaskID) throws(StoreError) -> [AttemptRecord]
  /// Attempts without an end, ascending by (task, number): what recovery has to settle.
  func openAttempts() throws(StoreError) -> [AttemptRecord]
}

public protocol WriteTasks: AnyObject {
  /// Returns the id; the given id is ignored. `constraint` if an open task has the key, the class is unknown, or the
  /// instance does not belong to the family.
  func insertTask(_ record: TaskRecord) throws(StoreError) -> TaskID
  /// Writes everything but id, family, instance, step, stepType, stepClass, key, lane, machine, incarnation, serial and
  /// createdAt. `conflict` if there is no such task; `constraint` if it is opened again while another open task has its
  /// key.
  func updateTask(_ record: TaskRecord) throws(StoreError)
  /// `constraint` if (task, number) exists or the task does not.
  func insertAttempt(_ record: AttemptRecord) throws(StoreError)
  /// Ends an open attempt: writes endedAt, outcome, detail. `conflict` if it is not open: an outcome counts once.
  /// `misuse` if endedAt is nil.
  func endAttempt(_ record: AttemptRecord) throws(StoreError)
}
