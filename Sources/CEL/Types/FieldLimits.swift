/// The smallest and the largest value that a field takes from outside: of numbers, instants and durations the value itself, of texts the
/// number of their characters (Unicode scalars), of lists that of their elements. Null is held against nothing.
///
/// They hold at the door only (`CELType.decode`): values that definitions compute are the definitions' own business.
public struct FieldLimits: Sendable, Hashable {
  /// Of the field's type; a length is an int. nil: no bound on this side.
  public let min: Value?
  public let max: Value?
  /// Of a text. nil: any.
  public let format: FieldFormat?
  /// A text of several lines.
  public let isFreeText: Bool

  public init(min: Value?, max: Value?, format: FieldFormat? = nil, isFreeText: Bool = false) {
    self.min = min
    self.max = max
    self.format = format
    self.isFreeText = isFreeText
  }

  /// The type of the bounds of a field; nil if nothing of it can be bounded.
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

  /// Whether no value can be within them.
  public var areEmpty: Bool {
    guard let min, let max else { return false }
    return Self.isLess(max, min)
  }

  /// The measure that is compared with the bounds; nil for null and for a value that a reference replaced.
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
