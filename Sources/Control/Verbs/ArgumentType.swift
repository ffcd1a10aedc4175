import CEL
import CivilTime

/// What an argument may be.
public enum ArgumentType: Sendable, Hashable, CustomStringConvertible {
  /// 1 to 4,096 bytes without control characters.
  case text
  /// Up to 64 KiB, any characters but NUL: SQL.
  case script
  case integer(ClosedRange<Int64>)
  case boolean
  /// RFC 3339.
  case instant
  /// ISO 8601, not negative.
  case duration
  case object

  public var description: String {
    switch self {
    case .text: "a text of 1 to 4096 bytes without control characters"
    case .script: "a text of 1 to 65536 bytes"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .boolean: "true or false"
    case .instant: "an RFC 3339 instant such as 2030-01-31T10:00:00Z"
    case .duration: "an ISO 8601 duration such as PT24H or P7D"
    case .object: "an object"
    }
  }

  func accepts(_ value: Value) -> Bool {
    switch (self, value) {
    case (.text, .string(let text)):
      (1...4_096).contains(text.utf8.count) && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    case (.script, .string(let text)): (1...65_536).contains(text.utf8.count) && !text.utf8.contains(0)
    case (.integer(let range), .int(let number)): range.contains(number)
    case (.boolean, .bool): true
    case (.instant, .string(let text)): (try? Instant.parse(text)) != nil
    case (.duration, .string(let text)): (try? Duration.parse(iso8601: text)).map { $0 >= .zero } ?? false
    case (.object, .map): true
    default: false
    }
  }
}
