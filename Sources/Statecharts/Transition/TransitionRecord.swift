internal import CEL

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

  /// Notes what became of the event in one machine. Of several machines the best answer counts: that it was handled,
  /// then that it waits, then that it was refused, with a code of the definition's own before the general one.
  mutating func answer(_ answer: EventDisposition) {
    if Self.rank(answer) > Self.rank(disposition) { disposition = answer }
  }

  private static func rank(_ disposition: EventDisposition) -> Int {
    switch disposition {
    case .ignored: 0
    case .rejected(code: "not_now"): 1
    case .rejected: 2
    case .already: 3
    case .deferred: 4
    case .handled: 5
    }
  }

  /// Has an event stored for every family that listens.
  mutating func publish(_ event: String, _ body: Value, machine index: Int) {
    effects.append(.publish(event: event, body: body))
    trace.append(.emitted(machine: index, event: "\(Event.publishedSource)/\(event)"))
  }

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
