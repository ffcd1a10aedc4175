/// Records which values were seen, by the equality of expressions (`1 == 1u == 1.0`), without comparing each with all
/// others. Reading each value once to find its bucket is charged by the weight of the arguments (`CallCost`).
struct ValueIndex {
  private var buckets: [Value: [Value]] = [:]

  init() {}

  init(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) {
    for value in values { _ = try insert(value, &frame) }
  }

  /// Inserts a value. Returns false if an equal one exists.
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

  /// Returns the bucket of a value. Equal values share a bucket; different values may share one too.
  private static func key(_ value: Value) -> Value {
    switch value {
    // An int is rounded before it is compared with a double, so the rounded number is a bucket for all values equal to
    // it.
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
