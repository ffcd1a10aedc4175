/// Checks operators, conditionals, lists and maps.
extension Checker {
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
          hint: never ? "a \(a == .null ? b : a) is never null" : OperatorTypes.convert(a, b))
      }
      checkDomain(a, right)
      checkDomain(b, left)
      return .bool
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if OperatorTypes.areOrdered(a, b) {
        needValues(left, a, right, b, operation)
      } else {
        noOverload(expression, operation, a, b)
      }
      return .bool
    case .isIn: return checkIn(expression, left, a, right, b)
    default:
      let count = issues.count
      let type = checkArithmetic(expression, operation, a, b)
      if issues.count == count { needValues(left, a, right, b, operation) }
      return type
    }
  }

  private mutating func needValues(
    _ left: Expression, _ a: CELType, _ right: Expression, _ b: CELType, _ operation: BinaryOperator
  ) {
    needsValue(left, a, for: "'\(operation.rawValue)'")
    needsValue(right, b, for: "'\(operation.rawValue)'")
  }

  private mutating func noOverload(_ expression: Expression, _ operation: BinaryOperator, _ a: CELType, _ b: CELType) {
    report(
      "no-overload", "there is no \(a.settled) \(operation.rawValue) \(b.settled)", expression,
      hint: OperatorTypes.convert(a, b) ?? OperatorTypes.listed(operation))
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
    for (left, right, type) in OperatorTypes.arithmetic[operation] ?? []
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
    needsValue(right, b, for: "'in'")
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
    needsValue(operand, type, for: "'-'")
    switch type.withoutNull {
    case .int, .double: return type.withoutNull
    case let unknown where unknown.isUnknown: return unknown
    default:
      report("no-overload", "a \(type) has no negative", expression)
      return .error
    }
  }

  mutating func checkLogical(_ operands: [Expression], and isAnd: Bool) -> CELType {
    // An operand counts only if no other one decides, and an error in it is forgiven otherwise.
    let facts = operands.map { notNull($0, if: isAnd) }
    for (index, operand) in operands.enumerated() {
      var others: Set<String> = []
      for (other, known) in facts.enumerated() where other != index { others.formUnion(known) }
      check(operand, knowing: others)
      conform(operand, to: .bool)
    }
    return .bool
  }

  mutating func checkConditional(
    _ expression: Expression, _ condition: Expression, _ yes: Expression, _ no: Expression
  ) -> CELType {
    check(condition)
    conform(condition, to: .bool)
    let a = check(yes, knowing: notNull(condition, if: true))
    let b = check(no, knowing: notNull(condition, if: false))
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
