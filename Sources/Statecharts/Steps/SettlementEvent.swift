internal import CEL
internal import Encoding

/// A provider's event, read as a report about one step that waits to be settled.
struct SettlementEvent {
  /// The relation of the event to the step.
  enum Report {
    /// The event is about something else.
    case other
    /// Nothing in the event and in what is known of the step tells whether the event is about it.
    case undetermined
    /// The event is about the step. If it is neither done nor failed, the provider has not decided.
    case step(isDone: Bool, hasFailed: Bool)
  }

  let event: MachineEvent
  let settlement: StepDefinition.Settlement
  let step: StepSnapshot
  let definition: StepDefinition

  /// True if the step's own reply was lost, so that nothing but its key identifies it.
  private var hasNoReply: Bool { step.accepted == .null }

  /// Returns the event's relation to the step. With a reply, the object's id decides, without one the step's key.
  func report(_ family: FamilyState, _ scope: Scope) throws(StepFailure) -> Report {
    let line = definition.line
    if hasNoReply {
      guard let key = settlement.key, case .string(let text) = try family.value(key, scope, line), !text.isEmpty else {
        return .undetermined
      }
      guard KeyGeneration.act(of: text) == step.key else { return .other }
    } else {
      guard let id = step.accepted["id"], id != .null, try family.value(settlement.id, scope, line) == id else {
        return .other
      }
    }
    return try family.evaluating(machine: scope.machine, line: line) { () throws(EvaluationError) in
      .step(isDone: try settlement.done.evaluateBool(scope), hasFailed: try settlement.failed.evaluateBool(scope))
    }
  }

  /// The provider's reply. If it was lost, the fields of the reply that the event has.
  var reply: Value {
    guard hasNoReply, case .object(let fields) = definition.reply else { return step.accepted }
    return .map(ValueMap(fields.map { ($0.name, event.event.data[$0.name] ?? .null) }))
  }
}
