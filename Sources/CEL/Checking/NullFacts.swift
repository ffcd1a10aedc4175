/// The parts of an expression that are known not to be null at a place, because they were compared with null around it:
/// in the condition of a conditional, or in another operand of `&&` or `||`.
struct NullFacts {
  /// The number of comparisons that say so, by subject.
  private var known: [String: Int] = [:]

  mutating func begin(_ subjects: Set<String>) { for subject in subjects { known[subject, default: 0] += 1 } }

  mutating func end(_ subjects: Set<String>) { for subject in subjects { known[subject, default: 1] -= 1 } }

  /// Returns the type without null if the expression is known not to be null.
  ///
  /// - Parameter locals: the names of the local variables in scope, the innermost last.
  func certain(_ expression: Expression, _ type: CELType, locals: [String]) -> CELType {
    guard !known.isEmpty, case .nullable(let inner) = type,
      let subject = Self.subject(of: expression, locals), known[subject, default: 0] > 0
    else { return type }
    return inner
  }

  /// Returns the subjects that are not null if the condition has this value.
  static func notNull(_ condition: Expression, if value: Bool, _ locals: [String]) -> Set<String> {
    switch condition.kind {
    case .binary(.notEqual, let left, let right) where value: return compared(left, right, locals)
    case .binary(.equal, let left, let right):
      if !value { return compared(left, right, locals) }
      // A value that equals a literal is not null.
      return [(left, right), (right, left)].reduce(into: []) { result, pair in
        if case .literal(let literal) = pair.1.kind, literal != .null, let subject = subject(of: pair.0, locals) {
          result.insert(subject)
        }
      }
    case .not(let operand): return notNull(operand, if: !value, locals)
    case .logical(let isAnd, let operands):
      let facts = operands.map { notNull($0, if: value, locals) }
      if isAnd == value { return facts.reduce(into: []) { $0.formUnion($1) } }
      return facts.dropFirst().reduce(facts.first ?? []) { $0.intersection($1) }
    default: return []
    }
  }

  private static func compared(_ left: Expression, _ right: Expression, _ locals: [String]) -> Set<String> {
    if case .literal(.null) = right.kind { return subject(of: left, locals).map { [$0] } ?? [] }
    if case .literal(.null) = left.kind { return subject(of: right, locals).map { [$0] } ?? [] }
    return []
  }

  /// Names a part of the expression that has the same value wherever it stands; nil for anything else.
  private static func subject(of expression: Expression, _ locals: [String]) -> String? {
    switch expression.kind {
    case .name(let name, let absolute):
      if !absolute, let index = locals.lastIndex(where: { CodePoints.equal($0, name) }) { return "\(name)#\(index)" }
      return name
    case .select(let operand, let field, optional: false): return subject(of: operand, locals).map { "\($0).\(field)" }
    case .index(let operand, let key, optional: false):
      guard let text = literal(key) else { return nil }
      return subject(of: operand, locals).map { "\($0)[\(text)]" }
    case .call(nil, let name, let arguments):
      let texts = arguments.compactMap(literal)
      return texts.count == arguments.count ? "\(name)(\(texts.joined(separator: ",")))" : nil
    default: return nil
    }
  }

  private static func literal(_ expression: Expression) -> String? {
    guard case .literal(let value) = expression.kind else { return nil }
    return "\(value)"
  }

  /// Returns an expression's name and what can be done about it, for messages.
  static func cure(_ expression: Expression) -> (name: String, cure: String) {
    guard let text = source(of: expression) else {
      return ("this", "cel.bind(x, …, x == null ? null : …), coalesce(…, …), or known(…) where it cannot be null")
    }
    return ("'\(text)'", "\(text) == null ? null : …, coalesce(\(text), …), or known(\(text)) where it cannot be null")
  }

  private static func source(of expression: Expression) -> String? {
    switch expression.kind {
    case .name(let name, _): return name
    case .select(let operand, let field, optional: false): return source(of: operand).map { "\($0).\(field)" }
    case .call(nil, let name, let arguments) where arguments.count == 1:
      guard case .literal(.string(let text)) = arguments[0].kind else { return nil }
      return "\(name)('\(text)')"
    default: return nil
    }
  }

  /// Returns the elements that a filter lets through: fields that its condition compares with null are certain in them.
  ///
  /// - Parameter locals: the names in scope of the condition, the element's last.
  static func filtered(_ element: CELType, by condition: Expression, _ locals: [String]) -> CELType {
    let facts = notNull(condition, if: true, locals)
    guard !facts.isEmpty, let variable = locals.last else { return element }
    let name = "\(variable)#\(locals.count - 1)"
    if facts.contains(name), case .nullable(let inner) = element { return inner }
    guard case .object(let fields) = element else { return element }
    return .object(
      fields.map { field in
        guard facts.contains("\(name).\(field.name)"), case .nullable(let inner) = field.type else { return field }
        return CELType.Field(name: field.name, type: inner, limits: field.limits)
      })
  }
}
