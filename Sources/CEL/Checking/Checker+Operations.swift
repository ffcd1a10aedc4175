/// Checks operators, conditionals, lists, maps and calls.
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
          hint: never ? "a \(a == .null ? b : a) is never null" : OperatorRules.conversion(a, b))
      }
      checkDomain(a, right)
      checkDomain(b, left)
      return .bool
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if !OperatorRules.isOrdered(a, b) { noOverload(expression, operation, a, b) }
      return .bool
    case .isIn: return checkIn(expression, left, a, right, b)
    default: return checkArithmetic(expression, operation, a, b)
    }
  }

  private mutating func noOverload(_ expression: Expression, _ operation: BinaryOperator, _ a: CELType, _ b: CELType) {
    report(
      "no-overload", "there is no \(a.settled) \(operation.rawValue) \(b.settled)", expression,
      hint: OperatorRules.conversion(a, b) ?? OperatorRules.listed(operation))
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
    guard let result = OperatorRules.result(operation, a, b) else {
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
        hint: "wrap one in dyn(…) if that is intended")
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

  // MARK: Calls

  mutating func checkCall(
    _ expression: Expression, _ target: Expression?, _ name: String, _ arguments: [Expression]
  ) -> CELType {
    if let target, let (space, root, absolute) = target.qualifiedName, absolute || local(root) == nil {
      if let (name, overloads) = functions("\(space).\(name)", absolute) {
        return choose(expression, name, overloads, arguments)
      }
      if hasUnknownRoot(target), environment.functions["." + name].isEmpty {
        for argument in arguments { check(argument) }
        return unknownFunction(expression, "\(space).\(name)", member: false)
      }
    }
    guard let target else {
      if let (name, overloads) = functions(name, false) { return choose(expression, name, overloads, arguments) }
      for argument in arguments { check(argument) }
      return unknownFunction(expression, name, member: false)
    }
    let members = environment.functions["." + name]
    if members.isEmpty {
      let type = check(target)
      for argument in arguments { check(argument) }
      return type == .error ? .error : unknownFunction(expression, name, member: true)
    }
    return choose(expression, name, members, [target] + arguments)
  }

  /// Returns the function of that name from the innermost namespace of the container outwards.
  private func functions(_ name: String, _ absolute: Bool) -> (String, [Overload])? {
    for candidate in environment.candidates(name, absolute: absolute) {
      let overloads = environment.functions[candidate]
      if !overloads.isEmpty { return (candidate, overloads) }
    }
    return nil
  }

  private mutating func unknownFunction(_ expression: Expression, _ name: String, member: Bool) -> CELType {
    let hint = NameHints(environment: environment, known: localNames).hint(function: name, member: member)
    return fail("unknown-function", "there is no function '\(name)'", expression, hint: hint, atPlace: true)
  }

  private mutating func choose(
    _ expression: Expression, _ name: String, _ overloads: [Overload], _ arguments: [Expression]
  ) -> CELType {
    for argument in arguments { check(argument) }
    let types = arguments.map { variables.resolve($0.type) }
    let fits = OverloadMatch(overloads: overloads, types: types, variables: variables).fits()
    guard let first = fits.first else { return noFit(expression, name, overloads, arguments, types) }
    // Overloads that fit may bind the variables differently, so only their common result counts.
    if fits.count == 1 { variables = first.variables }
    expression.resolution = .function(fits.map(\.overload), arguments: arguments)
    checkLiterals(expression, fits.map(\.overload), arguments)
    return fits.allSatisfy { $0.result == first.result } ? first.result : .dyn
  }

  private mutating func noFit(
    _ expression: Expression, _ name: String, _ overloads: [Overload], _ arguments: [Expression], _ types: [CELType]
  ) -> CELType {
    let match = OverloadMatch(overloads: overloads, types: types, variables: variables)
    let sameCount = match.ofSameCount
    let wrong = match.wrongArguments()
    if !types.contains(.error) {
      if !sameCount.isEmpty, wrong.count == 1, let index = wrong.first {
        let wanted = sameCount.map { $0.parameter(index).description }
        let names = wanted.indices.filter { wanted.firstIndex(of: wanted[$0]) == $0 }.map { wanted[$0] }
        report(
          "no-overload", "\(name) expects \(names.joined(separator: " or ")) here, found \(types[index].settled)",
          arguments[index], hint: match.listed)
      } else {
        report("no-overload", "\(name) does not take (\(match.given))", expression, hint: match.listed, atPlace: true)
      }
    }
    expression.resolution =
      sameCount.isEmpty
      ? .failed(
        EvaluationError(code: "no-such-overload", message: "\(name) takes other arguments", offset: expression.place))
      : .function(sameCount, arguments: arguments)
    return .error
  }

  private mutating func checkLiterals(_ expression: Expression, _ fitting: [Overload], _ arguments: [Expression]) {
    guard let overload = fitting.first else { return }
    for (index, argument) in arguments.enumerated() { checkDomain(overload.parameter(index), argument) }
    for literal in overload.literalChecks {
      guard literal.argument < arguments.count, case .literal(let value) = arguments[literal.argument].kind else {
        continue
      }
      do { try literal.check(value) } catch { report("bad-literal", error.message, arguments[literal.argument]) }
    }
    guard overload.folds else { return }
    var values: [Value] = []
    for argument in arguments {
      guard case .literal(let value) = argument.kind else { return }
      values.append(value)
    }
    do {
      switch overload.body {
      case .unary(let body): expression.resolution = .constant(try body(values[0]))
      case .binary(let body): expression.resolution = .constant(try body(values[0], values[1]))
      case .many(let body): expression.resolution = .constant(try body(values))
      case .metered, .declared, .host, .identity: break
      }
    } catch {
      report("bad-literal", error.message, expression)
    }
  }
}
