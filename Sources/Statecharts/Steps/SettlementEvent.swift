internal import CEL

/// A provider's event, read as a report about one step that waits to be settled.
struct SettlementEvent {
  let event: MachineEvent
  let settlement: StepDefinition.Settlement
  let step: StepSnapshot
  let definition: StepDefinition

  /// True if the step's own reply was lost, so that nothing but its key identifies it.
  private var hasNoReply: Bool { step.accepted == .null }

  /// Returns whether the step is done or has failed; nil if the event does not identify this step.
  func report(_ family: FamilyState, _ scope: Scope) throws(StepFailure) -> (isDone: Bool, hasFailed: Bool)? {
    let line = definition.line
    if hasNoReply {
      guard let key = settlement.key, case .string(let text) = try family.value(key, scope, line), !step.key.isEmpty,
        text.hasPrefix(step.key + "/g")
      else { return nil }
    } else {
      guard try family.value(settlement.id, scope, line) == step.accepted["id"] else { return nil }
    }
    return try family.evaluating(machine: scope.machine, line: line) { () throws(EvaluationError) in
      (try settlement.done.evaluateBool(scope), try settlement.failed.evaluateBool(scope))
    }
  }

  /// The provider's reply. If it was lost, the fields of the reply that the event has.
  var reply: Value {
    guard hasNoReply, case .object(let fields) = definition.reply else { return step.accepted }
    return .map(ValueMap(fields.map { ($0.name, event.event.data[$0.name] ?? .null) }))
  }
}
