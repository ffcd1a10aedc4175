public import CEL

/// Completes a task. The answer's fields are checked against the task's form; a wrong answer changes nothing.
public struct FinishTask: ControlRequest {
  /// The verb `tasks.done`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("tasks.done", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The task's number.
  public var task: RecordNumber
  /// The fields of the form, and `outcome` if it is not `done`. For a step that waits at its provider: the provider's
  /// reply.
  public var data: ValueMap?

  /// Creates the request; an argument that is nil is left out.
  public init(task: RecordNumber, data: ValueMap? = nil) {
    self.task = task
    self.data = data
  }
}

/// Declines a task; the workflow decides about the consequences.
public struct DeclineTask: ControlRequest {
  /// The verb `tasks.decline`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("tasks.decline", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The task's number.
  public var task: RecordNumber

  /// Creates the request.
  public init(task: RecordNumber) { self.task = task }
}

/// Gives a task to somebody else: to a side of the booking, whose page then shows it, or to a person by name.
public struct DelegateTask: ControlRequest {
  /// The verb `tasks.delegate`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("tasks.delegate", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The task's number.
  public var task: RecordNumber
  /// The assignee from now on: `operator`, `consultant`, `client`, or a name.
  public var to: ShortText

  /// Creates the request.
  public init(task: RecordNumber, to: ShortText) { (self.task, self.to) = (task, to) }
}

/// Retries a step at once that is suspended or waits at its provider. A step that may have acted is looked up first.
public struct RetryTask: ControlRequest {
  /// The verb `tasks.retry`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("tasks.retry", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The task's number.
  public var task: RecordNumber

  /// Creates the request.
  public init(task: RecordNumber) { self.task = task }
}
