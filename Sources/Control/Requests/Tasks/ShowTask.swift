public import CEL
public import CivilTime

/// Shows one step: the question, the form of an answer, and the results of its attempts.
public struct ShowTask: ControlRequest {
  /// The verb `tasks.show`, which reads.
  public static let verb = Verb("tasks.show")
  /// The answer is a `TaskDetail`.
  public typealias Answer = TaskDetail

  /// The task's number.
  public var task: RecordNumber

  /// Creates the request.
  public init(task: RecordNumber) { self.task = task }
}

/// Everything about a step that helps to settle it.
public struct TaskDetail: Codable, Sendable {
  /// The fields of a list's item; in JSON they stand beside the others.
  public var summary: TaskSummary
  /// The fields of an answer, in the workflow's order; absent for a step that no person answers.
  public var form: [FormField]?
  /// The commands that can settle it now, written out with a placeholder for each field.
  public var commands: [String]
  /// Its attempts, oldest first.
  public var tries: [Attempt]
  /// The answer; absent while the step is open.
  public var result: Value?

  private enum CodingKeys: String, CodingKey { case form, commands, tries, result }

  /// Creates a `TaskDetail` from its fields.
  public init(summary: TaskSummary, form: [FormField]?, commands: [String], tries: [Attempt], result: Value?) {
    self.summary = summary
    self.form = form
    self.commands = commands
    self.tries = tries
    self.result = result
  }

  /// Reads the value; the fields of its summary stand beside the others.
  public init(from decoder: any Decoder) throws {
    summary = try TaskSummary(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    form = try container.decodeIfPresent([FormField].self, forKey: .form)
    commands = try container.decode([String].self, forKey: .commands)
    tries = try container.decode([Attempt].self, forKey: .tries)
    result = try container.decodeIfPresent(Value.self, forKey: .result)
  }

  /// Writes the value; the fields of its summary stand beside the others.
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
    /// The field's name, for `--data`.
    public var name: String
    /// `int`, `bool`, `string`, `double`, `timestamp`, `duration`, or words separated by `|`, of which `null` is one if the field may
    /// be left out.
    public var type: String
    /// The numbers that are allowed, such as `0 to 100`; absent if all are.
    public var range: String?
    /// Whether it is required.
    public var required: Bool

    /// Creates a `FormField` from its fields.
    public init(name: String, type: String, range: String? = nil, required: Bool) {
      self.name = name
      self.type = type
      self.range = range
      self.required = required
    }
  }

  /// One attempt: sending the step, or looking it up at the provider.
  public struct Attempt: Codable, Sendable {
    /// The attempt's number, from 1.
    public var number: Int64
    /// `send`, or `reconcile` for a look-up that sends nothing.
    public var kind: String
    /// The time at which it began.
    public var started: Instant
    /// The time at which its outcome was known; absent while it is out.
    public var ended: Instant?
    /// `done`, `accepted`, `failed`, `retry`, `unknown`, `found`, `pending`, `absent`, `undecided` or `superseded`; empty while it is
    /// out.
    public var outcome: String
    /// The reason for a failure.
    public var error: String?

    /// Creates an `Attempt` from its fields.
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
