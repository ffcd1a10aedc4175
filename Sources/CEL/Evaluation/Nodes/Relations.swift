final class EqualNode: Node {
  private let left: any Node
  private let right: any Node
  private let negated: Bool

  init(left: any Node, right: any Node, negated: Bool) {
    (self.left, self.right, self.negated) = (left, right, negated)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    let a = try left.evaluate(&frame)
    let b = try right.evaluate(&frame)
    frame.spend(1)
    if case (.int(let x), .int(let y)) = (a, b) { return (x == y) != negated }
    return try frame.equal(a, b) != negated
  }
}

/// Evaluates `<`, `<=`, `>` and `>=`.
final class CompareNode: Node {
  private let left: any Node
  private let right: any Node
  private let less: Bool
  private let equal: Bool
  private let greater: Bool
  private let place: Int

  init(left: any Node, right: any Node, less: Bool, equal: Bool, greater: Bool, place: Int) {
    (self.left, self.right, self.place) = (left, right, place)
    (self.less, self.equal, self.greater) = (less, equal, greater)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    let a = try left.evaluate(&frame)
    let b = try right.evaluate(&frame)
    frame.spend(1)
    if case (.int(let x), .int(let y)) = (a, b) { return x < y ? less : x > y ? greater : equal }
    try frame.charge(min(Frame.size(a), Frame.size(b)).traversed)
    guard let order = a.order(b) else { throw EvaluationError.noOverload("a comparison", a, b).at(place) }
    switch order {
    case .less: return less
    case .equal: return equal
    case .greater: return greater
    case .unordered: return false
    }
  }
}

/// Evaluates `x in list` and `key in map`.
final class InNode: Node {
  private let element: any Node
  private let container: any Node
  private let place: Int

  init(element: any Node, container: any Node, place: Int) {
    (self.element, self.container, self.place) = (element, container, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    let wanted = try element.evaluate(&frame)
    let container = try container.evaluate(&frame)
    frame.spend(1)
    switch container {
    case .list(let list):
      for value in list {
        try frame.charge(1)
        if try frame.equal(value, wanted) { return true }
      }
      return false
    case .map(let map):
      try frame.charge(for: wanted)
      return map[key: wanted] != nil
    default: throw EvaluationError.noOverload("'in'", wanted, container).at(place)
    }
  }
}
