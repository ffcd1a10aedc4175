package import CEL
package import CivilTime
package import WorkflowScenarios

/// One thing that the outside world does to a family. Steps and tasks are named as a scenario names them, so that a
/// path of moves can be shortened and written as a scenario.
package enum ProofMove: Sendable, Hashable {
  /// The answer of an attempt.
  package enum Answer: Sendable, Hashable {
    case done(Value)
    case accepted(Value)
    case failed(code: String)
    /// The attempt certainly had no effect and is made again later.
    case again
  }

  /// A party sends an event.
  case event(Repertoire.PartyEvent)
  /// A provider sends a message.
  case webhook(Repertoire.Webhook)
  /// The oldest attempt of a step that is without an answer gets one.
  case answer(step: String, Answer)
  /// A person ends the open task of that id; nil declines it.
  case task(id: String, Value?)
  /// Time passes, and everything that is due on the way happens when it is due.
  case advance(to: Instant)
  /// Time passes while the daemon is away. Everything that was due happens late.
  case away(until: Instant)
}
