internal import CEL

/// The checks at the end of every transition: the invariants of the definition, and that no machine waits for nothing.
struct InvariantCheck {
  let family: FamilyState

  /// - Throws: `StepFailure` with the code `invariant` for the first invariant that does not hold. An assumption that
  ///   does not hold, and a machine that waits for nothing, raise an alarm only.
  func run() throws(StepFailure) {
    let bundle = family.bundle
    guard family.snapshot.instances[0] != nil else { return }
    for (number, invariant) in bundle.invariants.enumerated() {
      guard family.snapshot.instances[invariant.machine] != nil else { continue }
      // It held before the transition, or was reported, and the transition changed nothing that it reads.
      if invariant.kind != .atRest, bundle.invariantReads[number].areEqual(in: family.before, and: family.snapshot) {
        continue
      }
      if invariant.kind == .atRest && !family.isResting(except: nil) { continue }
      let holds = try family.withScope(invariant.machine) { (scope) throws(StepFailure) in
        try family.isTrue(invariant.condition, scope, 0)
      }
      if invariant.kind == .assume {
        if !holds { try report(invariant) }
        continue
      }
      if holds == (invariant.kind == .never) {
        throw family.failure("invariant", "'\(invariant.name)' does not hold", machine: invariant.machine)
      }
    }
    for index in bundle.plans.indices where hasUnexcused(index) {
      let stranded = newlyStranded(index)
      if stranded.isEmpty { continue }
      let states = bundle.atomicStates(of: index, in: stranded).joined(separator: ", ")
      family.record.raiseAlarm(StrandedAlarm.text(states), machine: index)
    }
  }

  /// Raises an alarm about an assumption that does not hold after the transition and held before.
  private func report(_ invariant: Bundle.Invariant) throws(StepFailure) {
    if family.before.instances[invariant.machine] != nil {
      let before = FamilyState(family.before, of: family.bundle, now: family.now)
      let didHold = try before.withScope(invariant.machine) { (scope) throws(StepFailure) in
        try before.isTrue(invariant.condition, scope, 0)
      }
      if !didHold { return }
    }
    family.record.raiseAlarm(AssumptionAlarm.text(invariant.name), machine: invariant.machine)
  }

  /// True if some machine waits for nothing, and not because an operator left out what it waited for.
  var isStranded: Bool {
    family.bundle.plans.indices.contains { index in
      hasUnexcused(index) && !strandedStates(of: index, in: family.snapshot, besidesSkipped: true).isEmpty
    }
  }

  /// Returns true if a machine is in a state that does not rest, so that its reason to wait has to be examined.
  private func hasUnexcused(_ index: Int) -> Bool {
    let plan = family.bundle.plans[index]
    return !family.configuration(index).intersection(plan.atomic).isSubset(of: plan.excused)
  }

  /// Returns the states that are stranded after the transition and were not before, in the same run of the machine.
  private func newlyStranded(_ index: Int) -> StateSet {
    let stranded = strandedStates(of: index, in: family.snapshot)
    if stranded.isEmpty || family.before.instances[index]?.incarnation != family.snapshot.instances[index]?.incarnation
    {
      return stranded
    }
    return stranded.subtracting(strandedStates(of: index, in: family.before))
  }

  /// Returns the active atomic states of a machine that can be left by nothing the engine knows of: no timer of theirs
  /// or of a state above is armed, no step and no machine of theirs is alive, and no result waits to be heard.
  ///
  /// - Parameter besidesSkipped: takes a timer whose firing an operator left out for something that is awaited.
  private func strandedStates(
    of index: Int, in snapshot: FamilySnapshot, besidesSkipped: Bool = false
  ) -> StateSet {
    guard let instance = snapshot.instances[index], !instance.isDone else { return StateSet() }
    let plan = family.bundle.plans[index]
    let waiting = instance.configuration.intersection(plan.atomic).subtracting(plan.excused)
    if waiting.isEmpty { return waiting }
    // A spawned step belongs to no state and may concern each of them.
    if instance.steps.contains(where: { plan.machine.steps[$0.definition].owner == nil }) { return StateSet() }
    return StateSet(
      waiting.filter { state in
        !plan.lineage[state].contains { isAwaiting($0, instance, index, snapshot, besidesSkipped) }
          && !awaitsResult(plan.lineage[state], index, snapshot)
      })
  }

  /// Returns true if something that belongs to the state itself is still to come.
  private func isAwaiting(
    _ state: Int, _ instance: InstanceSnapshot, _ index: Int, _ snapshot: FamilySnapshot, _ besidesSkipped: Bool
  ) -> Bool {
    let plan = family.bundle.plans[index]
    return plan.states[state].timers.contains { timer in
      instance.timers[timer].map { $0.isArmed || besidesSkipped && $0.isSkipped } ?? false
    }
      || instance.steps.contains { plan.machine.steps[$0.definition].owner == state }
      || plan.states[state].machines.contains { position in
        snapshot.isChild(plan.machine.invocations[position].machine, of: index, invocation: position)
      }
  }

  /// Returns true if a deferred event of the machine's own making, such as a step's result, has a handler in the
  /// lineage.
  private func awaitsResult(_ lineage: StateSet, _ index: Int, _ snapshot: FamilySnapshot) -> Bool {
    let plan = family.bundle.plans[index]
    return snapshot.deferred.contains { entry in
      guard entry.machine == index, let name = plan.machine.eventIndex[entry.event.name] else { return false }
      return plan.machine.declarations[name] == nil && plan.handlers[name].states.intersects(lineage)
    }
  }
}

/// The text of the incident about a machine that waits for nothing.
package enum StrandedAlarm {
  private static let reason = "for nothing: no timer, no step, no task"

  static func text(_ states: String) -> String { "waits in \(states) \(reason)" }

  /// Returns true if an alarm's text is of this kind.
  package static func isMeant(by text: String) -> Bool { text.hasPrefix("waits in ") && text.hasSuffix(reason) }
}

/// The text of the incident about an assumption that turned out to be wrong.
package enum AssumptionAlarm {
  private static let reason = "does not hold: what was proved on it is not proved any more"

  static func text(_ name: String) -> String { "the assumption '\(name)' \(reason)" }

  /// Returns true if an alarm's text is of this kind.
  package static func isMeant(by text: String) -> Bool { text.hasPrefix("the assumption ") && text.hasSuffix(reason) }
}
