/// The traces that a transition of a family leaves beside the snapshot.
struct TransitionRecord {
  /// In the order in which they happened, without those of claims and timers, which are known at the end.
  var effects: [Effect] = []
  var trace: [TraceEntry] = []
  /// The disposition that the sender of the event hears.
  var verdict: EventVerdict = .ignored
  /// Candidates whose guard held and that ended in a verdict.
  var concluded: [TakenTransition] = []
  /// True once anything changed since deferred events were offered last.
  var hasChanged = false

  /// Asks for a person, without stopping the family.
  mutating func raiseAlarm(_ text: String, machine index: Int) {
    effects.append(.alarm(machine: index, text: text))
    trace.append(.alarm(machine: index, text: text))
  }

  /// True if a step was started, even if it was given up again.
  var startsStep: Bool { effects.contains { if case .startStep = $0 { true } else { false } } }

  /// The effects without the steps that were started and given up within this very transition.
  var lastingEffects: [Effect] {
    if effects.isEmpty { return effects }
    var started: Set<StepName> = []
    var stopped: Set<StepName> = []
    for effect in effects {
      if case .startStep(let start) = effect { started.insert(start.name) }
      if case .stopStep(let name) = effect { stopped.insert(name) }
    }
    if started.isEmpty || stopped.isEmpty { return effects }
    let passing = started.intersection(stopped)
    return effects.filter {
      switch $0 {
      case .startStep(let start): !passing.contains(start.name)
      case .stopStep(let name): !passing.contains(name)
      default: true
      }
    }
  }
}
