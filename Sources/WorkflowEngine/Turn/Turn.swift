public import CivilTime
public import EngineMessages
public import Execution

/// The answer of a turn, all of it committed.
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
  public var workflow = ""
  public var from = ""
  public var to = ""
  public var event = ""
  public var step = ""
  public var attempt: Int64 = 0
  public var outcome = ""
  public var text = ""

  init(_ kind: Kind, at: Instant, reference: String) {
    self.kind = kind
    self.at = at
    self.reference = reference
  }

  /// An event as people read it: a step's result without the number of its use (`stripe.transfer.done`).
  public static func readable(_ event: String) -> String {
    guard let mark = event.firstIndex(of: "#"), let dot = event[mark...].firstIndex(of: ".") else { return event }
    return String(event[..<mark]) + String(event[dot...])
  }
}
