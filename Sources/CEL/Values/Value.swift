public import CivilTime

/// A value of the Common Expression Language, or of parsed JSON.
///
/// `==` is CEL equality between values of one type: strings are equal if their code points are, `NaN` equals nothing,
/// and maps are equal whatever the order of their entries. Values of different types are never equal here. The operator
/// `==` inside an expression also compares numbers across types; that is `equals(_:)`.
public enum Value: Sendable {
  /// Null.
  case null
  /// A boolean.
  case bool(Bool)
  /// A signed 64-bit integer.
  case int(Int64)
  /// An unsigned 64-bit integer.
  case uint(UInt64)
  /// A 64-bit floating-point number (IEEE 754).
  case double(Double)
  /// A text; equality and size go by Unicode code points.
  case string(String)
  /// A sequence of bytes.
  case bytes([UInt8])
  /// A list.
  case list([Value])
  /// A map, which keeps the order of its entries.
  case map(ValueMap)
  /// An instant in the years 1 to 9999.
  case timestamp(Instant)
  /// A length of time, positive or negative.
  case duration(Duration)
  /// A type as a value.
  case type(CELType)
  /// An optional value; `optional.none()` is `.optional(nil)`.
  indirect case optional(Value?)
}

extension Value: Hashable {
  /// CEL equality between values of one type.
  public static func == (a: Value, b: Value) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let x), .bool(let y)): x == y
    case (.int(let x), .int(let y)): x == y
    case (.uint(let x), .uint(let y)): x == y
    case (.double(let x), .double(let y)): x == y
    case (.string(let x), .string(let y)): CodePoints.equal(x, y)
    case (.bytes(let x), .bytes(let y)): x == y
    case (.list(let x), .list(let y)): x == y
    case (.map(let x), .map(let y)): x == y
    case (.timestamp(let x), .timestamp(let y)): x == y
    case (.duration(let x), .duration(let y)): x == y
    case (.type(let x), .type(let y)): x == y
    case (.optional(let x), .optional(let y)): x == y
    default: false
    }
  }

  /// Equal values have equal hashes; the order of a map's entries does not matter.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let x): hasher.combine(x)
    case .int(let x): hasher.combine(x)
    case .uint(let x): hasher.combine(x)
    case .double(let x): hasher.combine(x)
    case .string(var x):
      // The hash is over code points, as `==` compares. Texts that differ only in the order of combining marks would
      // otherwise share one hash.
      x.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
      hasher.combine(0xFF as UInt8)
    case .bytes(let x): hasher.combine(x)
    case .list(let x): hasher.combine(x)
    case .map(let x): hasher.combine(x)
    case .timestamp(let x): hasher.combine(x)
    case .duration(let x): hasher.combine(x)
    case .type(let x): hasher.combine(x)
    case .optional(let x): hasher.combine(x)
    }
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  /// Creates a string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Creates an int.
  public init(integerLiteral value: Int64) { self = .int(value) }
  /// Creates a bool.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Creates a double.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// Creates a list.
  public init(arrayLiteral elements: Value...) { self = .list(elements) }
  /// Creates a map with string keys. A repeated key keeps its first place and takes the last value.
  public init(dictionaryLiteral elements: (String, Value)...) { self = .map(ValueMap(elements)) }
  /// Creates null.
  public init(nilLiteral: ()) { self = .null }
}
