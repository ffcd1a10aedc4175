import CivilTime
import Encoding

/// Formats values for people: in interpolated text, in messages, and in JSON for types that JSON does not have.
enum ValueText {
  /// Formats a string as it is, a timestamp as RFC 3339, a duration as `3.5s`, bytes as Base64, a list or map as JSON.
  static func display(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .uint(let number): String(number)
    case .double(let number): self.number(number)
    case .string(let text): text
    case .bytes(let bytes): Base64.encode(bytes)
    case .timestamp(let instant): instant.description
    case .duration(let duration): DurationText.seconds(duration)
    case .type(let type): type.runtimeName
    case .optional(let inner): inner.map(display) ?? "null"
    case .list, .map: JSON.text(value)
    }
  }

  /// Returns the shortest digits that read back as the same double. A whole number has no point.
  static func number(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Formats like `number`, but without an exponent: the same digits with as many zeros as needed.
  static func positional(_ number: Double) -> String {
    let text = self.number(number)
    guard number.isFinite, let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...])
    else { return text }
    let sign = number < 0 ? "-" : ""
    let digits = text[..<mark].filter(\.isNumber)
    // The position of the point: `1.25e+20` has one digit before it.
    let point = 1 + exponent
    if point <= 0 { return "\(sign)0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.count { return sign + digits + String(repeating: "0", count: point - digits.count) }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
  }

  /// The type and, for a short scalar, its value: `string 'P1'`, `list`.
  static func summary(_ value: Value) -> String {
    switch value {
    case .null: return "null"
    case .list, .map, .bytes, .optional, .type: return value.typeName
    case .string(let text):
      let short = text.unicodeScalars.count <= 40 ? text : String(text.unicodeScalars.prefix(40)) + "…"
      return "string '\(short)'"
    default: return "\(value.dynamicType) \(display(value))"
    }
  }
}
