/// The record that a transition of a family leaves beside the snapshot.
struct TransitionRecord {
  /// The effects in the order in which they happened, without those of claims and timers, which are known at the end.
  var effects: [Effect] = []
  var trace: [TraceEntry] = []
  /// The disposition of the event.
  var disposition: EventDisposition = .ignored
  /// The candidates whose guard held and that rejected or deferred an event.
  var handled: [TakenTransition] = []
  /// True once anything changed since deferred events were last offered.
  var hasChanged = false

  /// Opens an incident without stopping the family.
  mutating func raiseAlarm(_ text: String, machine index: Int) {
    effects.append(.alarm(machine: index, text: text))
    trace.append(.alarm(machine: index, text: text))
  }

  /// True if a step was started, even if it was given up again.
  var startsStep: Bool { effects.contains { if case .startStep = $0 { true } else { false } } }

  /// The effects without the steps that were both started and given up within this transition.
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
