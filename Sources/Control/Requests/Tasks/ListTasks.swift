public import CivilTime

/// Lists steps, oldest first: work for people (`open`) and steps that gave up (`parked`), or those in the status that is asked for.
public struct ListTasks: ControlRequest {
  public static let verb = Verb("tasks.list")
  public typealias Answer = Page<TaskSummary>

  /// Only those in this status; `open` and `parked` if absent.
  public var status: TaskStatus?
  /// Only those for this person.
  public var assignee: ShortText?
  /// Only those of this booking.
  public var reference: ShortText?
  /// Only those that follow where an earlier page ended: its `next`.
  public var after: ShortText?
  /// How many at most; 100 if absent.
  public var limit: PageSize?

  public init(
    status: TaskStatus? = nil, assignee: ShortText? = nil, reference: ShortText? = nil, after: ShortText? = nil,
    limit: PageSize? = nil
  ) {
    self.status = status
    self.assignee = assignee
    self.reference = reference
    self.after = after
    self.limit = limit
  }
}

/// How far a step is.
public enum TaskStatus: String, WireWord {
  case ready, running, unknown, accepted, open, parked, done, failed, stopped
}

/// A step in a list.
public struct TaskSummary: Codable, Sendable {
  /// The number by which commands name it.
  public var task: RecordNumber
  /// The booking that it belongs to; absent where one booking is shown.
  public var reference: String?
  /// The workflow of the machine that started it; absent where one booking is shown.
  public var workflow: String?
  /// The step's type, such as `human.task`.
  public var step: String
  /// The step's name within its machine.
  public var id: String
  /// `ready`, `running`, `unknown`, `accepted`, `open`, `parked`, `done`, `failed` or `stopped`.
  public var status: String
  /// Attempts that were made, questions to the provider included.
  public var attempts: Int64
  /// When the step was started.
  public var since: Instant
  /// The command that helps it on; absent if it goes on by itself.
  public var command: String?
  /// What a person is asked.
  public var title: String?
  /// Who is asked.
  public var assignee: String?
  /// More about the question.
  public var text: String?
  /// Until when an answer is of use, as the workflow says it.
  public var due: String?

  public init(
    task: RecordNumber, step: String, id: String, status: String, attempts: Int64, since: Instant
  ) {
    self.task = task
    self.step = step
    self.id = id
    self.status = status
    self.attempts = attempts
    self.since = since
  }
}
