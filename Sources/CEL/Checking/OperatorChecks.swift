/// Checks operators, conditionals, lists and maps.
extension Checker {
  private static let arithmetic: [BinaryOperator: [(CELType, CELType, CELType)]] = [
    .add: [
      (.int, .int, .int), (.uint, .uint, .uint), (.double, .double, .double), (.string, .string, .string),
      (.bytes, .bytes, .bytes), (.timestamp, .duration, .timestamp), (.duration, .timestamp, .timestamp),
      (.duration, .duration, .duration),
    ],
    .subtract: [
      (.int, .int, .int), (.uint, .uint, .uint), (.double, .double, .double), (.timestamp, .timestamp, .duration),
      (.timestamp, .duration, .timestamp), (.duration, .duration, .duration),
    ],
    .multiply: [(.int, .int, .int), (.uint, .uint, .uint), (.double, .double, .double)],
    .divide: [(.int, .int, .int), (.uint, .uint, .uint), (.double, .double, .double)],
    .remainder: [(.int, .int, .int), (.uint, .uint, .uint)],
  ]

  mutating func checkBinary(
    _ expression: Expression, _ operation: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> CELType {
    let first = check(left)
    let b = check(right)
    let a = variables.resolve(first)
    if a == .error || b == .error { return operation.givesBool ? .bool : .error }
    switch operation {
    case .equal, .notEqual:
      if !a.isComparable(to: b) {
        let never = a == .null || b == .null
        report(
          "no-overload", "\(a.settled) and \(b.settled) are never equal", expression,
          hint: never ? "a \(a == .null ? b : a) is never null" : convert(a, b))
      }
      checkDomain(a, right)
      checkDomain(b, left)
      return .bool
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if !isOrdered(a, b) { noOverload(expression, operation, a, b) }
      return .bool
    case .isIn: return checkIn(expression, left, a, right, b)
    default: return checkArithmetic(expression, operation, a, b)
    }
  }

  private mutating func noOverload(_ expression: Expression, _ operation: BinaryOperator, _ a: CELType, _ b: CELType) {
    report(
      "no-overload", "there is no \(a.settled) \(operation.rawValue) \(b.settled)", expression,
      hint: convert(a, b) ?? Self.listed(operation))
  }

  private static func listed(_ operation: BinaryOperator) -> String? {
    guard let known = arithmetic[operation] else { return "numbers, texts, timestamps and the like have an order" }
    return "there are " + known.map { "\($0.0) \(operation.rawValue) \($0.1)" }.joined(separator: ", ")
  }

  private func convert(_ a: CELType, _ b: CELType) -> String? {
    let (x, y) = (a.withoutNull, b.withoutNull)
    if x.isNumeric && y.isNumeric { return "convert one: \(y)(…) or \(x)(…)" }
    if x == .string || y == .string, x != y { return "convert to text with string(…)" }
    return nil
  }

  private func isOrdered(_ a: CELType, _ b: CELType) -> Bool {
    let (x, y) = (a.withoutNull, b.withoutNull)
    func isOrdered(_ type: CELType) -> Bool {
      switch type {
      case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .enumeration, .opaque: true
      default: type.isUnknown
      }
    }
    return isOrdered(x) && isOrdered(y) && (x.isNumeric && y.isNumeric || x.isAssignable(to: y))
  }

  private mutating func checkArithmetic(
    _ expression: Expression, _ operation: BinaryOperator, _ a: CELType, _ b: CELType
  ) -> CELType {
    if operation == .add {
      switch (a.withoutNull, b.withoutNull) {
      case (.list(let x), .list(let y)): return .list(variables.join(x, y, loosely: true) ?? .dyn)
      case (.list, let other) where other.isUnknown: return .list(.dyn)
      case (let other, .list) where other.isUnknown: return .list(.dyn)
      default: break
      }
    }
    var result: CELType?
    for (left, right, type) in Self.arithmetic[operation] ?? []
    where a.isAssignable(to: left) && b.isAssignable(to: right) {
      result = result.map { $0 == type ? type : .dyn } ?? type
    }
    guard let result else {
      noOverload(expression, operation, a, b)
      return .error
    }
    return result
  }

  private mutating func checkIn(
    _ expression: Expression, _ left: Expression, _ a: CELType, _ right: Expression, _ b: CELType
  ) -> CELType {
    switch b.withoutNull {
    case .list(let element):
      if case .list(let elements) = right.kind { for item in elements { checkDomain(a, item.value) } }
      checkDomain(element, left)
      if !a.isComparable(to: element) { report("no-overload", "a list of \(element) never holds a \(a)", expression) }
    case .map(let key, _):
      if !a.isComparable(to: key) { report("no-overload", "the keys are \(key), never a \(a)", expression) }
    case .object:
      if !a.isAssignable(to: .string) { report("no-overload", "the keys are strings, never a \(a)", expression) }
    case let type where type.isUnknown: break
    default: report("no-overload", "'in' needs a list or a map on its right, not a \(b)", right)
    }
    return .bool
  }

  mutating func checkNot(_ operand: Expression) -> CELType {
    check(operand)
    conform(operand, to: .bool)
    return .bool
  }

  mutating func checkNegate(_ expression: Expression, _ operand: Expression) -> CELType {
    let type = check(operand)
    switch type.withoutNull {
    case .int, .double: return type.withoutNull
    case let unknown where unknown.isUnknown: return unknown
    default:
      report("no-overload", "a \(type) has no negative", expression)
      return .error
    }
  }

  mutating func checkLogical(_ operands: [Expression]) -> CELType {
    for operand in operands {
      check(operand)
      conform(operand, to: .bool)
    }
    return .bool
  }

  mutating func checkConditional(
    _ expression: Expression, _ condition: Expression, _ yes: Expression, _ no: Expression
  ) -> CELType {
    check(condition)
    conform(condition, to: .bool)
    let (a, b) = (check(yes), check(no))
    guard let joined = variables.join(a, b, loosely: true) else {
      report(
        "no-overload", "one branch is \(a.settled), the other \(b.settled)", expression,
        hint: "wrap one in dyn(…) if that is meant")
      return .error
    }
    return joined
  }

  mutating func checkList(_ elements: [Expression.ListElement]) -> CELType {
    var joined = variables.fresh()
    for element in elements {
      var type = check(element.value)
      if element.optional { type = unwrapped(type, element.value) }
      joined = variables.join(joined, type) ?? .dyn
    }
    return .list(joined)
  }

  mutating func checkMap(_ entries: [Expression.MapEntry]) -> CELType {
    var (keys, values) = (variables.fresh(), variables.fresh())
    for entry in entries {
      let key = check(entry.key)
      switch key.withoutNull {
      case .bool, .int, .uint, .string, .enumeration, .dyn, .error, .parameter: break
      default: report("wrong-type", "a key is a string, int, uint or bool, not a \(key)", entry.key)
      }
      var value = check(entry.value)
      if entry.optional { value = unwrapped(value, entry.value) }
      keys = variables.join(keys, key) ?? .dyn
      values = variables.join(values, value) ?? .dyn
    }
    return .map(keys, values)
  }

  private mutating func unwrapped(_ type: CELType, _ expression: Expression) -> CELType {
    if case .optional(let inner) = type { return inner }
    if !type.isUnknown { report("wrong-type", "after '?' an optional is needed, not a \(type)", expression) }
    return .dyn
  }
}
