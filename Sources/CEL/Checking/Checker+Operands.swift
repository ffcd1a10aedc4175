// Checks the operands of each kind of expression, and asks the role for the meaning of the whole.
extension Checker {
  mutating func checkSelect(
    _ expression: Expression, _ operand: Expression, _ field: String, _ optional: Bool
  ) -> CELType {
    if !optional {
      if let type = names.resolve(expression) { return type }
      if names.hasUnknownRoot(expression), let (name, _, _) = expression.qualifiedName {
        return names.unknown(expression, name)
      }
    }
    let container = check(operand)
    if !optional { context.needsValue(operand, container, for: "'.\(field)'") }
    let type = containers.member(container, field, expression, mayBeAbsent: optional)
    if case .optional = operand.type.withoutNull { return .optional(type) }
    return optional ? .optional(type) : type
  }

  /// Checks `has()`. For a name that is declared as a whole (`has(event.data)` where `event.data` is a variable), it
  /// tests for a value other than null.
  mutating func checkHas(_ expression: Expression, _ operand: Expression, _ field: String) -> CELType {
    if let (outer, root, absolute) = operand.qualifiedName, absolute || context.local(root) == nil,
      let variable = context.environment.variables["\(outer).\(field)"]
    {
      expression.resolution = .presence(slot: variable.slot)
      return .bool
    }
    if names.hasUnknownRoot(operand), let (outer, _, _) = operand.qualifiedName {
      return names.unknown(expression, "\(outer).\(field)")
    }
    _ = containers.member(check(operand), field, expression, mayBeAbsent: true)
    return .bool
  }

  mutating func checkIndex(
    _ expression: Expression, _ operand: Expression, _ key: Expression, _ optional: Bool
  ) -> CELType {
    let container = check(operand)
    let keyType = check(key)
    if !optional { context.needsValue(operand, container, for: "an index") }
    let type = containers.element(container, key, keyType, expression)
    if case .optional = container.withoutNull { return .optional(type) }
    return optional ? .optional(type) : type
  }

  mutating func checkCall(
    _ expression: Expression, _ target: Expression?, _ name: String, _ arguments: [Expression]
  ) -> CELType {
    if let target, let (space, root, absolute) = target.qualifiedName, absolute || context.local(root) == nil {
      if let (name, overloads) = functions.find("\(space).\(name)", absolute) {
        return choose(expression, name, overloads, arguments)
      }
      if names.hasUnknownRoot(target), context.environment.functions["." + name].isEmpty {
        for argument in arguments { check(argument) }
        return functions.unknown(expression, "\(space).\(name)", member: false)
      }
    }
    guard let target else {
      if let (name, overloads) = functions.find(name, false) { return choose(expression, name, overloads, arguments) }
      for argument in arguments { check(argument) }
      return functions.unknown(expression, name, member: false)
    }
    let members = context.environment.functions["." + name]
    if members.isEmpty {
      let type = check(target)
      for argument in arguments { check(argument) }
      return type == .error ? .error : functions.unknown(expression, name, member: true)
    }
    return choose(expression, name, members, [target] + arguments)
  }

  private mutating func choose(
    _ expression: Expression, _ name: String, _ candidates: [Overload], _ arguments: [Expression]
  ) -> CELType {
    for argument in arguments { check(argument) }
    return overloads.choose(expression, name, candidates, arguments)
  }

  mutating func checkBinary(
    _ expression: Expression, _ operation: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> CELType {
    let first = check(left)
    let b = check(right)
    return BinaryOperatorTypes(context: context)
      .type(of: expression, operation, left, context.variables.resolve(first), right, b)
  }

  mutating func checkNot(_ operand: Expression) -> CELType {
    check(operand)
    conformance.conform(operand, to: .bool)
    return .bool
  }

  mutating func checkNegate(_ expression: Expression, _ operand: Expression) -> CELType {
    let type = check(operand)
    context.needsValue(operand, type, for: "'-'")
    switch type.withoutNull {
    case .int, .double: return type.withoutNull
    case let unknown where unknown.isUnknown: return unknown
    default:
      context.report("no-overload", "a \(type) has no negative", expression)
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
      conformance.conform(operand, to: .bool)
    }
    return .bool
  }

  mutating func checkConditional(
    _ expression: Expression, _ condition: Expression, _ yes: Expression, _ no: Expression
  ) -> CELType {
    check(condition)
    conformance.conform(condition, to: .bool)
    let a = check(yes, knowing: notNull(condition, if: true))
    let b = check(no, knowing: notNull(condition, if: false))
    guard let joined = context.variables.join(a, b, loosely: true) else {
      context.report(
        "no-overload", "one branch is \(a.settled), the other \(b.settled)", expression,
        hint: "wrap one in dyn(…) if that is meant")
      return .error
    }
    return joined
  }

  mutating func checkList(_ elements: [Expression.ListElement]) -> CELType {
    var joined = context.variables.fresh()
    for element in elements {
      var type = check(element.value)
      if element.optional { type = unwrapped(type, element.value) }
      joined = context.variables.join(joined, type) ?? .dyn
    }
    return .list(joined)
  }

  mutating func checkMap(_ entries: [Expression.MapEntry]) -> CELType {
    var (keys, values) = (context.variables.fresh(), context.variables.fresh())
    for entry in entries {
      let key = check(entry.key)
      switch key.withoutNull {
      case .bool, .int, .uint, .string, .enumeration, .dyn, .error, .parameter: break
      default: context.report("wrong-type", "a key is a string, int, uint or bool, not a \(key)", entry.key)
      }
      var value = check(entry.value)
      if entry.optional { value = unwrapped(value, entry.value) }
      keys = context.variables.join(keys, key) ?? .dyn
      values = context.variables.join(values, value) ?? .dyn
    }
    return .map(keys, values)
  }

  private mutating func unwrapped(_ type: CELType, _ expression: Expression) -> CELType {
    if case .optional(let inner) = type { return inner }
    if !type.isUnknown { context.report("wrong-type", "after '?' an optional is needed, not a \(type)", expression) }
    return .dyn
  }
}
