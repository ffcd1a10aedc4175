/// Checks fields, keys and indices.
extension Checker {
  mutating func checkSelect(
    _ expression: Expression, _ operand: Expression, _ field: String, _ optional: Bool
  ) -> CELType {
    if !optional {
      if let type = resolve(expression) { return type }
      if hasUnknownRoot(expression), let (name, _, _) = expression.qualifiedName { return unknown(expression, name) }
    }
    let container = check(operand)
    if !optional { needsValue(operand, container, for: "'.\(field)'") }
    let type = fieldType(container, field, expression, mayBeAbsent: optional)
    if case .optional = operand.type.withoutNull { return .optional(type) }
    return optional ? .optional(type) : type
  }

  /// Checks `has()`. For a name that is declared as a whole (`has(event.data)` where `event.data` is a variable), it
  /// tests for a value other than null.
  mutating func checkHas(_ expression: Expression, _ operand: Expression, _ field: String) -> CELType {
    if let (outer, root, absolute) = operand.qualifiedName, absolute || local(root) == nil,
      let variable = environment.variables["\(outer).\(field)"]
    {
      expression.resolution = .presence(slot: variable.slot)
      return .bool
    }
    if hasUnknownRoot(operand), let (outer, _, _) = operand.qualifiedName {
      return unknown(expression, "\(outer).\(field)")
    }
    _ = fieldType(check(operand), field, expression, mayBeAbsent: true)
    return .bool
  }

  private mutating func fieldType(
    _ type: CELType, _ field: String, _ expression: Expression, mayBeAbsent: Bool
  ) -> CELType {
    switch type.withoutNull {
    case .dyn, .parameter: return .dyn
    case .error: return .error
    case .optional(let inner): return fieldType(inner, field, expression, mayBeAbsent: mayBeAbsent)
    case .map(let key, let value):
      guard CELType.string.isAssignable(to: key) else {
        report("wrong-type", "the keys of \(type) are not strings", expression, hint: "use x[key]", atPlace: true)
        return .error
      }
      return value
    case .object(let fields):
      if let found = fields.first(where: { CodePoints.equal($0.name, field) }) { return found.type }
      report(
        "unknown-field", "'\(field)' is not a field\(of(expression))", expression,
        hint: NearestName.hint(field, among: fields.map(\.name)), atPlace: true)
      return .error
    default:
      report("wrong-type", "a \(type) has no fields, '.\(field)' cannot be taken", expression, atPlace: true)
      return .error
    }
  }

  mutating func checkIndex(
    _ expression: Expression, _ operand: Expression, _ key: Expression, _ optional: Bool
  ) -> CELType {
    let container = check(operand)
    let keyType = check(key)
    if !optional { needsValue(operand, container, for: "an index") }
    let type = elementType(container, key, keyType, expression)
    if case .optional = container.withoutNull { return .optional(type) }
    return optional ? .optional(type) : type
  }

  private mutating func elementType(
    _ container: CELType, _ key: Expression, _ keyType: CELType, _ expression: Expression
  ) -> CELType {
    switch container.withoutNull {
    case .dyn, .parameter: return .dyn
    case .error: return .error
    case .optional(let inner): return elementType(inner, key, keyType, expression)
    case .list(let element):
      guard keyType.withoutNull.isNumeric || keyType.isUnknown else {
        report("wrong-type", "a list is indexed by int, not by \(keyType)", key)
        return .error
      }
      return element
    case .map(let own, let value):
      if !own.isComparable(to: keyType) {
        report("wrong-type", "the keys are \(own), not \(keyType)", key)
        return .error
      }
      return value
    case .object(let fields):
      guard case .literal(.string(let name)) = key.kind else {
        if !keyType.isAssignable(to: .string) { report("wrong-type", "the keys are strings, not \(keyType)", key) }
        return .dyn
      }
      if let found = fields.first(where: { CodePoints.equal($0.name, name) }) { return found.type }
      report(
        "unknown-field", "'\(name)' is not a field\(of(expression))", key,
        hint: NearestName.hint(name, among: fields.map(\.name)))
      return .error
    default:
      report("wrong-type", "a \(container) has no elements", expression)
      return .error
    }
  }

  /// Returns ` of context.client` if the object has a name; otherwise an empty text.
  private func of(_ expression: Expression) -> String {
    switch expression.kind {
    case .select(let operand, _, _), .has(let operand, _, _), .index(let operand, _, _):
      operand.qualifiedName.map { " of \($0.name)" } ?? ""
    default: ""
    }
  }
}
