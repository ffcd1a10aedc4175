/// Which values were seen, by the equality of expressions (`1 == 1u == 1.0`), without comparing all with all.
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
      if try same(candidate, value, &frame) { return true }
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

  /// `Value.equals`, charged, since values that share their parts can be much larger than they were dear.
  static func same(_ a: Value, _ b: Value, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    switch (a, b) {
    case (.list(let x), .list(let y)):
      guard x.count == y.count else { return false }
      try frame.charge(x.count / 8)
      for index in x.indices {
        if try !same(x[index], y[index], &frame) { return false }
      }
      return true
    case (.map(let x), .map(let y)):
      guard x.count == y.count else { return false }
      try frame.charge(x.count / 4)
      for entry in x.entries {
        guard let other = y[key: entry.key], try same(entry.value, other, &frame) else { return false }
      }
      return true
    case (.optional(let x?), .optional(let y?)): return try same(x, y, &frame)
    default:
      try frame.charge(for: a)
      return a.equals(b)
    }
  }
}
