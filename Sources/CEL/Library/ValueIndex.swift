/// Which values were seen, by the equality of expressions (`1 == 1u == 1.0`), without comparing all with all. Looking at
/// each value once, to find its place, is charged by the weight of the arguments (`CallCost`).
struct ValueIndex {
  private var buckets: [Value: [Value]] = [:]

  init() {}

  init(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) {
    for value in values { _ = try insert(value, &frame) }
  }

  /// False when an equal value is there.
  mutating func insert(_ value: Value, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    try frame.charge(1)
    let key = Self.key(value)
    guard try !Self.contains(buckets[key] ?? [], value, &frame) else { return false }
    buckets[key, default: []].append(value)
    return true
  }

  func contains(_ value: Value, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    try frame.charge(1)
    return try Self.contains(buckets[Self.key(value)] ?? [], value, &frame)
  }

  private static func contains(
    _ values: [Value], _ value: Value, _ frame: inout Frame
  ) throws(EvaluationError) -> Bool {
    for candidate in values {
      try frame.charge(1)
      if try frame.equal(candidate, value) { return true }
    }
    return false
  }

  /// Equal values have equal keys; different values may have, too.
  private static func key(_ value: Value) -> Value {
    switch value {
    // Where an int meets a double it is rounded to one, so the rounded number holds all that can be equal.
    case .int(let number): .double(Double(number))
    case .uint(let number): .double(Double(number))
    case .list(let list): .list([.int(Int64(list.count)), list.first.map(scalarKey) ?? .null])
    case .map(let map): .list([.uint(UInt64(map.count))])
    case .optional(let inner): .list([.bool(inner == nil)])
    default: value
    }
  }

  private static func scalarKey(_ value: Value) -> Value {
    switch value {
    case .list, .map, .optional: .null
    default: key(value)
    }
  }
}
