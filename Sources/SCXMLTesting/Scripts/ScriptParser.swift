/// Parses expressions, by precedence, and statements.
struct ScriptParser {
  private let tokens: [ScriptToken]
  private var position = 0
  private var depth = 0
  private static let deepest = 64

  init(_ source: String) throws(ScriptError) { tokens = try ScriptToken.tokens(of: source) }

  private static let precedence: [String: Int] = [
    "||": 1, "&&": 2, "|": 3, "&": 4, "==": 5, "!=": 5, "===": 5, "!==": 5, "<": 6, ">": 6, "<=": 6, ">=": 6, "in": 6,
    "instanceof": 6, "+": 7, "-": 7, "*": 8, "/": 8, "%": 8,
  ]

  private static let beyond: Set<String> = [
    "for", "while", "do", "switch", "try", "throw", "new", "delete", "with", "class",
  ]

  private var current: ScriptToken { tokens[position] }

  static func expression(_ source: String) throws(ScriptError) -> Script {
    var parser = try ScriptParser(source)
    let result = try parser.expression()
    guard parser.current.kind == .end else { throw .syntax("'\(parser.current.text)' was not expected") }
    return result
  }

  static func statements(_ source: String) throws(ScriptError) -> [ScriptStatement] {
    var parser = try ScriptParser(source)
    var result: [ScriptStatement] = []
    while parser.current.kind != .end { result += try parser.statement() }
    return result
  }

  private mutating func accept(_ text: String) -> Bool {
    guard current.text == text, current.kind == .sign || current.kind == .name else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ text: String) throws(ScriptError) {
    if !accept(text) { throw .syntax("'\(text)' was expected before '\(current.text)'") }
  }

  private mutating func name() throws(ScriptError) -> String {
    guard current.kind == .name else { throw .syntax("a name was expected before '\(current.text)'") }
    position += 1
    return tokens[position - 1].text
  }

  // MARK: Statements

  private mutating func statement() throws(ScriptError) -> [ScriptStatement] {
    if accept(";") { return [] }
    if current.kind == .name, Self.beyond.contains(current.text) { throw .unsupported("'\(current.text)'") }
    if accept("function") { return [.function(try name(), try function())] }
    if accept("var") || accept("let") || accept("const") { return try declarations() }
    if accept("return") {
      let value = current.text == ";" || current.text == "}" ? Script.name("undefined") : try expression()
      _ = accept(";")
      return [.returns(value)]
    }
    if accept("if") {
      try expect("(")
      let condition = try expression()
      try expect(")")
      let then = try block()
      return [.branch(condition, then, accept("else") ? try block() : [])]
    }
    for (sign, operation) in [("++", "+"), ("--", "-")] where accept(sign) {
      let target = try unary()
      _ = accept(";")
      return [.assign(target, .binary(operation, target, .number("1")))]
    }
    let target = try expression()
    defer { _ = accept(";") }
    if accept("=") { return [.assign(target, try expression())] }
    for sign in ["+", "-", "*", "/", "%"] where accept("\(sign)=") {
      return [.assign(target, .binary(sign, target, try expression()))]
    }
    if accept("++") { return [.assign(target, .binary("+", target, .number("1")))] }
    if accept("--") { return [.assign(target, .binary("-", target, .number("1")))] }
    return [.evaluate(target)]
  }

  private mutating func descend() throws(ScriptError) {
    depth += 1
    if depth > Self.deepest { throw .unsupported("nesting beyond \(Self.deepest)") }
  }

  private mutating func block() throws(ScriptError) -> [ScriptStatement] {
    try descend()
    defer { depth -= 1 }
    guard accept("{") else { return try statement() }
    var result: [ScriptStatement] = []
    while !accept("}") {
      if current.kind == .end { throw .syntax("'}' is missing") }
      result += try statement()
    }
    return result
  }

  /// Parses a function from its parameters on.
  private mutating func function() throws(ScriptError) -> ScriptFunction {
    try expect("(")
    var parameters: [String] = []
    while !accept(")") {
      parameters.append(try name())
      _ = accept(",")
    }
    return ScriptFunction(parameters: parameters, body: try block())
  }

  private mutating func declarations() throws(ScriptError) -> [ScriptStatement] {
    var result: [ScriptStatement] = []
    repeat {
      let own = try name()
      result.append(.assign(.name(own), accept("=") ? try expression() : .name("undefined")))
    } while accept(",")
    _ = accept(";")
    return result
  }

  // MARK: Expressions

  private mutating func expression() throws(ScriptError) -> Script {
    try descend()
    defer { depth -= 1 }
    let condition = try binary(1)
    guard accept("?") else { return condition }
    let then = try expression()
    try expect(":")
    return .conditional(condition, then, try expression())
  }

  private mutating func binary(_ least: Int) throws(ScriptError) -> Script {
    var left = try unary()
    while let strength = Self.precedence[current.text], current.kind != .string, strength >= least {
      let sign = current.text
      position += 1
      left = .binary(sign, left, try binary(strength + 1))
    }
    return left
  }

  private mutating func unary() throws(ScriptError) -> Script {
    for sign in ["!", "-", "+", "typeof"] where accept(sign) {
      try descend()
      defer { depth -= 1 }
      return .unary(sign, try unary())
    }
    return try postfix(try primary())
  }

  private mutating func postfix(_ start: Script) throws(ScriptError) -> Script {
    var result = start
    while true {
      if accept(".") {
        result = .member(result, try name())
      } else if accept("[") {
        result = .element(result, try expression())
        try expect("]")
      } else if accept("(") {
        result = .call(result, try list(until: ")"))
      } else {
        return result
      }
    }
  }

  private mutating func list(until end: String) throws(ScriptError) -> [Script] {
    var result: [Script] = []
    while !accept(end) {
      result.append(try expression())
      if !accept(","), current.text != end { throw .syntax("'\(end)' is missing") }
    }
    return result
  }

  private mutating func primary() throws(ScriptError) -> Script {
    let token = current
    switch token.kind {
    case .number:
      position += 1
      return .number(token.text)
    case .string:
      position += 1
      return .string(token.text)
    case .name:
      if accept("function") {
        if current.kind == .name { _ = try name() }
        return .function(try function())
      }
      if Self.beyond.contains(token.text) { throw .unsupported("'\(token.text)'") }
      if token.text == "return" { throw .syntax("'return' was not expected") }
      position += 1
      return .name(token.text)
    case .sign, .end: break
    }
    if accept("(") {
      let inner = try expression()
      try expect(")")
      return inner
    }
    if accept("[") { return .list(try list(until: "]")) }
    if accept("{") { return try object() }
    throw .syntax(token.kind == .end ? "the end was not expected" : "'\(token.text)' was not expected")
  }

  private mutating func object() throws(ScriptError) -> Script {
    var entries: [(key: String, value: Script)] = []
    while !accept("}") {
      guard current.kind == .name || current.kind == .string || current.kind == .number else {
        throw .syntax("a key was expected before '\(current.text)'")
      }
      let key = current.text
      position += 1
      try expect(":")
      entries.append((key, try expression()))
      if !accept(","), current.text != "}" { throw .syntax("'}' is missing") }
    }
    return .object(entries)
  }
}
