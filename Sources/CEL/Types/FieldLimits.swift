/// The smallest and the largest value that a field accepts from outside. They apply to the value itself for numbers,
/// instants and durations, to the number of characters (Unicode scalars) for texts, and to the number of elements for
/// lists. Null is always accepted.
///
/// They hold only for input (`CELType.decode`), not for values that definitions compute.
public struct FieldLimits: Sendable, Hashable {
  /// The lower bound, of the field's type, or an int for a length; nil if there is none.
  public let min: Value?
  /// The upper bound, of the field's type, or an int for a length; nil if there is none.
  public let max: Value?
  /// The format of a text; nil accepts any.
  public let format: FieldFormat?
  /// True if a text may span several lines.
  public let isFreeText: Bool

  /// - Parameter min: of the field's type, or an int for a length; the same holds for `max`.
  public init(min: Value?, max: Value?, format: FieldFormat? = nil, isFreeText: Bool = false) {
    self.min = min
    self.max = max
    self.format = format
    self.isFreeText = isFreeText
  }

  /// Returns the type of a field's bounds; nil if its type cannot be bounded.
  public static func boundType(of type: CELType) -> CELType? {
    switch type.withoutNull {
    case .int, .uint, .double, .timestamp, .duration: type.withoutNull
    case .string, .bytes, .list, .opaque: .int
    default: nil
    }
  }

  func check(_ value: Value) throws(TypeMismatch) {
    try checkFormat(value)
    guard let measure = Self.measure(value) else { return }
    if let min, Self.isLess(measure, min) { throw mismatch(value, measure) }
    if let max, Self.isLess(max, measure) { throw mismatch(value, measure) }
  }

  private func checkFormat(_ value: Value) throws(TypeMismatch) {
    guard let format else { return }
    switch value {
    case .string(let text) where format.accepts(text): return
    case .null: return
    case .list(let elements): for element in elements { try checkFormat(element) }
    default: throw TypeMismatch(path: "", expected: format.phrase, given: ValueText.summary(value))
    }
  }

  /// True if no value can be within the bounds.
  public var areEmpty: Bool {
    guard let min, let max else { return false }
    return Self.isLess(max, min)
  }

  /// Returns the measure that is compared with the bounds; nil for null and for a value that was replaced by a
  /// reference.
  private static func measure(_ value: Value) -> Value? {
    switch value {
    case .int, .uint, .double, .timestamp, .duration: value
    case .string(let text): .int(Int64(text.unicodeScalars.count))
    case .bytes(let bytes): .int(Int64(bytes.count))
    case .list(let items): .int(Int64(items.count))
    default: nil
    }
  }

  private static func isLess(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.int(let a), .int(let b)): a < b
    case (.uint(let a), .uint(let b)): a < b
    case (.double(let a), .double(let b)): !(a >= b)
    case (.timestamp(let a), .timestamp(let b)): a < b
    case (.duration(let a), .duration(let b)): a < b
    default: false
    }
  }

  private func mismatch(_ value: Value, _ measure: Value) -> TypeMismatch {
    var unit = ""
    switch value {
    case .string: unit = " characters"
    case .bytes: unit = " bytes"
    case .list: unit = " elements"
    default: break
    }
    let bounds = [min.map { "at least \(ValueText.display($0))" }, max.map { "at most \(ValueText.display($0))" }]
    return TypeMismatch(
      path: "", expected: bounds.compactMap(\.self).joined(separator: " and ") + unit,
      given: ValueText.display(measure) + unit)
  }
}
