/// Converts values from and to JSON (RFC 8259).
///
/// A number without a point or exponent is an `int` if it fits; any other number is a `double`. A whole double is
/// written as `1.0`, so that both survive a round trip. Timestamps are written as RFC 3339 text, durations as `"3.5s"`,
/// bytes as Base64, and uints beyond the range of int as text.
public enum JSON {
  /// Parses strictly: the text is UTF-8 and one value, without duplicate keys and trailing commas, within the limits on
  /// depth and size.
  public static func parse(_ bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) -> Value {
    try bytes.withUnsafeBufferPointer { (bytes) throws(JSONError) in
      var parser = JSONParser(bytes: bytes, limits: limits)
      return try parser.document()
    }
  }

  /// Parses the UTF-8 bytes of a text in the same way.
  public static func parse(_ text: String, limits: JSONLimits = .default) throws(JSONError) -> Value {
    try parse(Array(text.utf8), limits: limits)
  }

  /// Writes compact JSON with keys in the order of insertion.
  public static func encode(_ value: Value) -> [UInt8] {
    var writer = JSONWriter(sorted: false, indented: false)
    writer.write(value)
    return writer.bytes
  }

  /// Writes compact JSON with keys sorted by code point, so that equal values give equal bytes.
  public static func encodeCanonical(_ value: Value) -> [UInt8] {
    var writer = JSONWriter(sorted: true, indented: false)
    writer.write(value)
    return writer.bytes
  }

  /// Returns `encode` as text.
  public static func text(_ value: Value) -> String { String(decoding: encode(value), as: UTF8.self) }

  /// Writes JSON over several lines with an indentation of two spaces, for people.
  public static func pretty(_ value: Value) -> String {
    var writer = JSONWriter(sorted: false, indented: true)
    writer.write(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Returns the value that a round trip through untyped JSON would give.
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
