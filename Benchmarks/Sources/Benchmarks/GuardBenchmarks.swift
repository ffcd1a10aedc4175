import CEL
import CivilTime

/// The guard that every transition asks. The floor is a Swift closure that answers the same over the same values.
enum GuardBenchmarks {
  private static let source = "context.a > 1 && event.data.b == 'x'"

  static func run(_ bench: Bench) throws {
    try typed(bench)
    try dynamic(bench)
  }

  private static func typed(_ bench: Bench) throws {
    var environment = CELEnvironment(zones: ZoneTable())
    environment.declare("context.a", .int, slot: 0)
    environment.declare("event.data", .object([.init("b", .string), .init("c", .int)]), slot: 1)
    let program = try environment.compile(source, expecting: .bool)
    let slots: any Bindings = Slots([.int(2), ["b": "x", "c": 1]])
    let closure: (any Bindings) throws -> Bool = { bindings in
      guard case .int(let a) = try bindings.value(slot: 0), a > 1 else { return false }
      guard case .map(let data) = try bindings.value(slot: 1), case .string(let b)? = data["b"] else { return false }
      return b == "x"
    }
    try bench.measure("cel.guard.typed", budget: 250) {
      consume(try program.evaluateBool(slots))
    } floor: {
      consume(try closure(slots))
    }
  }

  private static func dynamic(_ bench: Bench) throws {
    var environment = CELEnvironment(zones: ZoneTable())
    environment.declare("context", .dyn, slot: 0)
    environment.declare("event", .dyn, slot: 1)
    let program = try environment.compile(source, expecting: .bool)
    let slots: any Bindings = Slots([
      ["z": 0, "a": 2], ["name": "paid", "sendid": nil, "data": ["c": 1, "b": "x"]],
    ])
    let closure: (any Bindings) throws -> Bool = { bindings in
      guard case .map(let context) = try bindings.value(slot: 0), case .int(let a)? = context["a"], a > 1 else {
        return false
      }
      guard case .map(let event) = try bindings.value(slot: 1), case .map(let data)? = event["data"],
        case .string(let b)? = data["b"]
      else { return false }
      return b == "x"
    }
    try bench.measure("cel.guard.dynamic", budget: 500) {
      consume(try program.evaluateBool(slots))
    } floor: {
      consume(try closure(slots))
    }
  }
}
