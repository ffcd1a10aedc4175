internal import CEL

/// The checks at the end of every transition: the invariants of the definition, and that no machine waits for nothing.
struct InvariantCheck {
  let family: FamilyState

  /// - Throws: `StepFailure` with the code `invariant` for the first invariant that does not hold. A machine that waits
  ///   for nothing raises an alarm only.
  func run() throws(StepFailure) {
    let bundle = family.bundle
    guard family.snapshot.instances[0] != nil else { return }
    for invariant in bundle.invariants {
      guard family.snapshot.instances[invariant.machine] != nil else { continue }
      if invariant.kind == .atRest && !family.isResting(except: nil) { continue }
      let holds = try family.withScope(invariant.machine) { (scope) throws(StepFailure) in
        try family.isTrue(invariant.condition, scope, 0)
      }
      if holds == (invariant.kind == .never) {
        throw family.failure("invariant", "'\(invariant.name)' does not hold", machine: invariant.machine)
      }
    }
    for index in bundle.plans.indices
    where hasUnexcused(index) && isStranded(family.snapshot.instances[index], machine: index) {
      if isStranded(family.before.instances[index], machine: index) { continue }
      family.record.raiseAlarm(
        "waits in \(family.activeStates(index).joined(separator: ", ")) for nothing: no timer, no step, no task",
        machine: index)
    }
  }

  /// Returns true if a machine is in a state that does not rest, so that its reason to wait has to be examined.
  private func hasUnexcused(_ index: Int) -> Bool {
    let plan = family.bundle.plans[index]
    return !family.configuration(index).intersection(plan.atomic).isSubset(of: plan.excused)
  }

  /// Returns true if an active state can be left by nothing that the engine knows of. Timers and steps are those of
  /// `instance`; invoked machines are looked up in the snapshot in the making.
  private func isStranded(_ instance: InstanceSnapshot?, machine index: Int) -> Bool {
    guard let instance, !instance.isDone else { return false }
    let plan = family.bundle.plans[index]
    let waiting = instance.configuration.intersection(plan.atomic).subtracting(plan.excused)
    if waiting.isEmpty { return false }
    if instance.steps.contains(where: { plan.machine.steps[$0.definition].owner == nil }) { return false }
    return waiting.contains { state in
      for node in plan.lineage[state] {
        if plan.states[node].timers.contains(where: { instance.timers[$0]?.isArmed ?? false }) { return false }
        if instance.steps.contains(where: { plan.machine.steps[$0.definition].owner == node }) { return false }
        if plan.states[node].machines.contains(where: { family.isAlive(plan.machine.invocations[$0].machine) }) {
          return false
        }
      }
      return true
    }
  }
}
