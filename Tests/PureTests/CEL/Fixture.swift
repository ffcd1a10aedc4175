import CEL
import CivilTime
import Testing

/// Variables by name, for tests: `x` of some type with some value.
struct Fixture: Bindings {
  var environment = CELEnvironment(zones: SystemZones())
  private var values: [Value] = []
  var hosts: @Sendable (Int, [Value]) -> Value = { _, _ in .null }

  init() {}

  func with(_ name: String, _ type: CELType, _ value: Value) -> Fixture {
    var copy = self
    copy.environment.declare(name, type, slot: values.count)
    copy.values.append(value)
    return copy
  }

  func value(slot: Int) throws(EvaluationError) -> Value { values[slot] }
  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value { hosts(id, arguments) }

  func evaluate(_ source: String, expecting: CELType? = nil) throws -> Value {
    try environment.compile(source, expecting: expecting).evaluate(self)
  }

  /// The issues of a source that does not compile.
  func issues(_ source: String, expecting: CELType? = nil) -> [CELIssue] {
    do {
      _ = try environment.compile(source, expecting: expecting)
      return []
    } catch { return error.issues }
  }

  /// The code of the error with which the evaluation ends.
  func failure(_ source: String, expecting: CELType? = nil) throws -> String? {
    let program = try environment.compile(source, expecting: expecting)
    do {
      _ = try program.evaluate(self)
      return nil
    } catch { return error.code }
  }

  static let booking: Fixture = {
    func time(_ text: String) -> Value {
      do { return .timestamp(try Instant.parse(text)) } catch { return .null }
    }
    return Fixture()
      .with("now", .timestamp, time("2027-03-01T00:00:00Z"))
      .with("context.start", .timestamp, time("2027-03-28T09:00:00+02:00"))
      .with("context.price", .int, 3_000)
      .with("context.delivered_at", .nullable(.timestamp), .null)
      .with("context.freezes", .list(.string), ["dispute:1"])
      .with("view.status", .enumeration(["pending_payment", "confirmed", "cancelled"]), "confirmed")
      .with(
        "event.data", .object([.init("id", .string), .init("amount", .int), .init("note", .nullable(.string))]),
        ["id": "x", "amount": 7, "note": nil]
      )
      .with("event.name", .string, "pi.succeeded")
      .with("json", .dyn, ["a": ["b": [1, 2.5, "c"]], "n": nil])
  }()
}
