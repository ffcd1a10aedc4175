/// Checks names, fields, indices and the scopes of macros.
extension Checker {
  private static let typeNames: [String: CELType] = [
    "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
    "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null, "type": .type, "optional_type": .optional(.dyn),
    "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
  ]

  /// Returns the declared variable or type of that name, from the innermost namespace of the container outwards.
  private func declared(_ name: String, _ absolute: Bool) -> (type: CELType, resolution: Resolution)? {
    let names = environment.candidates(name, absolute: absolute)
    for name in names {
      if let variable = environment.variables[name] { return (variable.type, .variable(slot: variable.slot)) }
    }
    return Self.typeNames[name].map { (.type, .constant(.type($0))) }
  }

  /// Resolves a chain of names that is declared as one variable. Returns nil if there is no such variable.
  func resolve(_ expression: Expression) -> CELType? {
    guard let (name, root, absolute) = expression.qualifiedName, absolute || local(root) == nil,
      let (type, resolution) = declared(name, absolute)
    else { return nil }
    expression.resolution = resolution
    return type
  }

  mutating func checkName(_ expression: Expression, _ name: String, _ absolute: Bool) -> CELType {
    if !absolute, let (index, type) = local(name) {
      expression.resolution = .local(index)
      return type
    }
    return resolve(expression) ?? unknown(expression, name)
  }

  /// True if no beginning of the chain is declared.
  func hasUnknownRoot(_ expression: Expression) -> Bool {
    guard let (_, root, absolute) = expression.qualifiedName, absolute || local(root) == nil else { return false }
    var part = expression
    while true {
      if let (name, _, _) = part.qualifiedName, declared(name, absolute) != nil { return false }
      guard case .select(let operand, _, _) = part.kind else { return true }
      part = operand
    }
  }

  mutating func unknown(_ expression: Expression, _ name: String) -> CELType {
    let known = environment.variables.keys.sorted() + localNames
    // In `context.strat` beside a declared `context.start`, the field is at fault and not the whole name.
    if let point = name.lastIndex(of: "."), name[..<point].allSatisfy({ $0 != "`" }) {
      let space = String(name[..<point])
      let fields = known.filter { $0.hasPrefix(space + ".") }.map { String($0.dropFirst(space.count + 1)) }
      let field = String(name[name.index(after: point)...])
      if !fields.isEmpty {
        return fail(
          "unknown-name", "'\(field)' is not a field of \(space)", expression,
          hint: NearestName.hint(field, among: fields), atPlace: true)
      }
    }
    return fail(
      "unknown-name", "there is no '\(name)'", expression,
      hint: NameHints(environment: environment, known: known).hint(name))
  }

  // MARK: Fields, keys and indices

  mutating func checkSelect(
    _ expression: Expression, _ operand: Expression, _ field: String, _ optional: Bool
  ) -> CELType {
    if !optional {
      if let type = resolve(expression) { return type }
      if hasUnknownRoot(expression), let (name, _, _) = expression.qualifiedName { return unknown(expression, name) }
    }
    let type = fieldType(check(operand), field, expression, mayBeAbsent: optional)
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

  // MARK: Macros

  mutating func checkComprehension(_ expression: Expression, _ it: Comprehension) -> CELType {
    let range = check(it.range)
    switch it.kind {
    case .bind: return scoped(it, [range]) { checker in checker.check(it.body) }
    case .optMap, .optFlatMap: return checkOptional(it, range)
    default: break
    }
    guard let (first, second) = variables(range, two: it.variables.count == 2) else {
      report("wrong-type", "\(it.kind.rawValue) needs a list or a map, not a \(range.settled)", it.range)
      return .error
    }
    return scoped(it, it.variables.count == 2 ? [first, second] : [first]) { checker in
      if let filter = it.filter {
        checker.check(filter)
        checker.conform(filter, to: .bool)
      }
      let body = checker.check(it.body)
      switch it.kind {
      case .all, .exists, .existsOne:
        checker.conform(it.body, to: .bool)
        return .bool
      case .filter:
        checker.conform(it.body, to: .bool)
        if case .list = range.withoutNull { return range.withoutNull }
        return .list(first)
      case .sortBy:
        if case .list = range.withoutNull { return range.withoutNull }
        if range.isUnknown { return .list(.dyn) }
        checker.report("wrong-type", "sortBy needs a list, not a \(range)", it.range)
        return .error
      case .transformMap:
        if case .map(let key, _) = range.withoutNull { return .map(key, body) }
        return .map(range.isUnknown ? .dyn : first, body)
      case .transformMapEntry:
        if case .map = body { return body }
        if !body.isUnknown { checker.report("wrong-type", "transformMapEntry makes a map, not a \(body)", it.body) }
        return .map(.dyn, .dyn)
      default: return .list(body)
      }
    }
  }

  private mutating func scoped(
    _ it: Comprehension, _ types: [CELType], _ body: (inout Checker) -> CELType
  ) -> CELType {
    for (name, type) in zip(it.variables, types) { push(name, type) }
    defer { pop(types.count) }
    return body(&self)
  }

  private func variables(_ range: CELType, two: Bool) -> (CELType, CELType)? {
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
      report("wrong-type", "\(it.kind.rawValue) needs an optional, not a \(range)", it.range)
    }
    let body = scoped(it, [inner]) { checker in checker.check(it.body) }
    guard it.kind == .optFlatMap else { return .optional(body) }
    if case .optional = body { return body }
    if !body.isUnknown { report("wrong-type", "optFlatMap's body must be an optional, not a \(body)", it.body) }
    return .optional(.dyn)
  }
}
