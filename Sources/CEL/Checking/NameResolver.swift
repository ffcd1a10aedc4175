/// Finds the meaning of names and qualified names.
struct NameResolver {
  let context: CheckContext

  /// Returns the declared variable or type of that name, from the innermost namespace of the container outwards.
  private func declared(_ name: String, _ absolute: Bool) -> (type: CELType, resolution: Resolution)? {
    let names = context.environment.candidates(name, absolute: absolute)
    for name in names {
      if let variable = context.environment.variables[name] { return (variable.type, .variable(slot: variable.slot)) }
    }
    return TypeNames.all[name].map { (.type, .constant(.type($0))) }
  }

  /// Resolves a chain of names that is declared as one variable. Returns nil if there is no such variable.
  func resolve(_ expression: Expression) -> CELType? {
    guard let (name, root, absolute) = expression.qualifiedName, absolute || context.local(root) == nil,
      let (type, resolution) = declared(name, absolute)
    else { return nil }
    expression.resolution = resolution
    return type
  }

  func resolve(_ expression: Expression, name: String, _ absolute: Bool) -> CELType {
    if !absolute, let (index, type) = context.local(name) {
      expression.resolution = .local(index)
      return type
    }
    return resolve(expression) ?? unknown(expression, name)
  }

  /// True if no beginning of the chain is declared.
  func hasUnknownRoot(_ expression: Expression) -> Bool {
    guard let (_, root, absolute) = expression.qualifiedName, absolute || context.local(root) == nil else {
      return false
    }
    var part = expression
    while true {
      if let (name, _, _) = part.qualifiedName, declared(name, absolute) != nil { return false }
      guard case .select(let operand, _, _) = part.kind else { return true }
      part = operand
    }
  }

  func unknown(_ expression: Expression, _ name: String) -> CELType {
    let known = context.environment.variables.keys.sorted() + context.localNames
    // In `context.strat` beside a declared `context.start`, the field is at fault and not the whole name.
    if let point = name.lastIndex(of: "."), name[..<point].allSatisfy({ $0 != "`" }) {
      let space = String(name[..<point])
      let fields = known.filter { $0.hasPrefix(space + ".") }.map { String($0.dropFirst(space.count + 1)) }
      let field = String(name[name.index(after: point)...])
      if !fields.isEmpty {
        return context.fail(
          "unknown-name", "'\(field)' is not a field of \(space)", expression,
          hint: NearestName.hint(field, among: fields), atPlace: true)
      }
    }
    var hint = NearestName.find(name, among: known).map { "did you mean '\($0)'?" }
    if hint == nil {
      // A beginning of the chain may resemble a declared variable.
      let parts = name.split(separator: ".")
      for count in stride(from: parts.count - 1, to: 0, by: -1) where hint == nil {
        let beginning = parts.prefix(count).joined(separator: ".")
        hint = NearestName.find(beginning, among: known).map { "did you mean '\($0)' instead of '\(beginning)'?" }
      }
    }
    if hint == nil {
      let inside = known.filter { $0.hasPrefix("\(name).") }
      if !inside.isEmpty { hint = "there are " + inside.prefix(8).joined(separator: ", ") }
    }
    if hint == nil, !context.environment.functions[name].isEmpty { hint = "'\(name)' is a function" }
    if hint == nil, !known.isEmpty, known.count <= 12 {
      hint = (known.count == 1 ? "there is only " : "there are ") + known.map { "'\($0)'" }.joined(separator: ", ")
    }
    return context.fail("unknown-name", "there is no '\(name)'", expression, hint: hint)
  }
}

/// The types that an expression may name.
private enum TypeNames {
  static let all: [String: CELType] = [
    "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
    "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null, "type": .type, "optional_type": .optional(.dyn),
    "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
  ]
}
