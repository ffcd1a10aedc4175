/// Evaluates `all` and `exists`. Like `&&` and `||` they absorb errors if another element decides.
final class QuantifierNode: Node {
  private let loop: Loop
  private let body: any Node
  private let stopsAt: Bool

  init(loop: Loop, body: any Node, stopsAt: Bool) { (self.loop, self.body, self.stopsAt) = (loop, body, stopsAt) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    let elements = try loop.elements(&frame)
    var failure: EvaluationError?
    for index in 0..<elements.count {
      try loop.bind(elements, index, &frame)
      do throws(EvaluationError) {
        if try loop.test(body, &frame) == stopsAt { return stopsAt }
      } catch {
        try error.rethrowIfFinal()
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return !stopsAt
  }
}

final class ExistsOneNode: Node {
  private let loop: Loop
  private let body: any Node

  init(loop: Loop, body: any Node) { (self.loop, self.body) = (loop, body) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let elements = try loop.elements(&frame)
    var found = 0
    for index in 0..<elements.count {
      try loop.bind(elements, index, &frame)
      if try loop.test(body, &frame) { found += 1 }
    }
    return .bool(found == 1)
  }
}

/// Evaluates `map` and `transformList`.
final class TransformListNode: Node {
  private let loop: Loop
  private let filter: (any Node)?
  private let body: any Node

  init(loop: Loop, filter: (any Node)?, body: any Node) { (self.loop, self.filter, self.body) = (loop, filter, body) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let elements = try loop.elements(&frame)
    var values: [Value] = []
    for index in 0..<elements.count {
      try loop.bind(elements, index, &frame)
      if let filter, try !loop.test(filter, &frame) { continue }
      guard values.count < frame.limits.list else { throw loop.tooLong(frame) }
      values.append(try body.evaluate(&frame))
    }
    return .list(values)
  }
}

final class FilterNode: Node {
  private let loop: Loop
  private let body: any Node

  init(loop: Loop, body: any Node) { (self.loop, self.body) = (loop, body) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let elements = try loop.elements(&frame)
    var values: [Value] = []
    for index in 0..<elements.count {
      try loop.bind(elements, index, &frame)
      let element = frame.locals[loop.first]
      if try loop.test(body, &frame) {
        guard values.count < frame.limits.list else { throw loop.tooLong(frame) }
        values.append(element)
      }
    }
    return .list(values)
  }
}

/// Evaluates `transformMap`, and `transformMapEntry`, whose body produces the entries.
final class TransformMapNode: Node {
  private let loop: Loop
  private let filter: (any Node)?
  private let body: any Node
  private let entries: Bool

  init(loop: Loop, filter: (any Node)?, body: any Node, entries: Bool) {
    (self.loop, self.filter, self.body, self.entries) = (loop, filter, body, entries)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let elements = try loop.elements(&frame)
    var map = ValueMap()
    for index in 0..<elements.count {
      try loop.bind(elements, index, &frame)
      let key = frame.locals[loop.first]
      if let filter, try !loop.test(filter, &frame) { continue }
      let value = try body.evaluate(&frame)
      do throws(EvaluationError) {
        if !entries {
          try map.insertNew(key, value, &frame)
        } else if case .map(let made) = value {
          for entry in made.entries {
            try frame.charge(1)
            try map.insertNew(entry.key, entry.value, &frame)
          }
        } else {
          throw .noOverload("transformMapEntry", value)
        }
      } catch { throw error.at(loop.place) }
    }
    return .map(map)
  }
}

/// Evaluates `list.sortBy(x, key)`, a stable sort by the keys.
final class SortNode: Node {
  private let loop: Loop
  private let body: any Node

  init(loop: Loop, body: any Node) { (self.loop, self.body) = (loop, body) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let elements = try loop.elements(&frame)
    guard case .list = elements else {
      throw EvaluationError(code: "no-such-overload", message: "sortBy takes a list, not a map", offset: loop.place)
    }
    var keyed: [(key: Value, value: Value)] = []
    for index in 0..<elements.count {
      try loop.bind(elements, index, &frame)
      let value = frame.locals[loop.first]
      keyed.append((try body.evaluate(&frame), value))
    }
    do throws(EvaluationError) {
      try frame.charge(try frame.weight(of: .list(keyed.map(\.key))))
      return .list(try ListFunctions.sorted(keyed, &frame))
    } catch { throw error.at(loop.place) }
  }
}

/// Evaluates `cel.bind(x, value, body)`.
final class BindNode: Node {
  private let value: any Node
  private let local: Int
  private let body: any Node

  init(value: any Node, local: Int, body: any Node) { (self.value, self.local, self.body) = (value, local, body) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    frame.locals[local] = try value.evaluate(&frame)
    return try body.evaluate(&frame)
  }
}

/// Evaluates `optional.optMap(x, body)` and `optFlatMap`.
final class OptionalMapNode: Node {
  private let optional: any Node
  private let local: Int
  private let body: any Node
  private let flat: Bool
  private let place: Int

  init(optional: any Node, local: Int, body: any Node, flat: Bool, place: Int) {
    (self.optional, self.local, self.body, self.flat, self.place) = (optional, local, body, flat, place)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let value = try optional.evaluate(&frame)
    guard case .optional(let inner) = value else { throw EvaluationError.noOverload("optMap", value).at(place) }
    guard let inner else { return value }
    frame.locals[local] = inner
    let result = try body.evaluate(&frame)
    guard flat else { return .optional(result) }
    guard case .optional = result else { throw EvaluationError.noOverload("optFlatMap", result).at(place) }
    return result
  }
}
