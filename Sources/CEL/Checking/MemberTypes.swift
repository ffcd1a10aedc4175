/// Finds the types of fields and elements of containers.
struct MemberTypes {
  let context: CheckContext

  func member(
    _ type: CELType, _ field: String, _ expression: Expression, mayBeAbsent: Bool
  ) -> CELType {
    switch type.withoutNull {
    case .dyn, .parameter: return .dyn
    case .error: return .error
    case .optional(let inner): return member(inner, field, expression, mayBeAbsent: mayBeAbsent)
    case .map(let key, let value):
      guard CELType.string.isAssignable(to: key) else {
        context.report(
          "wrong-type", "the keys of \(type) are not strings", expression, hint: "use x[key]", atPlace: true)
        return .error
      }
      return value
    case .object(let fields):
      if let found = fields.first(where: { CodePoints.equal($0.name, field) }) { return found.type }
      context.report(
        "unknown-field", "'\(field)' is not a field\(of(expression))", expression,
        hint: NearestName.hint(field, among: fields.map(\.name)), atPlace: true)
      return .error
    default:
      context.report("wrong-type", "a \(type) has no fields, '.\(field)' cannot be taken", expression, atPlace: true)
      return .error
    }
  }

  func element(
    _ container: CELType, _ key: Expression, _ keyType: CELType, _ expression: Expression
  ) -> CELType {
    switch container.withoutNull {
    case .dyn, .parameter: return .dyn
    case .error: return .error
    case .optional(let inner): return element(inner, key, keyType, expression)
    case .list(let element):
      guard keyType.withoutNull.isNumeric || keyType.isUnknown else {
        context.report("wrong-type", "a list is indexed by int, not by \(keyType)", key)
        return .error
      }
      return element
    case .map(let own, let value):
      if !own.isComparable(to: keyType) {
        context.report("wrong-type", "the keys are \(own), not \(keyType)", key)
        return .error
      }
      return value
    case .object(let fields):
      guard case .literal(.string(let name)) = key.kind else {
        if !keyType.isAssignable(to: .string) {
          context.report("wrong-type", "the keys are strings, not \(keyType)", key)
        }
        return .dyn
      }
      if let found = fields.first(where: { CodePoints.equal($0.name, name) }) { return found.type }
      context.report(
        "unknown-field", "'\(name)' is not a field\(of(expression))", key,
        hint: NearestName.hint(name, among: fields.map(\.name)))
      return .error
    default:
      context.report("wrong-type", "a \(container) has no elements", expression)
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
