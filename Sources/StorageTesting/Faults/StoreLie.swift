/// A deliberate untruth of a store. Each has the effect of a program that does not ask, or does not write, at that
/// place; tests use it to prove that such a program would be noticed.
public enum StoreLie: String, Sendable, CaseIterable {
  /// No key was ever seen, and a key may be remembered twice.
  case forgetsKeys
  /// A savepoint that is rolled back is released instead.
  case keepsRolledBack
  /// No attempt was open when the process ended.
  case forgetsOpenAttempts
  /// No step that notifies is ever due.
  case hidesNotifications
  /// No resource is claimed by anybody.
  case forgetsClaims
  /// No step is under way under any key.
  case forgetsStepKeys
  /// Facts such as the last turn's time are not written.
  case losesFacts
  /// Every seventh posting is not written.
  case losesPostings
  /// A timer that was disarmed keeps its row.
  case keepsTimers
  /// A timer that is armed gets no row.
  case losesTimers
  /// Incidents are not written.
  case losesIncidents
  /// Events that wait for their families are never due.
  case hidesWaitingEvents
  /// The answers of attempts are not written.
  case losesAnswers
  /// Changed machines are not written.
  case losesMachines
  /// An attempt that ended looks open, and may end again.
  case forgetsAnswers
  /// The generation of a step's key stays the first one.
  case losesGenerations
  /// Claims that are given up keep their rows.
  case keepsClaims
  /// Every seventh row of history is not written.
  case losesHistory
  /// Views are not written.
  case losesViews
  /// No event waits for any family.
  case forgetsQueues
  /// A savepoint that is rolled back takes the whole transaction before it along.
  case rollsBackTooMuch
  /// A family that is stopped takes another one along.
  case stopsNeighbours
  /// A family that is stopped keeps running.
  case losesStops
}
