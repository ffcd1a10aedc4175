internal import CEL

extension FamilyRun {
  /// The verdict for an event that nothing handles: the innermost state that names one, else the event's own.
  func otherwise(event name: Int, machine index: Int) -> Verdict? {
    let plan = bundle.plans[index]
    for atomic in family.instances[index]!.configuration.intersection(plan.atomic).descending {
      for state in plan.lineage[atomic].descending {
        if let verdict = plan.states[state].otherwise[name] { return verdict }
      }
    }
    return plan.machine.declarations[name]?.otherwise
  }

  func conclude(_ verdict: Verdict?, _ event: Event, machine index: Int, isReoffered: Bool) throws(StepFailure) {
    switch verdict {
    case .ignore:
      trace.append(.ignored(machine: index, event: event.name))
    case .defer:
      try putOff(event, machine: index, isReoffered: isReoffered)
    case .reject:
      trace.append(.rejected(machine: index, event: event.name, code: "not_now"))
      if self.verdict == .ignored { self.verdict = .rejected(code: "not_now") }
    case .alarm, nil:
      raiseAlarm(
        "event '\(event.name)' is not expected in \(activeStates(index).joined(separator: ", "))", machine: index)
    }
  }

  /// Internal events that nobody handles vanish (SCXML), except a step's error: nothing may go wrong in silence.
  func concludeInternal(_ event: Event, name: Int, machine index: Int) throws(StepFailure) {
    if let declaration = bundle.machines[index].declarations[name], let verdict = declaration.otherwise {
      try conclude(verdict, event, machine: index, isReoffered: false)
    }
  }

  /// Keeps an event until the family has changed. A bounded list: what does not fit is an incident, not a loss.
  func putOff(_ event: Event, machine index: Int, isReoffered: Bool) throws(StepFailure) {
    if family.deferred.count >= bundle.limits.deferred {
      throw failure(
        "deferred-limit", "more than \(bundle.limits.deferred) events wait for the family to change", machine: index)
    }
    var event = event
    let declared = bundle.machines[index].eventIndex[event.name].flatMap { bundle.machines[index].declarations[$0] }
    event.data = (declared?.data ?? .dyn).normalize(event.data)
    let since = isReoffered ? deferredSince[event] ?? now : now
    family.deferred.append(DeferredEvent(machine: index, event: event, since: since))
    if !isReoffered {
      trace.append(.deferred(machine: index, event: event.name))
      if verdict != .handled { verdict = .deferred }
    }
  }

  func activeStates(_ index: Int) -> [String] {
    guard let instance = family.instances[index] else { return [] }
    return bundle.machines[index].atomicStates(in: instance.configuration)
  }

  func raiseAlarm(_ text: String, machine index: Int) {
    effects.append(.alarm(machine: index, text: text))
    trace.append(.alarm(machine: index, text: text))
  }
}
