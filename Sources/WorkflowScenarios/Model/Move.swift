internal import CEL
internal import CivilTime
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// One event in a scenario.
struct Move: Sendable {
  indirect enum Kind: Sendable {
    /// Starts a family, with fields that are added to the given input.
    case start(DataExpression)
    case event(name: String, role: String, data: DataExpression)
    case webhook(source: String, type: String, body: DataExpression)
    /// Lets time pass and handles everything that becomes due.
    case after(Duration)
    case until(Moment)
    /// Lets time pass while the daemon is down; the moves that come meanwhile are the first that it finds.
    case down(Duration, meanwhile: [Move])
    /// Answers the oldest unanswered attempt of a step.
    case answer(step: String, Answer)
    /// Completes the open task with this id.
    case task(id: String, done: DataExpression)
    case decline(id: String)
    case incident(IncidentVerb)
    case retry(id: String)
    /// Runs the moves that `acts` has under a name, with its parameters.
    case act(name: String, with: DataExpression)
  }

  enum IncidentVerb: String, CaseIterable, Sendable { case retry, skip, discard }

  var kind: Kind
  /// The sender's id of an event; nil for a new one each time.
  var key: DataExpression?
  /// The family that is meant; nil for the first one.
  var of: DataExpression?
  var times: Int
  /// True if nothing happens where the task or the attempt that is meant is not there.
  var isOptional = false
  var place: Node
}

/// An instant, or an expression that yields one.
enum Moment: Sendable {
  case instant(Instant)
  case program(Program)
  /// A duration from now.
  case duration(Duration)
}
