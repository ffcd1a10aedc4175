public import CEL
public import EngineMessages
public import Execution
public import Storage

/// Names who waits for an answer. Given by the driver, returned with the reply.
public struct ReplyToken: Hashable, Sendable {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// One input of a turn.
public enum TurnInput: Sendable {
  case event(InboundEvent, ReplyToken?)
  case start(StartRequest, ReplyToken?)
  case outcome(AttemptName, StepOutcome)
  case reconciled(AttemptName, Reconciliation)
  case command(OperatorCommand, ReplyToken?)
  /// Something that the rim saw and a person should look at.
  case report(code: String, title: String, detail: Value)
}

/// A command of an operator, besides sending events.
public struct OperatorCommand: Sendable {
  public enum Action: Sendable {
    /// Answers a human task, or settles a step by hand with what the provider says of it.
    case taskDone(TaskID, data: Value)
    case taskDecline(TaskID)
    /// Tries a step at once; one that may have acted, or that was accepted, is looked up first.
    case taskRetry(TaskID)
    case incidentRetry(IncidentID)
    case incidentSkip(IncidentID)
    case incidentDiscard(IncidentID)
  }

  public var action: Action
  /// The operator's idempotency key: one key, one command.
  public var key: String
  /// For the history: `uid 1000`.
  public var actor: String
  public var reason: String

  public init(action: Action, key: String, actor: String, reason: String) {
    self.action = action
    self.key = key
    self.actor = actor
    self.reason = reason
  }

  /// The bytes that a second command under the same key must equal.
  var content: [UInt8] {
    switch action {
    case .taskDone(let id, let data): Array("tasks.done/\(id)/".utf8) + JSON.encodeCanonical(data)
    case .taskDecline(let id): Array("tasks.decline/\(id)".utf8)
    case .taskRetry(let id): Array("tasks.retry/\(id)".utf8)
    case .incidentRetry(let id): Array("incidents.retry/\(id)".utf8)
    case .incidentSkip(let id): Array("incidents.skip/\(id)".utf8)
    case .incidentDiscard(let id): Array("incidents.discard/\(id)".utf8)
    }
  }
}
