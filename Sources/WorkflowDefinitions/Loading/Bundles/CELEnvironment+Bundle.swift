internal import CEL
internal import CivilTime
internal import Statecharts

extension CELEnvironment {
  /// The names that are in scope in every machine of a bundle.
  static func ofBundle(_ params: [Bundle.Parameter], zones: any ZoneSource) -> CELEnvironment {
    var environment = CELEnvironment(zones: zones)
    environment.refusesNull = true
    let fixed: [(String, CELType, Int)] = [
      ("now", .timestamp, Slot.now), ("entered", .timestamp, Slot.entered), ("entries", .int, Slot.entries),
      ("fired", .int, Slot.fired), ("event.name", .string, Slot.eventName), ("event.role", .string, Slot.eventRole),
      ("event.data", .dyn, Slot.eventData), ("step.amount", .int, Slot.stepAmount),
      ("step.number", .int, Slot.stepNumber),
      ("ledger.currency", .string, Slot.currency), ("family.resting", .bool, Slot.resting),
      ("family.key", .string, Slot.familyKey),
    ]
    for (name, type, slot) in fixed { environment.declare(name, type, slot: slot) }
    for (index, parameter) in params.enumerated() {
      environment.declare("params.\(parameter.name)", parameter.type, slot: Slot.params(index))
    }
    // A reference to a field of the person's record. It is resolved when a step is sent; nothing can read it before.
    environment.declareFunction("personal", [.string], .opaque("personal")) { (arguments) throws(EvaluationError) in
      .map(ValueMap([("$personal", arguments[0])]))
    }
    for function in HostFunction.allCases {
      environment.declareHostFunction(function.name, [.string], function.result, id: function.rawValue)
    }
    return environment
  }
}
