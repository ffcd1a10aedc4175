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

extension ValueMap: ExpressibleByDictionaryLiteral {
  /// A repeated key keeps its first place and takes the last value.
  public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}
