internal import CEL

/// What a machine would do about an event.
enum Selection {
  case transitions([Int])
  case reject(code: String)
  case `defer`
  case none
}

extension FamilyRun {
  /// Appendix D, selectTransitions: for each active atomic state, in document order, the first enabled candidate from the state upwards.
  func selectTransitions(_ event: Event, name: Int, machine index: Int) throws(StepFailure) -> Selection {
    let machine = bundle.machines[index]
    let configuration = family.instances[index]!.configuration
    var enabled: [Int] = []
    var rejection: String?
    var isDeferred = false
    for atomic in configuration where machine.states[atomic].isAtomic {
      var current: Int? = atomic
      search: while let state = current {
        if let candidates = machine.states[state].handlers[name] {
          for candidate in candidates {
            guard let taken = try enable(candidate, event: event, machine: index) else { continue }
            switch machine.transitions[taken].ending {
            case .transition: if !enabled.contains(taken) { enabled.append(taken) }
            case .reject(let code): rejection = rejection ?? code
            case .defer: isDeferred = true
            }
            if machine.transitions[taken].ending.isVerdict {
              self.taken.append(TakenTransition(machine: index, transition: taken))
            }
            break search
          }
        }
        current = machine.states[state].parent
      }
    }
    if !enabled.isEmpty { return .transitions(removeConflictingTransitions(enabled, machine: index)) }
    if isDeferred { return .defer }
    if let rejection { return .reject(code: rejection) }
    return .none
  }

  /// Appendix D, selectEventlessTransitions. Those that would leave a held state are passed over until its step is settled.
  func selectEventlessTransitions(event: Event?, machine index: Int) throws(StepFailure) -> [Int] {
    let machine = bundle.machines[index]
    let configuration = family.instances[index]!.configuration
    var enabled: [Int] = []
    for atomic in configuration where machine.states[atomic].isAtomic {
      var current: Int? = atomic
      search: while let state = current {
        for candidate in machine.states[state].always {
          guard let taken = try enable(candidate, event: event, machine: index) else { continue }
          if leavesHeldState([taken], machine: index) { continue }
          if !enabled.contains(taken) { enabled.append(taken) }
          break search
        }
        current = machine.states[state].parent
      }
    }
    return enabled.isEmpty ? enabled : removeConflictingTransitions(enabled, machine: index)
  }

  /// The candidate to take if its guard holds: itself or, when a claim was refused, its stand-in.
  private func enable(_ candidate: Int, event: Event?, machine index: Int) throws(StepFailure) -> Int? {
    let definition = bundle.machines[index].transitions[candidate]
    if let condition = definition.guard {
      let scope = Scope(run: self, machine: index)
      scope.event = event
      scope.state = definition.source
      let holds = try evaluating(machine: index, line: definition.line) { () throws(EvaluationError) in
        try condition.evaluateBool(scope)
      }
      guard holds else { return nil }
    }
    if input.isRefused, let refused = definition.onRefused { return try enable(refused, event: event, machine: index) }
    return candidate
  }

  /// Appendix D, removeConflictingTransitions: exit sets that intersect conflict; a descendant's transition wins, else the earlier one.
  private func removeConflictingTransitions(_ enabled: [Int], machine index: Int) -> [Int] {
    if enabled.count == 1 { return enabled }
    let machine = bundle.machines[index]
    let instance = family.instances[index]!
    func exitSet(_ transition: Int) -> StateSet {
      machine.computeExitSet(
        machine.transitions[transition], in: instance.configuration, history: instance.history)
    }
    var filtered: [Int] = []
    for first in enabled {
      var isPreempted = false
      var removed: [Int] = []
      let mine = exitSet(first)
      for second in filtered where mine.intersects(exitSet(second)) {
        if machine.isDescendant(machine.transitions[first].source, of: machine.transitions[second].source) {
          removed.append(second)
        } else {
          isPreempted = true
          break
        }
      }
      if !isPreempted {
        filtered.removeAll { removed.contains($0) }
        filtered.append(first)
      }
    }
    return filtered
  }

  /// The states that cannot be left: they invoke a step with `leave: settle` of which an attempt is out.
  private func heldStates(_ index: Int) -> StateSet {
    var held = StateSet()
    guard !input.inFlight.isEmpty else { return held }
    let instance = family.instances[index]!
    for name in input.inFlight where name.machine == index && name.incarnation == instance.incarnation {
      guard let step = instance.steps.first(where: { $0.serial == name.serial }) else { continue }
      let definition = bundle.machines[index].steps[step.definition]
      if definition.leave == .settle, let owner = definition.owner { held.insert(owner) }
    }
    return held
  }

  func leavesHeldState(_ selected: [Int], machine index: Int) -> Bool {
    let held = heldStates(index)
    if held.isEmpty { return false }
    let machine = bundle.machines[index]
    let instance = family.instances[index]!
    return selected.contains {
      machine.computeExitSet(machine.transitions[$0], in: instance.configuration, history: instance.history)
        .intersects(held)
    }
  }

  /// The verdict for an event that nothing handles: the innermost state that names one, else the event's own.
  func otherwise(event name: Int, machine index: Int) -> Verdict? {
    let machine = bundle.machines[index]
    for atomic in family.instances[index]!.configuration.descending where machine.states[atomic].isAtomic {
      var current: Int? = atomic
      while let state = current {
        if let verdict = machine.states[state].otherwise[name] { return verdict }
        current = machine.states[state].parent
      }
    }
    return machine.declarations[name]?.otherwise
  }

  func conclude(_ verdict: Verdict?, _ event: Event, machine index: Int, isReoffered: Bool) throws(StepFailure) {
    let name = bundle.machines[index].name
    switch verdict {
    case .ignore:
      trace.append(.ignored(machine: name, event: event.name))
    case .defer:
      try putOff(event, machine: index, isReoffered: isReoffered)
    case .reject:
      trace.append(.rejected(machine: name, event: event.name, code: "not_now"))
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
      trace.append(.deferred(machine: bundle.machines[index].name, event: event.name))
      if verdict != .handled { verdict = .deferred }
    }
  }

  func activeStates(_ index: Int) -> [String] {
    guard let instance = family.instances[index] else { return [] }
    return bundle.machines[index].atomicStates(in: instance.configuration)
  }

  func raiseAlarm(_ text: String, machine index: Int) {
    effects.append(.alarm(machine: index, text: text))
    trace.append(.alarm(machine: bundle.machines[index].name, text: text))
  }
}
