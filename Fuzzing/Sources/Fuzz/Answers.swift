import CEL
import CivilTime
import Glibc

/// Our side of the differential test: reads a line of JSON for each expression and writes one with what it gives.
///
/// In: `{"expression": "i + 1", "bindings": {"i": ["int", "1"]}}`. Out: `["value", V]`, `["issue", CODE, MESSAGE]` from the
/// checker or `["error", CODE, MESSAGE]` from the evaluation. Values carry their type: see `TaggedValue`.
enum Answers {
  // The same names and types stand in differential/values.py; the position is the slot.
  private static let variables: [(String, CELType)] = [
    ("i", .int), ("u", .uint), ("d", .double), ("b", .bool), ("s", .string), ("y", .bytes), ("t", .timestamp),
    ("r", .duration), ("l", .list(.int)), ("ls", .list(.string)), ("ld", .list(.dyn)), ("m", .map(.string, .int)),
    ("mi", .map(.int, .string)), ("md", .map(.string, .dyn)), ("x", .dyn), ("z", .dyn),
  ]

  private struct Row: Bindings {
    let values: [Value]

    func value(slot: Int) throws(EvaluationError) -> Value { values[slot] }
    func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value { .null }
  }

  static func run() -> Int32 {
    var environment = CELEnvironment(zones: Zones.some)
    environment.limits.cost = 10_000_000
    for (slot, variable) in variables.enumerated() { environment.declare(variable.0, variable.1, slot: slot) }
    while let line = readLine() {
      guard let request = try? JSON.parse(line), let source = request["expression"]?.stringValue else {
        write(["refused", "not a request"])
        return 65
      }
      let values = variables.map { request["bindings"]?[$0.0].flatMap(TaggedValue.decode) ?? .null }
      write(answer(source, environment, Row(values: values)))
    }
    return 0
  }

  /// At once: who asks waits for it.
  private static func write(_ answer: Value) {
    let line = JSON.encode(answer) + [10]
    var sent = 0
    while sent < line.count {
      let count = line.withUnsafeBytes { Glibc.write(1, $0.baseAddress?.advanced(by: sent), line.count - sent) }
      guard count > 0 else { exit(74) }
      sent += count
    }
  }

  private static func answer(_ source: String, _ environment: CELEnvironment, _ row: Row) -> Value {
    let program: Program
    do { program = try environment.compile(source) } catch {
      return ["issue", .string(error.issues[0].code), .string(error.description)]
    }
    do { return ["value", TaggedValue.encode(try program.evaluate(row))] } catch {
      return ["error", .string(error.code), .string(error.description)]
    }
  }
}

/// A value as JSON that loses nothing: `["int", "1"]`, `["double", BITS]`, `["map", [[K, V], …]]`.
enum TaggedValue {
  static func encode(_ value: Value) -> Value {
    switch value {
    case .null: ["null"]
    case .bool(let flag): ["bool", .bool(flag)]
    case .int(let number): ["int", .string(String(number))]
    case .uint(let number): ["uint", .string(String(number))]
    case .double(let number): ["double", .string(String(number.bitPattern))]
    case .string(let text): ["string", .string(text)]
    case .bytes(let bytes): ["bytes", .list(bytes.map { .int(Int64($0)) })]
    case .list(let list): ["list", .list(list.map(encode))]
    case .map(let map): ["map", .list(map.entries.map { [encode($0.key), encode($0.value)] })]
    case .timestamp(let time): ["timestamp", .int(time.seconds), .int(Int64(time.nanoseconds))]
    case .duration(let length):
      ["duration", .int(length.components.seconds), .int(length.components.attoseconds / 1_000_000_000)]
    case .type: ["type", .string(Interpolation.display(value))]
    case .optional(let inner): ["optional", inner.map(encode) ?? .null]
    }
  }

  static func decode(_ json: Value) -> Value? {
    guard let kind = json[0]?.stringValue else { return nil }
    let first = json[1]
    let text = first?.stringValue ?? ""
    switch kind {
    case "null": return .some(.null)
    case "bool": return first
    case "int": return Int64(text).map(Value.int)
    case "uint": return UInt64(text).map(Value.uint)
    case "double": return UInt64(text).map { .double(Double(bitPattern: $0)) }
    case "string": return first
    case "bytes": return first?.listValue.map { .bytes($0.map { UInt8(truncatingIfNeeded: $0.intValue ?? 0) }) }
    case "list": return first?.listValue.map { .list($0.compactMap(decode)) }
    case "map":
      var map = ValueMap()
      for entry in first?.listValue ?? [] {
        guard let key = entry[0].flatMap(decode), let value = entry[1].flatMap(decode) else { return nil }
        map[key: key] = value
      }
      return .map(map)
    case "timestamp":
      return Instant(seconds: first?.intValue ?? 0, nanoseconds: Int32(json[2]?.intValue ?? 0)).map(Value.timestamp)
    case "duration":
      return .duration(.seconds(first?.intValue ?? 0) + .nanoseconds(json[2]?.intValue ?? 0))
    default: return nil
    }
  }
}
