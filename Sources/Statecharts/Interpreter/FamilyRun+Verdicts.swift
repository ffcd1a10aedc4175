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

  func conclude(_ verdict: Verdict?, _ event: Event, machine index: Int, isReoffered: Bool) {
    switch verdict {
    case .ignore:
      trace.append(.ignored(machine: index, event: event.name))
    case .defer:
      putOff(event, machine: index, isReoffered: isReoffered)
    case .reject:
      trace.append(.rejected(machine: index, event: event.name, code: "not_now"))
      if self.verdict == .ignored { self.verdict = .rejected(code: "not_now") }
    case .alarm, nil:
      raiseAlarm(
        "event '\(event.name)' is not expected in \(activeStates(index).joined(separator: ", "))", machine: index)
    }
  }

  /// Internal events that nobody handles vanish (SCXML), except a step's error: nothing may go wrong in silence.
  func concludeInternal(_ event: Event, name: Int, machine index: Int) {
    if let declaration = bundle.machines[index].declarations[name], let verdict = declaration.otherwise {
      conclude(verdict, event, machine: index, isReoffered: false)
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
