extension Expression {
  /// The value of a literal, or of a list or map that contains only literals; nil for any other node. It is created
  /// once, and reading it costs nothing.
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
        // Duplicate keys fail at evaluation.
        guard map.insert(key, value) else { return nil }
      }
      return .map(map)
    default: return nil
    }
  }
}
