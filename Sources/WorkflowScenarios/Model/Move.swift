internal import CEL
internal import CivilTime
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// One thing that happens in a story.
struct Move: Sendable {
  indirect enum Kind: Sendable {
    /// A new family, with what its input has besides the given one.
    case start(DataExpression)
    case event(name: String, role: String, data: DataExpression)
    case webhook(source: String, type: String, body: DataExpression)
    /// Time passes, stopping at everything that is due.
    case after(Duration)
    case until(Moment)
    /// Time passes and the daemon is away; the moves come while it is, and are what it finds first.
    case down(Duration, meanwhile: [Move])
    /// The oldest attempt of the step that has no answer yet gets one.
    case answer(step: String, Answer)
    /// A person ends the open task of that id.
    case task(id: String, done: DataExpression)
    case decline(id: String)
    case incident(IncidentVerb)
    case retry(id: String)
    /// The moves that `acts` has under a name, with its parameters.
    case act(name: String, with: DataExpression)
  }

  enum IncidentVerb: String, CaseIterable, Sendable { case retry, skip, discard }

  var kind: Kind
  /// The sender's id of an event; nil: a new one each time.
  var key: DataExpression?
  /// The family meant; nil: the first one.
  var of: DataExpression?
  var times: Int
  /// True if nothing happens where the task or the attempt that is meant is not there.
  var isOptional = false
  var place: Node
}

/// An instant, or an expression that gives one.
enum Moment: Sendable {
  case instant(Instant)
  case program(Program)
  /// From now on.
  case duration(Duration)
}
