public import CEL

/// Says that a task is done. The answer's fields are checked against the task's form; a wrong answer changes nothing.
public struct FinishTask: ControlRequest {
  public static let verb = Verb("tasks.done", .act)
  public typealias Answer = ActResult

  /// The task's number.
  public var task: RecordNumber
  /// The fields of the form, and `outcome` if it is not `done`; for a step that waits at its provider, what the provider would reply.
  public var data: ValueMap?

  public init(task: RecordNumber, data: ValueMap? = nil) {
    self.task = task
    self.data = data
  }
}

/// Says that a task will not be done; the workflow decides what then.
public struct DeclineTask: ControlRequest {
  public static let verb = Verb("tasks.decline", .act)
  public typealias Answer = ActResult

  /// The task's number.
  public var task: RecordNumber

  public init(task: RecordNumber) { self.task = task }
}

/// Has a step that gave up or waits at its provider taken up at once; one that may have acted is looked up first.
public struct RetryTask: ControlRequest {
  public static let verb = Verb("tasks.retry", .act)
  public typealias Answer = ActResult

  /// The task's number.
  public var task: RecordNumber

  public init(task: RecordNumber) { self.task = task }
}
