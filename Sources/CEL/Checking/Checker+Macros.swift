/// Checks macros: the range, the variables in scope, the body.
extension Checker {
  mutating func checkComprehension(_ expression: Expression, _ it: Comprehension) -> CELType {
    let range = check(it.range)
    switch it.kind {
    case .bind: return scoped(it, [range]) { checker in checker.check(it.body) }
    case .optMap, .optFlatMap: return checkOptional(it, range)
    default: context.needsValue(it.range, range, for: it.kind.rawValue)
    }
    guard let (first, second) = elements(of: range, two: it.variables.count == 2) else {
      context.report("wrong-type", "\(it.kind.rawValue) needs a list or a map, not a \(range.settled)", it.range)
      return .error
    }
    return scoped(it, it.variables.count == 2 ? [first, second] : [first]) { checker in
      var facts: Set<String> = []
      if let filter = it.filter {
        checker.check(filter)
        checker.conformance.conform(filter, to: .bool)
        facts = checker.notNull(filter, if: true)
      }
      let body = checker.check(it.body, knowing: facts)
      switch it.kind {
      case .all, .exists, .existsOne:
        checker.conformance.conform(it.body, to: .bool)
        return .bool
      case .filter:
        checker.conformance.conform(it.body, to: .bool)
        guard case .list(let element) = range.withoutNull else { return .list(first) }
        guard checker.context.environment.refusesNull else { return range.withoutNull }
        return .list(NullFacts.filtered(element, by: it.body, checker.context.localNames))
      case .sortBy:
        if case .list = range.withoutNull { return range.withoutNull }
        if range.isUnknown { return .list(.dyn) }
        checker.context.report("wrong-type", "sortBy needs a list, not a \(range)", it.range)
        return .error
      case .transformMap:
        if case .map(let key, _) = range.withoutNull { return .map(key, body) }
        return .map(range.isUnknown ? .dyn : first, body)
      case .transformMapEntry:
        if case .map = body { return body }
        if !body.isUnknown {
          checker.context.report("wrong-type", "transformMapEntry makes a map, not a \(body)", it.body)
        }
        return .map(.dyn, .dyn)
      default: return .list(body)
      }
    }
  }

  private mutating func scoped(
    _ it: Comprehension, _ types: [CELType], _ body: (inout Checker) -> CELType
  ) -> CELType {
    for (name, type) in zip(it.variables, types) { context.push(name, type) }
    defer { context.pop(types.count) }
    return body(&self)
  }

  private func elements(of range: CELType, two: Bool) -> (CELType, CELType)? {
    switch range.withoutNull {
    case .list(let element): two ? (.int, element) : (element, .dyn)
    case .map(let key, let value): (key, value)
    case .object: (.string, .dyn)
    case let type where type.isUnknown: (.dyn, .dyn)
    default: nil
    }
  }

  private mutating func checkOptional(_ it: Comprehension, _ range: CELType) -> CELType {
    var inner = CELType.dyn
    if case .optional(let type) = range {
      inner = type
    } else if !range.isUnknown {
      context.report("wrong-type", "\(it.kind.rawValue) needs an optional, not a \(range)", it.range)
    }
    let body = scoped(it, [inner]) { checker in checker.check(it.body) }
    guard it.kind == .optFlatMap else { return .optional(body) }
    if case .optional = body { return body }
    if !body.isUnknown { context.report("wrong-type", "optFlatMap's body must be an optional, not a \(body)", it.body) }
    return .optional(.dyn)
  }
}
