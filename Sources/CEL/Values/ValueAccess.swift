public import CivilTime

extension Value {
  public var isNull: Bool { if case .null = self { true } else { false } }
  public var boolValue: Bool? { if case .bool(let x) = self { x } else { nil } }
  public var intValue: Int64? { if case .int(let x) = self { x } else { nil } }
  public var uintValue: UInt64? { if case .uint(let x) = self { x } else { nil } }
  public var doubleValue: Double? { if case .double(let x) = self { x } else { nil } }
  public var stringValue: String? { if case .string(let x) = self { x } else { nil } }
  public var bytesValue: [UInt8]? { if case .bytes(let x) = self { x } else { nil } }
  public var listValue: [Value]? { if case .list(let x) = self { x } else { nil } }
  public var mapValue: ValueMap? { if case .map(let x) = self { x } else { nil } }
  public var timestampValue: Instant? { if case .timestamp(let x) = self { x } else { nil } }
  public var durationValue: Duration? { if case .duration(let x) = self { x } else { nil } }

  /// The entry of a map; nil when this is not a map or the key is absent.
  public subscript(_ key: String) -> Value? {
    if case .map(let map) = self { map[key] } else { nil }
  }

  /// The element of a list; nil when this is not a list or it is shorter.
  public subscript(_ index: Int) -> Value? {
    if case .list(let list) = self, list.indices.contains(index) { list[index] } else { nil }
  }

  /// Levels of lists and maps within each other; 0 for a scalar. What is deeper than `JSONLimits.depth` is written as
  /// JSON but not read again, so a store asks before it keeps a value.
  public var nesting: Int {
    switch self {
    case .list(let list): 1 + list.reduce(0) { max($0, $1.nesting) }
    case .map(let map): 1 + map.entries.reduce(0) { max($0, $1.value.nesting) }
    case .optional(let inner?): inner.nesting
    default: 0
    }
  }

  /// The name of the value's type as CEL's `type()` gives it.
  public var typeName: String { dynamicType.runtimeName }

  /// The type as far as the value alone shows it: elements of lists and maps are `dyn`.
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
