/// The default limits on a value from outside. They apply where its declaration sets none, and suit every later use. A
/// field's own `min`, `max` and `text: free` replace them.
public struct InputLimits: Sendable, Hashable {
  /// The greatest length of a text in UTF-8 bytes.
  public var textBytes = 4_096
  /// The most elements of a list.
  public var elements = 100
  /// The most keys of a map.
  public var keys = 100
  /// The greatest nesting of lists and maps where no type describes them.
  public var depth = 16
  /// True if texts may span several lines.
  public var isFreeText = false
  /// The largest magnitude of a whole number; nil if there is none. Numbers beyond 2^53 are not amounts: their sums
  /// overflow, and other programs round them.
  var largest: Int64? = 1 << 53
  /// True if durations of more than a hundred years are refused.
  var boundsDurations = true

  /// All limits have their defaults, and texts are single lines.
  public init() {}

  /// Returns these limits with a field's own ones in place of the defaults.
  func within(_ limits: FieldLimits?, of type: CELType) -> InputLimits {
    guard let limits else { return self }
    var own = self
    if limits.isFreeText { own.isFreeText = true }
    guard limits.max != nil else { return own }
    switch type.withoutNull {
    case .string, .opaque, .bytes: own.textBytes = .max
    case .list: own.elements = .max
    case .int, .uint, .double: if limits.min != nil { own.largest = nil }
    case .duration: if limits.min != nil { own.boundsDurations = false }
    default: break
    }
    return own
  }

  /// The longest duration. It leaves room for sums and differences.
  private static let longest: Duration = .seconds(36_525 * 86_400)

  func check(_ value: Value) throws(TypeMismatch) {
    switch value {
    case .string(let text): try check(text)
    case .bytes(let bytes): try check(bytes.count, atMost: textBytes, "bytes")
    case .list(let elements): try check(elements.count, atMost: self.elements, "elements")
    case .map(let map): try check(map)
    case .int(let number):
      if let largest, number.magnitude > largest.magnitude {
        throw mismatch("a number between -\(largest) and \(largest)", String(number))
      }
    case .uint(let number):
      if let largest, number > largest.magnitude { throw mismatch("a number up to \(largest)", String(number)) }
    case .double(let number):
      if !number.isFinite { throw mismatch("a finite number", ValueText.number(number)) }
    case .duration(let duration):
      if boundsDurations, duration > Self.longest || duration < .zero - Self.longest {
        throw mismatch("a duration of at most 100 years", ValueText.display(value))
      }
    // Definitions compare an instant with `now` themselves, with their own code.
    case .null, .bool, .timestamp, .type, .optional: return
    }
  }

  private func check(_ map: ValueMap) throws(TypeMismatch) {
    try check(map.count, atMost: keys, "keys")
    for key in map.keys { if case .string(let text) = key { try check(text) } }
  }

  private func check(_ text: String) throws(TypeMismatch) {
    try check(text.utf8.count, atMost: textBytes, "bytes")
    if let scalar = text.unicodeScalars.first(where: { !TextRules.isAllowed($0, isFree: isFreeText) }) {
      let code = String(scalar.value, radix: 16, uppercase: true)
      throw mismatch(
        isFreeText ? "text without control characters" : "a line of text without control characters",
        "one with U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)")
    }
  }

  private func check(_ count: Int, atMost limit: Int, _ unit: String) throws(TypeMismatch) {
    if count > limit { throw mismatch("at most \(limit) \(unit)", "\(count) \(unit)") }
  }

  private func mismatch(_ expected: String, _ given: String) -> TypeMismatch {
    TypeMismatch(path: "", expected: expected, given: given)
  }

  /// Checks a value that no type describes, with everything in it.
  func checkAll(_ value: Value, depth: Int = 0) throws(TypeMismatch) {
    guard depth <= self.depth else { throw mismatch("at most \(self.depth) lists and maps within each other", "more") }
    try check(value)
    switch value {
    case .list(let elements):
      for (index, element) in elements.enumerated() {
        do throws(TypeMismatch) { try checkAll(element, depth: depth + 1) } catch { throw error.under("[\(index)]") }
      }
    case .map(let map):
      for entry in map.entries {
        do throws(TypeMismatch) { try checkAll(entry.value, depth: depth + 1) } catch {
          throw error.under(ValueText.display(entry.key))
        }
      }
    default: return
    }
  }
}

/// The characters that a text from outside may contain.
enum TextRules {
  /// Refuses control characters and those that hide or reorder their neighbours, because texts end up in mail headers,
  /// terminals and paths.
  static func isAllowed(_ scalar: Unicode.Scalar, isFree: Bool) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: true
    case 0x09, 0x0A, 0x0D: isFree
    case 0..<0x20, 0x7F..<0xA0: false
    // Line and paragraph separators, embeddings, overrides and isolates of direction, invisible operators, and the byte
    // order mark.
    case 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: false
    // Noncharacters.
    case 0xFDD0...0xFDEF: false
    default: scalar.value & 0xFFFE != 0xFFFE
    }
  }
}
