public import CEL
public import CivilTime
public import Execution
public import Storage

/// Who waits for an answer. Given by the driver, returned with the reply.
public struct ReplyToken: Hashable, Sendable {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// What a turn is given.
public enum TurnInput: Sendable {
  case event(EventInput, ReplyToken?)
  case start(StartInput, ReplyToken?)
  case outcome(AttemptName, StepOutcome)
  case reconciled(AttemptName, Reconciliation)
  case act(OperatorAct, ReplyToken?)
  /// Something that the rim saw and a person should look at.
  case report(code: String, title: String, detail: Value)
}

/// An event from outside.
public struct EventInput: Sendable {
  /// `stripe`, `api`, `control`.
  public var source: String
  /// The sender's id of the event.
  public var key: String
  public var name: String
  /// `client`, `consultant`, `operator`, `provider`, `site`.
  public var role: String
  /// The family addressed; nil: found by correlation.
  public var reference: String?
  public var body: Value
  /// The bytes that the deduplication compares.
  public var rawBody: [UInt8]
  public var signedAt: Instant?
  /// For the history: `client`, `stripe`, `uid 1000: reason`.
  public var actor: String

  public init(
    source: String, key: String, name: String, role: String, reference: String?, body: Value, rawBody: [UInt8],
    signedAt: Instant?, actor: String
  ) {
    self.source = source
    self.key = key
    self.name = name
    self.role = role
    self.reference = reference
    self.body = body
    self.rawBody = rawBody
    self.signedAt = signedAt
    self.actor = actor
  }
}

/// A request for a new family.
public struct StartInput: Sendable {
  public var source: String
  public var key: String
  public var workflow: String
  public var input: Value
  public var rawBody: [UInt8]
  public var actor: String

  public init(source: String, key: String, workflow: String, input: Value, rawBody: [UInt8], actor: String) {
    self.source = source
    self.key = key
    self.workflow = workflow
    self.input = input
    self.rawBody = rawBody
    self.actor = actor
  }
}

/// What an operator does besides sending events.
public struct OperatorAct: Sendable {
  public enum Verb: Sendable {
    case taskDone(TaskID, data: Value)
    case taskDecline(TaskID)
    case taskRetry(TaskID)
    case incidentRetry(IncidentID)
    case incidentSkip(IncidentID)
    case incidentDiscard(IncidentID)
  }

  public var verb: Verb
  public var key: String
  public var actor: String
  public var reason: String

  public init(verb: Verb, key: String, actor: String, reason: String) {
    self.verb = verb
    self.key = key
    self.actor = actor
    self.reason = reason
  }
}

/// What the sender of an input hears, after the commit.
public enum Reply: Sendable, Equatable {
  case accepted(reference: String, verdict: String)
  case created(reference: String, capabilities: [Capability], verdict: Value)
  /// The same event again: what was answered then.
  case duplicate(Value)
  case rejected(code: String, message: String)
  /// The same key with another body.
  case conflict(String)
  case unknownTarget(String)
  /// Kept; the family cannot be stepped at present.
  case queued(reference: String)
  /// A bound is reached: nothing was stored, the sender is to come again.
  case overloaded(String)
  /// The key of the new family exists: draw another.
  case keyExists(String)

  public struct Capability: Sendable, Equatable {
    public var role: String
    public var secret: String
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
