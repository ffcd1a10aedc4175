internal import CivilTime
internal import Statecharts

/// A family with the parts of the outside world that decide what may happen to it next.
struct ProofState: Sendable {
  /// A step that the family has started.
  struct Step: Sendable {
    enum Phase: Sendable, Hashable {
      /// An attempt is out, and nobody knows yet what came of it.
      case out
      /// The provider has accepted it and tells later how it ended.
      case accepted
      /// It certainly did not happen, and is tried again at the instant.
      case waiting(until: Instant)
      /// A person has to do it.
      case open
    }

    var start: StepStart
    var type: String
    var phase: Phase
    var tries = 0
    /// The family gave it up while an attempt was out, whose outcome still arrives.
    var isLate = false
  }

  var family: FamilySnapshot
  var now: Instant
  /// In the order of their last attempts.
  var steps: [Step] = []
  /// The keys of the money steps that are done.
  var paidKeys: [String] = []
  /// True if the daemon was away before, which happens once on a path.
  var wasAway = false

  /// The steps whose states cannot be left yet.
  var inFlight: [StepName] {
    steps.filter { !$0.isLate && ($0.phase == .out || $0.phase == .accepted) }.map(\.start.name).sorted()
  }
}
