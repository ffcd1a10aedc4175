internal import CEL

// Values that expressions read of the whole family: view fields, `family.resting` and the answers of host functions.
extension FamilyState {
  /// Returns the present value of a view field. The deepest active state that sets the field counts, the last in
  /// document order among regions, then the machine's own value, then the default.
  func viewValue(_ field: Int) throws(EvaluationError) -> Value {
    let owner = bundle.viewFields[field].owner
    guard let instance = snapshot.instances[owner] else { return bundle.viewFields[field].default }
    let found = bundle.plans[owner].innermost(instance.configuration.intersection(bundle.viewPlans[field].states))
    let expression =
      found.map { bundle.viewPlans[field].values[bundle.viewPlans[field].states.rank(of: $0)] }
      ?? bundle.viewPlans[field].own
    guard let expression else { return bundle.viewFields[field].default }
    return try withScope(owner, state: found) { (scope) throws(EvaluationError) in try expression.evaluate(scope) }
  }

  /// Returns true if all machines but the given one have ended or rest, for ever or until an armed timer fires
  /// (`family.resting`).
  func isResting(except machine: Int?) -> Bool {
    for (index, instance) in snapshot.instances.enumerated() where index != machine {
      guard let instance, !instance.isDone else { continue }
      let plan = bundle.plans[index]
      // The machine was started and is not in its first state yet.
      if instance.configuration.isEmpty { return false }
      let waiting = instance.configuration.intersection(plan.atomic).subtracting(plan.resting)
      if !waiting.allSatisfy({ restsUntilLater($0, instance, plan) }) { return false }
    }
    return true
  }

  /// Returns true if the state, or one above it, rests until a timer fires that is armed.
  private func restsUntilLater(_ state: Int, _ instance: InstanceSnapshot, _ plan: MachinePlan) -> Bool {
    plan.lineage[state].intersection(plan.withRestUntil).contains { node in
      guard case .until(let timer) = plan.states[node].rest else { return false }
      return instance.timers[timer]?.isArmed ?? false
    }
  }

  /// Answers `entered('state')` and `entered('machine/state')` for the present transition.
  func wasEntered(_ name: String, from machine: Int) -> Bool {
    let (index, local) = locate(name, from: machine)
    guard let state = bundle.plans[index].stateIndex[local] else { return false }
    return enteredNow.contains(state, of: index)
  }

  /// Answers `running('step id')`: the step is alive in this machine.
  func isRunning(_ id: String, from machine: Int) -> Bool {
    snapshot.instances[machine]?.steps.contains { $0.id == id } ?? false
  }

  private func locate(_ name: String, from machine: Int) -> (Int, String) {
    if let slash = name.firstIndex(of: "/"), let index = bundle.machineIndex[String(name[..<slash])] {
      return (index, String(name[name.index(after: slash)...]))
    }
    return (machine, name)
  }
}
