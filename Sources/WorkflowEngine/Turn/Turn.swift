public import CivilTime
public import EngineMessages
public import Execution

/// The result of a turn, all of it committed.
public struct Turn: Sendable {
  /// The replies to inputs that came with a token, in the order of the inputs.
  public var replies: [(token: ReplyToken, reply: Reply)] = []
  /// The attempts to carry out.
  public var dispatches: [Dispatch] = []
  /// Attempts that are out and no longer needed. A worker that has not sent one yet may drop it.
  public var cancellations: [AttemptName] = []
  /// The journal lines of the turn, in order.
  public var journal: [JournalRecord] = []
  /// When the next turn is due without new input; nil if never. It is not after `now` if work is left over.
  public var nextWake: Instant?
  /// The number of family steps that were taken.
  public var steps = 0

  /// How much of each list there was, and how many steps, at a moment of the turn. Lists only grow until the turn ends.
  struct Mark {
    let replies: Int
    let dispatches: Int
    let cancellations: Int
    let journal: Int
    let steps: Int
  }

  var mark: Mark {
    Mark(
      replies: replies.count, dispatches: dispatches.count, cancellations: cancellations.count, journal: journal.count,
      steps: steps)
  }

  /// Removes what was added since the mark.
  mutating func cut(to mark: Mark) {
    replies.removeSubrange(mark.replies...)
    dispatches.removeSubrange(mark.dispatches...)
    cancellations.removeSubrange(mark.cancellations...)
    journal.removeSubrange(mark.journal...)
    steps = mark.steps
  }
}

/// An attempt to carry out. It is committed already.
public struct Dispatch: Sendable {
  /// Whether the executor sends the step or asks about an earlier attempt at it.
  public enum Kind: Sendable { case send, reconcile }
  /// Whether the step is sent or asked about.
  public var kind: Kind
  /// The name of the executor that offers the step.
  public var executor: String
  /// The request of the attempt, with personal data in place of references.
  public var request: StepRequest
}

/// One line for the systemd journal and for followers. It holds no personal data.
public struct JournalRecord: Sendable {
  /// The kind of event that a line reports.
  public enum Kind: String, Sendable { case transition, attempt, incident, start, note }
  /// The kind of event that the line reports.
  public var kind: Kind
  /// The time of the turn.
  public var at: Instant
  /// The family's business key; empty for a line about no family.
  public var reference: String
  /// The machine's name; empty if the line concerns no machine.
  public var workflow = ""
  /// For a transition: the atomic states that were left, separated by spaces.
  public var from = ""
  /// For a transition: the atomic states that were entered, separated by spaces.
  public var to = ""
  /// The event that caused the line; empty if there is none.
  public var event = ""
  /// The step; preceded by its step type where that differs.
  public var step = ""
  /// The number of the attempt, from 1; 0 if the line concerns none.
  public var attempt: Int64 = 0
  /// The outcome of an attempt, the code of an incident, or the kind of a note.
  public var outcome = ""
  /// A text for people: a title, a code or a message.
  public var text = ""

  init(_ kind: Kind, at: Instant, reference: String) {
    self.kind = kind
    self.at = at
    self.reference = reference
  }

  /// Formats an event for people: a step's result loses the number of its use (`stripe.transfer.done`).
  public static func readable(_ event: String) -> String {
    guard let mark = event.firstIndex(of: "#"), let dot = event[mark...].firstIndex(of: ".") else { return event }
    return String(event[..<mark]) + String(event[dot...])
  }
}
