extension Expression {
  /// The value of a literal, and of a list or map of nothing but literals: it is made once, and reading it costs nothing.
  var constant: Value? {
    switch resolution {
    case .none: break
    case .constant(let value): return value
    default: return nil
    }
    switch kind {
    case .literal(let value): return value
    case .list(let elements):
      var values: [Value] = []
      for element in elements {
        guard !element.optional, let value = element.value.constant else { return nil }
        values.append(value)
      }
      return .list(values)
    case .map(let entries):
      var map = ValueMap()
      for entry in entries {
        guard !entry.optional, let key = entry.key.constant, let value = entry.value.constant else { return nil }
        switch key {
        case .bool, .int, .uint, .string: break
        default: return nil
        }
        // What is there twice is an error when it is reached.
        guard map.insert(key, value) else { return nil }
      }
      return .map(map)
    default: return nil
    }
  }
}
