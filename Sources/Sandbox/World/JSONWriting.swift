import CEL
import CivilTime

// Conversions from Swift's optional values to JSON; nil becomes null.
func json(_ text: String?) -> Value { text.map(Value.string) ?? .null }
func json(_ number: Int64?) -> Value { number.map(Value.int) ?? .null }
func json(_ number: Int) -> Value { .int(Int64(number)) }
func json(_ flag: Bool) -> Value { .bool(flag) }
func json(_ texts: [String]) -> Value { .list(texts.map(Value.string)) }
/// Seconds since 1970, the provider's form of instants.
func unix(_ instant: Instant?) -> Value { instant.map { .int($0.seconds) } ?? .null }
/// RFC 3339, the control API's form of instants.
func rfc3339(_ instant: Instant?) -> Value { instant.map { .string($0.description) } ?? .null }

extension Answer {
  init(status: Int = 200, json value: Value) {
    self.init(
      status: status, headers: [Header(name: "Content-Type", value: "application/json")], body: JSON.encode(value))
  }
}

extension Call {
  /// The body as a JSON object; an empty body is an empty object, anything else is nil.
  var object: ValueMap? {
    if body.isEmpty { return ValueMap() }
    return (try? JSON.parse(body))?.mapValue
  }
}
