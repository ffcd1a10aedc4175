@testable import CEL
import CivilTime

/// One variable of every kind of type, with values that a JSON object may replace.
struct FuzzVariables: Bindings {
  struct Variable {
    let name: String
    let type: CELType
    let value: Value
  }

  static let all: [Variable] = [
    .init(name: "i", type: .int, value: 7),
    .init(name: "u", type: .uint, value: .uint(8)),
    .init(name: "d", type: .double, value: 2.5),
    .init(name: "b", type: .bool, value: true),
    .init(name: "s", type: .string, value: "naïve e\u{301} 😀"),
    .init(name: "y", type: .bytes, value: .bytes([0, 255, 65])),
    .init(name: "t", type: .timestamp, value: .timestamp(Instant(seconds: 1_800_000_000) ?? .epoch)),
    .init(name: "r", type: .duration, value: .duration(.seconds(5_400))),
    .init(name: "l", type: .list(.int), value: [3, 1, 2]),
    .init(name: "ls", type: .list(.string), value: ["b", "a", ""]),
    .init(name: "ll", type: .list(.list(.dyn)), value: [[1, "a"], []]),
    .init(name: "m", type: .map(.string, .int), value: ["a": 1, "b": 2]),
    .init(name: "mi", type: .map(.int, .string), value: .map(FuzzVariables.intMap)),
    .init(
      name: "o", type: .object([.init("id", .string), .init("n", .int), .init("at", .nullable(.timestamp))]),
      value: ["id": "x", "n": 1, "at": nil]),
    .init(name: "n", type: .nullable(.string), value: nil),
    .init(name: "e", type: .enumeration(["open", "paid", "failed"]), value: "paid"),
    .init(name: "p", type: .optional(.int), value: .optional(5)),
    .init(name: "x", type: .dyn, value: ["a": ["b": [1, 2.5, "c", nil]], "n": nil, "k": true]),
    .init(name: "z", type: .dyn, value: 1),
    .init(name: "context.a", type: .int, value: 2),
    .init(name: "event", type: .dyn, value: ["name": "paid", "data": ["b": "x"]]),
  ]

  private static let intMap: ValueMap = {
    var map = ValueMap()
    map[key: 1] = "one"
    map[key: -2] = "two"
    return map
  }()

  private static let expectations: [String: CELType] = [
    "bool": .bool, "int": .int, "string": .string, "timestamp": .timestamp, "list": .list(.dyn), "dyn": .dyn,
    "nullable": .nullable(.int), "enumeration": .enumeration(["open", "paid"]), "object": .object([.init("a", .int)]),
  ]

  private var values = all.map(\.value)
  private(set) var expecting: CELType?

  /// Variables that the object names and whose type its value has; the others keep theirs.
  init(json: Value) {
    for (slot, variable) in Self.all.enumerated() {
      guard let given = json[variable.name], let value = try? variable.type.decode(given) else { continue }
      values[slot] = value
    }
    expecting = json["expecting"]?.stringValue.flatMap { Self.expectations[$0] }
  }

  func value(slot: Int) throws(EvaluationError) -> Value { values[slot] }

  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value { .bool(arguments.first == "open") }
}
