public import CEL
public import CivilTime

/// Shows one step: what is asked, how it is to be answered, what became of its attempts.
public struct ShowTask: ControlRequest {
  public static let verb = Verb("tasks.show")
  public typealias Answer = TaskDetail

  /// The task's number.
  public var task: RecordNumber

  public init(task: RecordNumber) { self.task = task }
}

/// Everything about a step that helps to settle it.
public struct TaskDetail: Codable, Sendable {
  /// The fields of a list's item; on the wire they stand beside the others.
  public var summary: TaskSummary
  /// The fields that an answer has to have, in the workflow's order; absent for a step that no person answers.
  public var form: [FormField]?
  /// The commands that may settle it now, written out, with a place for each field.
  public var commands: [String]
  /// Its attempts, oldest first.
  public var tries: [Attempt]
  /// What was answered; absent while it is not closed.
  public var result: Value?

  private enum CodingKeys: String, CodingKey { case form, commands, tries, result }

  public init(summary: TaskSummary, form: [FormField]?, commands: [String], tries: [Attempt], result: Value?) {
    self.summary = summary
    self.form = form
    self.commands = commands
    self.tries = tries
    self.result = result
  }

  public init(from decoder: any Decoder) throws {
    summary = try TaskSummary(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    form = try container.decodeIfPresent([FormField].self, forKey: .form)
    commands = try container.decode([String].self, forKey: .commands)
    tries = try container.decode([Attempt].self, forKey: .tries)
    result = try container.decodeIfPresent(Value.self, forKey: .result)
  }

  public func encode(to encoder: any Encoder) throws {
    try summary.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(form, forKey: .form)
    try container.encode(commands, forKey: .commands)
    try container.encode(tries, forKey: .tries)
    try container.encodeIfPresent(result, forKey: .result)
  }

  /// One field of an answer.
  public struct FormField: Codable, Sendable {
    /// As `--data` has to name it.
    public var name: String
    /// `int`, `bool`, `string`, `double`, `timestamp`, `duration`, or words separated by `|`, of which `null` is one if the field may
    /// be left out.
    public var type: String
    /// Which numbers it may be, such as `0 to 100`; absent if any.
    public var range: String?
    /// It may not be left out.
    public var required: Bool

    public init(name: String, type: String, range: String? = nil, required: Bool) {
      self.name = name
      self.type = type
      self.range = range
      self.required = required
    }
  }

  /// One time that a step was sent, or its provider was asked for it.
  public struct Attempt: Codable, Sendable {
    /// From 1.
    public var number: Int64
    /// `send` or `reconcile`, which asks the provider and sends nothing.
    public var kind: String
    /// When it was begun.
    public var started: Instant
    /// When its outcome was known; absent while it is out.
    public var ended: Instant?
    /// `done`, `accepted`, `failed`, `retry`, `unknown`, `found`, `pending`, `absent`, `undecided` or `superseded`; empty while it is
    /// out.
    public var outcome: String
    /// Why it failed.
    public var error: String?

    public init(number: Int64, kind: String, started: Instant, ended: Instant?, outcome: String, error: String?) {
      self.number = number
      self.kind = kind
      self.started = started
      self.ended = ended
      self.outcome = outcome
      self.error = error
    }
  }
}
