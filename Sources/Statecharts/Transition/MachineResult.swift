internal import CEL

/// The result with which a machine ends, as its invoker hears it.
struct MachineResult {
  let family: FamilyState
  /// The machine that has ended.
  let index: Int

  /// Returns the event that the invoker is to hear: `onError` if the machine ended in a final state with `error`,
  /// otherwise `onDone` with the output.
  func event(for invoker: Invoker) throws(StepFailure) -> MachineEvent {
    let plan = family.bundle.plans[index]
    let invoking = family.bundle.machines[invoker.machine]
    let invocation = invoking.invocations[invoker.invocation]
    // A machine that is parallel itself ends in no single state.
    let end = family[machine: index].configuration.intersection(plan.ends).first ?? 0
    let (name, data) = try family.withScope(index, state: end) { (scope) throws(StepFailure) -> (Int, Value) in
      if let code = plan.states[end].error {
        let text = try family.text(code, scope, invocation.line)
        let message = "'\(plan.name)' ended in '\(plan.states[end].name)'"
        return (invocation.error, .map(ValueMap([("code", .string(text)), ("message", .string(message))])))
      }
      return (invocation.done, .map(try output(of: plan, end: end, scope, line: invocation.line)))
    }
    return MachineEvent(Event(name: invoking.eventNames[name], role: Event.familyRole, data: data), name: name)
  }

  /// Evaluates the output's fields, each by the final state or else by the machine.
  private func output(of plan: MachinePlan, end: Int, _ scope: Scope, line: Int) throws(StepFailure) -> ValueMap {
    var output = ValueMap()
    for (position, field) in plan.machine.output.enumerated() {
      let given = plan.states[end].output.first { $0.field == position }?.value ?? field.value
      let value = try given.map { (expression) throws(StepFailure) in try family.value(expression, scope, line) }
      output[field.name] = field.type.normalize(value ?? .null)
    }
    return output
  }
}
