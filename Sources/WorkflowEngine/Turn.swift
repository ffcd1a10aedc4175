public import CEL
public import CivilTime
public import EngineMessages
public import Execution
public import Storage

/// Who waits for an answer. Given by the driver, returned with the reply.
public struct ReplyToken: Hashable, Sendable {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// What a turn is given.
public enum TurnInput: Sendable {
  case event(InboundEvent, ReplyToken?)
  case start(StartRequest, ReplyToken?)
  case outcome(AttemptName, StepOutcome)
  case reconciled(AttemptName, Reconciliation)
  case command(OperatorCommand, ReplyToken?)
  /// Something that the rim saw and a person should look at.
  case report(code: String, title: String, detail: Value)
}

/// An operator's command, besides sending an event.
public struct OperatorCommand: Sendable {
  public enum Action: Sendable {
    case taskDone(TaskID, data: Value)
    case taskDecline(TaskID)
    case taskRetry(TaskID)
    case incidentRetry(IncidentID)
    case incidentSkip(IncidentID)
    case incidentDiscard(IncidentID)
  }

  public var action: Action
  public var key: String
  public var actor: String
  public var reason: String

  public init(action: Action, key: String, actor: String, reason: String) {
    self.action = action
    self.key = key
    self.actor = actor
    self.reason = reason
  }
}

/// An attempt to be carried out, committed already.
public struct Dispatch: Sendable {
  public enum Kind: Sendable { case send, reconcile }
  public var kind: Kind
  public var executor: String
  public var request: StepRequest
}

/// One line for the systemd journal and for those who follow along. No personal data.
public struct JournalRecord: Sendable {
  public enum Kind: String, Sendable { case transition, attempt, incident, start, note }
  public var kind: Kind
  public var at: Instant
  public var reference: String
  public var workflow: String
  public var from: String
  public var to: String
  public var event: String
  public var step: String
  public var attempt: Int64
  public var outcome: String
  public var text: String
}

extension JournalRecord {
  /// An event as people read it: a step's result without the number of its use (`stripe.transfer.done`).
  public static func readable(_ event: String) -> String {
    guard let mark = event.firstIndex(of: "#"), let dot = event[mark...].firstIndex(of: ".") else { return event }
    return String(event[..<mark]) + String(event[dot...])
  }
}

/// What a turn answers, all of it committed.
public struct Turn: Sendable {
  public var replies: [(token: ReplyToken, reply: Reply)] = []
  public var dispatches: [Dispatch] = []
  /// Attempts that are out and no longer wanted; a worker that has not sent yet may drop them.
  public var cancellations: [AttemptName] = []
  public var journal: [JournalRecord] = []
  /// When the next turn is due without new input; nil: never. Not after `now` if work is left over.
  public var nextWake: Instant?
  /// Steps of families that were taken.
  public var steps = 0
}
