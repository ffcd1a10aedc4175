/// Builds the tree out of tokens: recursive descent, precedence climbing for the binary operators. Stops at the first
/// mistake.
struct Parser {
  private let tokens: [Token]
  private var index = 0
  private var nesting = 0
  private var nodes = 0

  static func parse(_ source: String) throws(CELIssues) -> Expression {
    var parser = Parser(tokens: try Lexer.tokens(source))
    let expression = try parser.expression()
    guard parser.current.kind == .end else {
      throw parser.unexpected("an operator or the end of the expression")
    }
    return expression
  }

  private init(tokens: [Token]) { self.tokens = tokens }

  var current: Token { tokens[index] }
  private var previousEnd: Int { index > 0 ? tokens[index - 1].end : 0 }

  mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  func isSign(_ sign: String) -> Bool { current.kind == .sign(sign) }

  mutating func take(_ sign: String) -> Bool {
    guard isSign(sign) else { return false }
    advance()
    return true
  }

  mutating func expect(_ sign: String) throws(CELIssues) {
    guard take(sign) else { throw unexpected("'\(sign)'") }
  }

  func unexpected(_ expected: String) -> CELIssues {
    issue("expected \(expected), found \(current.text)", current.start, current.end)
  }

  func issue(_ message: String, _ start: Int, _ end: Int, code: String = "syntax", hint: String? = nil) -> CELIssues {
    CELIssues([CELIssue(code: code, message: message, offset: start, length: max(1, end - start), hint: hint)])
  }

  mutating func make(_ kind: Expression.Kind, from start: Int, place: Int? = nil) throws(CELIssues) -> Expression {
    let expression = Expression(kind, offset: start, end: previousEnd, place: place)
    nodes += 1
    guard expression.depth <= SyntaxLimits.depth, nodes <= SyntaxLimits.nodes else {
      throw issue(
        "the expression is too deep or too long (\(SyntaxLimits.depth) levels, \(SyntaxLimits.nodes) parts)", start,
        previousEnd, code: "limit", hint: "split it with define")
    }
    return expression
  }

  mutating func expression() throws(CELIssues) -> Expression {
    guard nesting < SyntaxLimits.nesting else {
      throw issue("more than \(SyntaxLimits.nesting) levels of nesting", current.start, current.end, code: "limit")
    }
    nesting += 1
    defer { nesting -= 1 }
    let start = current.start
    let condition = try binary(1)
    let place = current.start
    guard take("?") else { return condition }
    let yes = try binary(1)
    try expect(":")
    let no = try expression()
    return try make(.conditional(condition, yes, no), from: start, place: place)
  }

  private mutating func binary(_ minimum: Int) throws(CELIssues) -> Expression {
    let start = current.start
    var left = try unary()
    while let (sign, precedence) = binaryOperator(), precedence >= minimum {
      let place = current.start
      advance()
      let right = try binary(precedence + 1)
      if let operation = BinaryOperator(rawValue: sign) {
        left = try make(.binary(operation, left, right), from: start, place: place)
      } else {
        var operands = [left]
        if case .logical(let and, let earlier) = left.kind, and == (sign == "&&"), left.offset == start {
          operands = earlier
        }
        left = try make(.logical(and: sign == "&&", operands + [right]), from: start, place: place)
      }
    }
    return left
  }

  private func binaryOperator() -> (String, Int)? {
    switch current.kind {
    case .sign("||"): ("||", 1)
    case .sign("&&"): ("&&", 2)
    case .sign(let sign): BinaryOperator(rawValue: sign).map { (sign, $0.precedence) }
    case .name("in"): ("in", 3)
    default: nil
    }
  }

  private mutating func unary() throws(CELIssues) -> Expression {
    // Runs of signs are counted, not descended into.
    let start = current.start
    var signs: [(sign: String, place: Int)] = []
    while isSign("!") || isSign("-") {
      let sign = isSign("!") ? "!" : "-"
      guard signs.last.map({ $0.sign == sign }) ?? true else {
        throw unexpected("a value")
      }
      signs.append((sign, current.start))
      advance()
    }
    var operand: Expression
    switch (signs.last?.sign, current.kind) {
    case ("-", .int(let magnitude)):
      let place = signs.removeLast().place
      advance()
      let value = magnitude == 1 << 63 ? Int64.min : -Int64(magnitude)
      operand = try members(of: try make(.literal(.int(value)), from: place))
    case ("-", .double(let magnitude)):
      let place = signs.removeLast().place
      advance()
      operand = try members(of: try make(.literal(.double(-magnitude)), from: place))
    default: operand = try members(of: try primary())
    }
    while let (sign, place) = signs.popLast() {
      operand = try make(
        sign == "!" ? .not(operand) : .negate(operand), from: signs.isEmpty ? start : place, place: place)
    }
    return operand
  }

  private mutating func members(of first: Expression) throws(CELIssues) -> Expression {
    var operand = first
    let start = first.offset
    while true {
      if take(".") {
        let optional = take("?")
        let place = current.start
        let name = try memberName()
        if !optional, isSign("("), tokens[index - 1].isPlainName {
          operand = try call(target: operand, name, from: start, place: place)
        } else {
          operand = try make(.select(operand, name, optional: optional), from: start, place: place)
        }
      } else if isSign("[") {
        let place = current.start
        advance()
        let optional = take("?")
        let key = try expression()
        try expect("]")
        operand = try make(.index(operand, key, optional: optional), from: start, place: place)
      } else if isSign("{"), operand.qualifiedName != nil {
        throw issue(
          "objects of a named type do not exist here", current.start, current.end, hint: "write a map: {'field': value}"
        )
      } else {
        return operand
      }
    }
  }

  private mutating func memberName() throws(CELIssues) -> String {
    switch current.kind {
    case .name(let name) where !["true", "false", "null", "in"].contains(name):
      advance()
      return name
    case .quotedName(let name):
      advance()
      return name
    default: throw unexpected("a field or function name")
    }
  }
}

extension Token {
  fileprivate var isPlainName: Bool { if case .name = kind { true } else { false } }
}
