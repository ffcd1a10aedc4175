public import CivilTime

/// Lists steps, oldest first: tasks for people (`open`) and suspended steps (`parked`), or those with the given status.
public struct ListTasks: ControlRequest {
  /// The verb `tasks.list`, which reads.
  public static let verb = Verb("tasks.list")
  /// The answer is a page of `TaskSummary`.
  public typealias Answer = Page<TaskSummary>

  /// The status; `open` and `parked` if absent.
  public var status: TaskStatus?
  /// The assignee; all if absent.
  public var assignee: ShortText?
  /// The booking; all if absent.
  public var reference: ShortText?
  /// The `next` of the page before; absent for the first page.
  public var after: ShortText?
  /// The most items of the page; 100 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
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

/// The state of a step.
public enum TaskStatus: String, WireWord {
  /// `unknown` steps have lost an outcome, `accepted` ones are up to the provider, `open` ones to a person, and `parked`
  /// ones to an operator; the last three are finished.
  case ready, running, unknown, accepted, open, parked, done, failed, stopped
}

/// A step in a list.
public struct TaskSummary: Codable, Sendable {
  /// The number by which commands refer to it.
  public var task: RecordNumber
  /// The booking that it belongs to; absent in the view of one booking.
  public var reference: String?
  /// The workflow of the machine that started it; absent in the view of one booking.
  public var workflow: String?
  /// The step's type, such as `human.task`.
  public var step: String
  /// The step's name within its machine.
  public var id: String
  /// `ready`, `running`, `unknown`, `accepted`, `open`, `parked`, `done`, `failed` or `stopped`.
  public var status: String
  /// The number of attempts, look-ups at the provider included.
  public var attempts: Int64
  /// When the step was started.
  public var since: Instant
  /// The command that moves it on; absent if it continues by itself.
  public var command: String?
  /// The question for the person.
  public var title: String?
  /// The person who is asked.
  public var assignee: String?
  /// Further explanation of the question.
  public var text: String?
  /// The time until which an answer is useful, as the workflow gives it.
  public var due: String?

  /// Creates a `TaskSummary` from its fields.
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
