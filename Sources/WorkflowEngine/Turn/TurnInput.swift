public import CEL
public import EngineMessages
public import Execution
public import Storage

/// Identifies the caller that waits for a reply. The driver creates it, and the turn returns it with the reply.
public struct ReplyToken: Hashable, Sendable {
  /// A number that the driver chooses, unique among the callers that wait.
  public let rawValue: Int64
  /// - Parameter rawValue: unique among the callers that wait.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// An input of a turn.
public enum TurnInput: Sendable {
  /// An event; the token names the caller that waits for the reply.
  case event(InboundEvent, ReplyToken?)
  /// The start of a family.
  case start(StartRequest, ReplyToken?)
  /// The outcome of an attempt.
  case outcome(AttemptName, StepOutcome)
  /// The result of a look-up at the provider.
  case reconciled(AttemptName, Reconciliation)
  /// An operator's command.
  case command(OperatorCommand, ReplyToken?)
  /// A change of records that has no idempotency key.
  case records(RecordChange, ReplyToken?)
  /// A problem that was noticed outside the engine and that a person should look at.
  case report(code: String, title: String, detail: Value)
  /// Such problems are over: those of this code whose detail has this value in this field.
  case mended(code: String, field: String, value: String, reason: String)
}

/// An operator's command other than an event.
public struct OperatorCommand: Sendable {
  /// The thing to do, with its target.
  public enum Action: Sendable {
    /// Answers a human task, or settles a step by hand with the answer that the provider gave.
    case taskDone(TaskID, data: Value)
    /// Declines a human task.
    case taskDecline(TaskID)
    /// Gives an open human task to somebody else.
    case taskDelegate(TaskID, to: String)
    /// Retries a step at once. A step that may have acted, or that was accepted, is looked up first.
    case taskRetry(TaskID)
    /// Retries the event, timer or outcome that the incident holds.
    case incidentRetry(IncidentID)
    /// Skips it and lets the family go on.
    case incidentSkip(IncidentID)
    /// Discards it and closes the incident.
    case incidentDiscard(IncidentID)
    /// Writes new versions of records, all of them or none.
    case putRecords([RecordDraft])
  }

  /// The thing to do.
  public var action: Action
  /// The operator's idempotency key. A key belongs to one command.
  public var key: String
  /// The operator as the history shows them, for example `uid 1000`.
  public var actor: String
  /// The operator's reason, for the history and the incident.
  public var reason: String

  /// - Parameter key: a new key for a new command; the same key repeats the reply.
  public init(action: Action, key: String, actor: String, reason: String) {
    self.action = action
    self.key = key
    self.actor = actor
    self.reason = reason
  }

  /// The bytes by which a command under a known key is recognised as the same.
  var content: [UInt8] {
    switch action {
    case .taskDone(let id, let data): Array("tasks.done/\(id)/".utf8) + JSON.encodeCanonical(data)
    case .taskDecline(let id): Array("tasks.decline/\(id)".utf8)
    case .taskDelegate(let id, let to): Array("tasks.delegate/\(id)/\(to)".utf8)
    case .taskRetry(let id): Array("tasks.retry/\(id)".utf8)
    case .incidentRetry(let id): Array("incidents.retry/\(id)".utf8)
    case .incidentSkip(let id): Array("incidents.skip/\(id)".utf8)
    case .incidentDiscard(let id): Array("incidents.discard/\(id)".utf8)
    case .putRecords(let records):
      Array("records.put".utf8)
        + records.flatMap { Array("/\($0.kind)/\($0.id)/\($0.version)/\($0.body.count)/".utf8) + $0.body }
    }
  }
}
