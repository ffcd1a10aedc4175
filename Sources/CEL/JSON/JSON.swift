/// JSON (RFC 8259) in and out of values.
///
/// Whole numbers without a point or exponent are `int` while they fit, all others `double`; a whole double is written as
/// `1.0`, so that both survive a round trip. Timestamps are written as RFC 3339 text, durations as `"3.5s"`, bytes as
/// base64, uints beyond int as text.
public enum JSON {
  /// Strict: UTF-8, one value, no duplicate keys, no trailing commas, depth and size within the limits.
  public static func parse(_ bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) -> Value {
    var parser = JSONParser(bytes: bytes, limits: limits)
    return try parser.document()
  }

  public static func parse(_ text: String, limits: JSONLimits = .default) throws(JSONError) -> Value {
    try parse(Array(text.utf8), limits: limits)
  }

  /// Compact, keys in the order of insertion.
  public static func encode(_ value: Value) -> [UInt8] {
    var writer = JSONWriter(sorted: false, indented: false)
    writer.write(value)
    return writer.out
  }

  /// Compact, keys sorted by code point: equal values give equal bytes.
  public static func encodeCanonical(_ value: Value) -> [UInt8] {
    var writer = JSONWriter(sorted: true, indented: false)
    writer.write(value)
    return writer.out
  }

  /// `encode` as text.
  public static func text(_ value: Value) -> String { String(decoding: encode(value), as: UTF8.self) }

  /// Over several lines, indented by two, for people.
  public static func pretty(_ value: Value) -> String {
    var writer = JSONWriter(sorted: false, indented: true)
    writer.write(value)
    return String(decoding: writer.out, as: UTF8.self)
  }

  /// The value as it reads after a round trip through JSON without a type.
  static func plain(_ value: Value) -> Value {
    switch value {
    case .null, .bool, .int, .string: value
    case .double(let number): number.isFinite ? value : .string(ValueText.number(number))
    case .uint(let number): Int64(exactly: number).map(Value.int) ?? .string(String(number))
    case .list(let elements): .list(elements.map(plain))
    case .map(let map): .map(ValueMap(map.entries.map { (ValueText.display($0.key), plain($0.value)) }))
    case .optional(let inner): inner.map(plain) ?? .null
    case .timestamp, .duration, .bytes, .type: .string(ValueText.display(value))
    }
  }
}
