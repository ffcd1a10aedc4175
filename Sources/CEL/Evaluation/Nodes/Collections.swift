final class ListNode: Node {
  private let elements: [(node: any Node, optional: Bool)]
  private let place: Int

  init(elements: [(any Node, Bool)], place: Int) {
    self.elements = elements.map { (node: $0.0, optional: $0.1) }
    self.place = place
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    try frame.charge(10 + elements.count)
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      let value = try element.node.evaluate(&frame)
      if element.optional {
        guard case .optional(let inner) = value else { throw EvaluationError.noOverload("'?'", value).at(place) }
        if let inner { values.append(inner) }
      } else {
        values.append(value)
      }
    }
    return .list(values)
  }
}

final class MapNode: Node {
  private let entries: [(key: any Node, value: any Node, optional: Bool)]
  private let place: Int

  init(entries: [(any Node, any Node, Bool)], place: Int) {
    self.entries = entries.map { (key: $0.0, value: $0.1, optional: $0.2) }
    self.place = place
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    try frame.charge(30 + entries.count)
    var map = ValueMap()
    for entry in entries {
      let key = try entry.key.evaluate(&frame)
      var value: Value? = try entry.value.evaluate(&frame)
      if entry.optional {
        guard case .optional(let inner)? = value else {
          throw EvaluationError.noOverload("'?'", value ?? .null).at(place)
        }
        value = inner
      }
      do throws(EvaluationError) {
        if let value { try map.insertNew(key, value, &frame) }
      } catch { throw error.at(place) }
    }
    return .map(map)
  }
}

extension ValueMap {
  /// Inserts an entry into a map that an expression builds. The key has to have a key's type and must not exist yet.
  mutating func insertNew(_ key: Value, _ value: Value, _ frame: inout Frame) throws(EvaluationError) {
    switch key {
    case .bool, .int, .uint, .string: break
    default: throw EvaluationError("bad-key", "a key is a string, int, uint or bool, not a \(key.typeName)")
    }
    try frame.charge(for: key)
    guard count < frame.limits.list else { throw .tooLarge("a map", frame.limits.list) }
    guard insert(key, value) else {
      throw EvaluationError("duplicate-key", "the key \(ValueText.summary(key)) is there twice")
    }
  }
}
