public import CivilTime

extension Value {
  /// True for null.
  public var isNull: Bool { if case .null = self { true } else { false } }
  /// The bool; nil for any other type.
  public var boolValue: Bool? { if case .bool(let x) = self { x } else { nil } }
  /// The int; nil for any other type, uint and double included.
  public var intValue: Int64? { if case .int(let x) = self { x } else { nil } }
  /// The uint; nil for any other type.
  public var uintValue: UInt64? { if case .uint(let x) = self { x } else { nil } }
  /// The double; nil for any other type, whole numbers included.
  public var doubleValue: Double? { if case .double(let x) = self { x } else { nil } }
  /// The string; nil for any other type.
  public var stringValue: String? { if case .string(let x) = self { x } else { nil } }
  /// The bytes; nil for any other type.
  public var bytesValue: [UInt8]? { if case .bytes(let x) = self { x } else { nil } }
  /// The elements of a list; nil for any other type.
  public var listValue: [Value]? { if case .list(let x) = self { x } else { nil } }
  /// The entries of a map; nil for any other type.
  public var mapValue: ValueMap? { if case .map(let x) = self { x } else { nil } }
  /// The timestamp; nil for any other type.
  public var timestampValue: Instant? { if case .timestamp(let x) = self { x } else { nil } }
  /// The duration; nil for any other type.
  public var durationValue: Duration? { if case .duration(let x) = self { x } else { nil } }

  /// The value of a map's entry; nil if this is not a map or has no such key.
  public subscript(_ key: String) -> Value? {
    if case .map(let map) = self { map[key] } else { nil }
  }

  /// The element of a list; nil if this is not a list or is too short.
  public subscript(_ index: Int) -> Value? {
    if case .list(let list) = self, list.indices.contains(index) { list[index] } else { nil }
  }

  /// The number of nested levels of lists and maps; 0 for a scalar. A value deeper than `JSONLimits.depth` can be
  /// written as JSON but not read again, so a store checks this before it keeps the value.
  public var nesting: Int {
    switch self {
    case .list(let list): 1 + list.reduce(0) { max($0, $1.nesting) }
    case .map(let map): 1 + map.entries.reduce(0) { max($0, $1.value.nesting) }
    case .optional(let inner?): inner.nesting
    default: 0
    }
  }

  /// The name of the value's type, as CEL's `type()` returns it.
  public var typeName: String { dynamicType.runtimeName }

  /// The type as far as the value alone shows it. Elements of lists and maps are `dyn`.
  public var dynamicType: CELType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .list: .list(.dyn)
    case .map: .map(.dyn, .dyn)
    case .timestamp: .timestamp
    case .duration: .duration
    case .type: .type
    case .optional: .optional(.dyn)
    }
  }
}
