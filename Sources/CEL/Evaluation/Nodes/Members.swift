/// Evaluates `a.b` and `a.?b`. The field of an optional is taken from its value, and an absent field gives none.
final class SelectNode: Node {
  private let operand: any Node
  private let field: String
  private let optional: Bool
  private let place: Int

  init(operand: any Node, field: String, optional: Bool, place: Int) {
    (self.operand, self.field, self.optional, self.place) = (operand, field, optional, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let value = try operand.evaluate(&frame)
    frame.spend(1)
    switch value {
    case .map(let map):
      guard let found = map[field] else {
        if optional { return .optional(nil) }
        throw EvaluationError(code: "no-such-key", message: "there is no '\(field)'", offset: place)
      }
      return optional ? .optional(found) : found
    case .optional(nil): return value
    case .optional(.map(let map)?): return .optional(map[field])
    default: throw EvaluationError.noOverload("'.\(field)'", value).at(place)
    }
  }
}

/// Evaluates `has(a.b)`, which tests that the key exists; a null value counts as existing.
final class HasNode: Node {
  private let operand: any Node
  private let field: String
  private let place: Int

  init(operand: any Node, field: String, place: Int) {
    (self.operand, self.field, self.place) = (operand, field, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    let value = try operand.evaluate(&frame)
    frame.spend(1)
    switch value {
    case .map(let map), .optional(.map(let map)?): return map[field] != nil
    case .optional(nil): return false
    default: throw EvaluationError.noOverload("has(….\(field))", value).at(place)
    }
  }
}

/// Evaluates `a[b]` and `a[?b]`.
final class IndexNode: Node {
  private let operand: any Node
  private let key: any Node
  private let optional: Bool
  private let place: Int

  init(operand: any Node, key: any Node, optional: Bool, place: Int) {
    (self.operand, self.key, self.optional, self.place) = (operand, key, optional, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let container = try operand.evaluate(&frame)
    let key = try key.evaluate(&frame)
    if case .string(let text) = key { try frame.charge(1 + text.utf8.count.traversed) } else { frame.spend(1) }
    switch container {
    case .optional(nil): return container
    case .optional(let inner?):
      return .optional(try find(inner, key))
    default:
      let found = try find(container, key)
      if optional { return .optional(found) }
      guard let found else {
        if case .list(let list) = container {
          throw EvaluationError(
            code: "bad-index", message: "index \(ValueText.display(key)) of a list of \(list.count)", offset: place)
        }
        throw EvaluationError(code: "no-such-key", message: "there is no key \(ValueText.summary(key))", offset: place)
      }
      return found
    }
  }

  private func find(_ container: Value, _ key: Value) throws(EvaluationError) -> Value? {
    switch (container, key) {
    case (.list(let list), .int(let index)): return Self.element(list, index)
    case (.list(let list), .uint(let index)): return Self.element(list, Int64(exactly: index))
    case (.list(let list), .double(let number)):
      guard let index = Int64(exactly: number) else {
        throw EvaluationError(code: "bad-index", message: "\(number) is not a whole number", offset: place)
      }
      return Self.element(list, index)
    case (.map(let map), _): return map[key: key]
    default: throw EvaluationError.noOverload("'[ ]'", container, key).at(place)
    }
  }

  // `? … : nil` would produce a null value here, because `Value` is expressible by a nil literal.
  private static func element(_ list: [Value], _ index: Int64?) -> Value? {
    guard let index, index >= 0, index < Int64(list.count) else { return .none }
    return list[Int(index)]
  }
}
