internal import CEL
internal import CivilTime

/// Representative values of types.
enum Representatives {
  /// Returns one value of a type.
  static func first(of type: CELType, now: Instant) -> Value { all(of: type, now: now).first ?? .null }

  /// Returns a few values of a type, the usual one first: every word of an enumeration, both truth values, and null
  /// where it is allowed.
  static func all(of type: CELType, now: Instant) -> [Value] {
    switch type {
    case .bool: [.bool(true), .bool(false)]
    case .int: [.int(1), .int(0)]
    case .uint: [.uint(1)]
    case .double: [.double(1)]
    case .string, .opaque: [.string("x")]
    case .bytes: [.bytes([])]
    case .timestamp: [.timestamp(now.adding(.seconds(86_400)) ?? now)]
    case .duration: [.duration(.seconds(3_600))]
    case .enumeration(let words): words.map { .string($0) }
    case .nullable(let inner): all(of: inner, now: now) + [.null]
    case .list(let element): [.list([first(of: element, now: now)]), .list([])]
    case .map: [.map(ValueMap())]
    case .object(let fields): [.map(ValueMap(fields.map { ($0.name, first(of: $0.type, now: now)) }))]
    default: [.null]
    }
  }
}
