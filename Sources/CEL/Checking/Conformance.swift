/// Checks that an expression has the type which its place expects.
struct Conformance {
  let context: CheckContext

  /// Reports each part that does not fit. Literals, lists, maps and conditionals are searched for the part at fault.
  func conform(_ expression: Expression, to expected: CELType) {
    switch (expression.kind, expected.withoutNull) {
    case (.conditional(_, let yes, let no), _):
      conform(yes, to: expected)
      conform(no, to: expected)
      return
    case (.literal(.string), .enumeration):
      checkDomain(expected, expression)
      return
    case (.list(let elements), .list(let element)):
      for item in elements where !item.optional { conform(item.value, to: element) }
      return
    case (.map(let entries), .map(let key, let value)):
      for entry in entries {
        conform(entry.key, to: key)
        if !entry.optional { conform(entry.value, to: value) }
      }
      return
    case (.map(let entries), .object(let fields)):
      conform(expression, entries, to: fields)
      return
    default: break
    }
    guard !expression.type.isAssignable(to: expected) else {
      if !expected.isNullable, !expected.isUnknown {
        context.needsValue(expression, expression.type, for: "this place")
      }
      return
    }
    context.report(
      "wrong-type", "expected \(expected), this is \(expression.type.settled)", expression,
      hint: Conversion.cure(expression, expected))
  }

  private func conform(
    _ expression: Expression, _ entries: [Expression.MapEntry], to fields: [CELType.Field]
  ) {
    var given: [String] = []
    for entry in entries {
      guard case .literal(.string(let name)) = entry.key.kind else { continue }
      given.append(name)
      guard let field = fields.first(where: { CodePoints.equal($0.name, name) }) else {
        context.report(
          "unknown-field", "'\(name)' is not a declared field", entry.key,
          hint: NearestName.hint(name, among: fields.map(\.name)))
        continue
      }
      if !entry.optional { conform(entry.value, to: field.type) }
    }
    guard given.count == entries.count else { return }
    for field in fields where !field.isOptional && !given.contains(where: { CodePoints.equal($0, field.name) }) {
      context.report("missing-field", "the field '\(field.name)' (\(field.type)) is missing", expression)
    }
  }

  /// Reports a string literal beside an enumeration if it is not in the enumeration's domain.
  func checkDomain(_ type: CELType, _ expression: Expression) {
    guard case .enumeration(let domain) = type.withoutNull, case .literal(.string(let text)) = expression.kind,
      !domain.contains(where: { CodePoints.equal($0, text) })
    else { return }
    context.report(
      "outside-domain", "'\(text)' is not one of \(type.withoutNull)", expression,
      hint: NearestName.hint(text, among: domain))
  }
}

/// The ways to make a value of another type.
private enum Conversion {
  static func cure(_ expression: Expression, _ expected: CELType) -> String? {
    switch (expression.type.withoutNull, expected.withoutNull) {
    case (.int, .double): "write double(…), or 1.0 for a literal"
    case (.string, .timestamp): "write timestamp('2027-03-28T09:00:00Z')"
    case (.string, .duration): "write period('PT15M')"
    case (_, .string): "write string(…)"
    case (.int, .bool): "compare it, for example > 0"
    case (.null, _): "declare the type as \(expected)|null"
    default: nil
    }
  }
}
