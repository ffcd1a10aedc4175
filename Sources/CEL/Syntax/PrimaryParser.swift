/// Parses literals, names, brackets, calls and macros.
extension Parser {
  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
    "namespace", "return", "var", "void", "while",
  ]

  mutating func primary() throws(CELIssues) -> Expression {
    let token = current
    switch token.kind {
    case .int(let value):
      advance()
      guard value <= UInt64(Int64.max) else {
        throw issue("the number is out of the range of int", token.start, token.end)
      }
      return try make(.literal(.int(Int64(value))), from: token.start)
    case .uint(let value): return try literal(.uint(value))
    case .double(let value): return try literal(.double(value))
    case .string(let value): return try literal(.string(value))
    case .bytes(let value): return try literal(.bytes(value))
    case .name("true"): return try literal(.bool(true))
    case .name("false"): return try literal(.bool(false))
    case .name("null"): return try literal(.null)
    case .name(let name): return try named(name, token, from: token.start, absolute: false)
    case .sign("."):
      advance()
      guard case .name(let name) = current.kind else { throw unexpected("a name") }
      return try named(name, current, from: token.start, absolute: true)
    case .sign("("):
      advance()
      let inner = try item()
      try expect(")", or: "an operator or ")
      return inner
    case .sign("["): return try list()
    case .sign("{"): return try map()
    default: throw unexpected("a value (a literal, a name, '(', '[' or '{')")
    }
  }

  private mutating func literal(_ value: Value) throws(CELIssues) -> Expression {
    let start = current.start
    advance()
    return try make(.literal(value), from: start)
  }

  private mutating func named(
    _ name: String, _ token: Token, from start: Int, absolute: Bool
  ) throws(CELIssues) -> Expression {
    guard !Self.reserved.contains(name), name != "in" else {
      throw issue(
        "'\(name)' is a reserved word", token.start, token.end, hint: "after a point it may be used: x.\(name)")
    }
    advance()
    if isSign("(") { return try call(target: nil, name, from: start, place: token.start) }
    return try make(.name(name, absolute: absolute), from: start)
  }

  private mutating func list() throws(CELIssues) -> Expression {
    let start = current.start
    advance()
    var elements: [Expression.ListElement] = []
    while !isSign("]") {
      let optional = take("?")
      elements.append(Expression.ListElement(value: try item(), optional: optional))
      guard take(",") else { break }
    }
    try expect("]", or: "an operator, ',' or ")
    return try make(.list(elements), from: start)
  }

  private mutating func map() throws(CELIssues) -> Expression {
    let start = current.start
    advance()
    var entries: [Expression.MapEntry] = []
    while !isSign("}") {
      let optional = take("?")
      let key = try expression()
      try expect(":", or: "an operator or ")
      entries.append(Expression.MapEntry(key: key, value: try item(), optional: optional))
      guard take(",") else { break }
    }
    try expect("}", or: "an operator, ',' or ")
    return try make(.map(entries), from: start)
  }

  mutating func call(
    target: Expression?, _ name: String, from start: Int, place: Int
  ) throws(CELIssues) -> Expression {
    try expect("(")
    let mistakes = issues.count
    var arguments: [Expression] = []
    while !isSign(")") {
      arguments.append(try item())
      guard take(",") else { break }
    }
    try expect(")", or: arguments.isEmpty ? "an argument or " : "an operator, ',' or ")
    // An argument that could not be read tells nothing about the call.
    if issues.count > mistakes { return try make(.name("_", absolute: false), from: start) }
    if let macro = try macro(target, name, arguments, from: start, place: place) { return macro }
    return try make(.call(target: target, name: name, arguments: arguments), from: start, place: place)
  }

  private mutating func macro(
    _ target: Expression?, _ name: String, _ arguments: [Expression], from start: Int, place: Int
  ) throws(CELIssues) -> Expression? {
    guard let target else {
      guard name == "has" else { return nil }
      guard arguments.count == 1, case .select(let operand, let field, let optional) = arguments[0].kind else {
        throw issue("has() takes one field selection", start, current.start, hint: "write has(a.b)")
      }
      return try make(.has(operand, field, optional: optional), from: start, place: arguments[0].place)
    }
    if case .name("cel", _) = target.kind, name == "bind", arguments.count == 3 {
      let variable = try variableName(arguments[0])
      let it = Comprehension(
        kind: .bind, range: arguments[1], variables: [variable], filter: nil, body: arguments[2])
      return try make(.comprehension(it), from: start, place: place)
    }
    guard let (kind, count, filtered) = Comprehension.receiverMacro(name, arguments: arguments.count) else {
      return nil
    }
    var variables: [String] = []
    for argument in arguments.prefix(count) { variables.append(try variableName(argument)) }
    if count == 2, variables[0] == variables[1] {
      throw issue("the two variables of \(name) need different names", arguments[1].offset, arguments[1].end)
    }
    let it = Comprehension(
      kind: kind, range: target, variables: variables, filter: filtered ? arguments[count] : nil,
      body: arguments[arguments.count - 1])
    return try make(.comprehension(it), from: start, place: place)
  }

  private func variableName(_ argument: Expression) throws(CELIssues) -> String {
    guard case .name(let name, absolute: false) = argument.kind else {
      throw issue("a macro's variable must be a plain name", argument.offset, argument.end, hint: "for example x")
    }
    return name
  }
}
