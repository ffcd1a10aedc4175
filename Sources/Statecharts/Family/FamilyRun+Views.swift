internal import CEL

extension FamilyRun {
  /// A view field now: the deepest active state that names it, the last in document order among regions, else the machine's own value,
  /// else the default.
  func viewValue(_ field: Int) throws(EvaluationError) -> Value {
    let owner = bundle.viewFields[field].owner
    guard let instance = family.instances[owner] else { return bundle.viewFields[field].default }
    let machine = bundle.machines[owner]
    var found: (depth: Int, state: Int, value: DataExpression)?
    for state in instance.configuration {
      let node = machine.states[state]
      guard !node.view.isEmpty, let entry = node.view.first(where: { $0.field == field }) else { continue }
      let depth = machine.getProperAncestors(state, upTo: nil).count
      if found == nil || depth >= found!.depth { found = (depth, state, entry.value) }
    }
    let scope = Scope(run: self, machine: owner)
    if let found {
      scope.state = found.state
      return try found.value.evaluate(scope)
    }
    if let entry = machine.viewValues.first(where: { $0.field == field }), let value = entry.value {
      return try value.evaluate(scope)
    }
    return bundle.viewFields[field].default
  }

  /// `family.resting`: all other live machines rest for ever or have ended.
  func isResting(except machine: Int?) -> Bool {
    for (index, instance) in family.instances.enumerated() where index != machine {
      guard let instance, !instance.isDone else { continue }
      if !rests(instance, of: bundle.machines[index]) { return false }
    }
    return true
  }

  /// True if each active atomic state, or a state above it, rests for ever.
  private func rests(_ instance: InstanceSnapshot, of machine: Machine) -> Bool {
    for state in instance.configuration where machine.states[state].isAtomic {
      var current: Int? = state
      var isResting = false
      while let node = current {
        if machine.states[node].rest == .always { isResting = true }
        current = machine.states[node].parent
      }
      if !isResting { return false }
    }
    return true
  }

  /// `entered('state')` or `entered('machine/state')` within this step.
  func wasEntered(_ name: String, from machine: Int) -> Bool {
    let (index, local) = locate(name, from: machine)
    guard let state = bundle.machines[index].state(named: local) else { return false }
    return enteredNow[index].contains(state)
  }

  /// `running('step id')`: the step is alive in this machine.
  func isRunning(_ id: String, from machine: Int) -> Bool {
    family.instances[machine]?.steps.contains { $0.id == id } ?? false
  }

  private func locate(_ name: String, from machine: Int) -> (Int, String) {
    if let slash = name.firstIndex(of: "/"), let index = bundle.machineIndex[String(name[..<slash])] {
      return (index, String(name[name.index(after: slash)...]))
    }
    return (machine, name)
  }
}
