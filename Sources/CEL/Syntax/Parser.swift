/// Builds the tree from tokens by recursive descent, with precedence climbing for binary operators. A fault inside
/// brackets is reported and the parts beside it are still read, so that several faults are found at once.
struct Parser {
  /// The number of faults after which reading ends.
  static let mostIssues = 10

  private let tokens: [Token]
  private let limits: CELLimits
  private(set) var issues: [CELIssue] = []
  private var index = 0
  private var nesting = 0
  private var nodes = 0

  static func parse(_ source: String, limits: CELLimits = .standard) throws(CELIssues) -> Expression {
    var parser = Parser(tokens: try Lexer.tokens(source, limits: limits), limits: limits)
    let expression: Expression
    do throws(CELIssues) {
      expression = try parser.expression()
      guard parser.current.kind == .end else { throw parser.unexpected("an operator or the end of the expression") }
    } catch { throw CELIssues(parser.issues + error.issues) }
    guard parser.issues.isEmpty else { throw CELIssues(parser.issues) }
    return expression
  }

  private init(tokens: [Token], limits: CELLimits) { (self.tokens, self.limits) = (tokens, limits) }

  var current: Token { tokens[index] }
  private var previousEnd: Int { index > 0 ? tokens[index - 1].end : 0 }

  mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  func isSign(_ sign: String) -> Bool { current.kind == .sign(sign) }

  mutating func take(_ sign: String) -> Bool {
    guard isSign(sign) else { return false }
    advance()
    return true
  }

  /// Reads a sign or throws.
  ///
  /// - Parameter others: the alternatives that the message names before the sign.
  mutating func expect(_ sign: String, or others: String = "") throws(CELIssues) {
    guard take(sign) else { throw unexpected("\(others)'\(sign)'") }
  }

  func unexpected(_ expected: String) -> CELIssues {
    var hint: String?
    if case .name(let word) = current.kind { hint = Self.cures[word] }
    if current.kind == .sign("!") || current.kind == .sign("-"), index > 0, tokens[index - 1].kind != current.kind {
      hint = "put the operand in brackets"
    }
    return issue("expected \(expected), found \(current.text)", current.start, current.end, hint: hint)
  }

  private static let cures = [
    "and": "write &&", "or": "write ||", "not": "write !", "is": "write ==", "then": "write condition ? yes : no",
    "else": "write condition ? yes : no", "AND": "write &&", "OR": "write ||",
  ]

  func issue(_ message: String, _ start: Int, _ end: Int, code: String = "syntax", hint: String? = nil) -> CELIssues {
    CELIssues([CELIssue(code: code, message: message, offset: start, length: max(1, end - start), hint: hint)])
  }

  mutating func make(_ kind: Expression.Kind, from start: Int, place: Int? = nil) throws(CELIssues) -> Expression {
    let expression = Expression(kind, offset: start, end: previousEnd, place: place)
    nodes += 1
    func refusal(_ given: String, _ limit: String) -> CELIssues {
      issue(
        "the expression has \(given), the limit is \(limit)", start, previousEnd, code: "limit",
        hint: "give a part of it a name under define:, or bind it with cel.bind")
    }
    guard expression.depth <= limits.depth else { throw refusal("\(expression.depth) levels", "\(limits.depth)") }
    guard nodes <= limits.nodes else { throw refusal("more than \(limits.nodes) parts", "\(limits.nodes)") }
    return expression
  }

  /// Reads an expression between brackets and commas. An unreadable one is reported and skipped up to the next comma or
  /// closing bracket.
  mutating func item() throws(CELIssues) -> Expression {
    let start = index
    do { return try expression() } catch {
      guard error.issues.allSatisfy({ $0.code == "syntax" }), issues.count < Self.mostIssues else { throw error }
      index = start
      var open = 0
      scan: while current.kind != .end {
        if case .sign(let sign) = current.kind {
          switch sign {
          case "(", "[", "{": open += 1
          case ")", "]", "}":
            if open == 0 { break scan }
            open -= 1
          case ",": if open == 0 { break scan }
          default: break
          }
        }
        advance()
      }
      guard current.kind != .end else { throw error }
      issues += error.issues
      return Expression(.name("_", absolute: false), offset: tokens[start].start, end: previousEnd)
    }
  }

  mutating func expression() throws(CELIssues) -> Expression {
    guard nesting < limits.nesting else {
      throw issue(
        "the expression has more than \(limits.nesting) brackets, calls and ternaries within each other, the limit is "
          + "\(limits.nesting)", current.start, current.end, code: "limit",
        hint: "give a part of it a name under define:")
    }
    nesting += 1
    defer { nesting -= 1 }
    let start = current.start
    let condition = try binary(1)
    let place = current.start
    guard take("?") else { return condition }
    let yes = try binary(1)
    try expect(":", or: "an operator or ")
    let no = try expression()
    return try make(.conditional(condition, yes, no), from: start, place: place)
  }

  private mutating func binary(_ minimum: Int) throws(CELIssues) -> Expression {
    let start = current.start
    var left = try unary()
    while let (sign, precedence) = binaryOperator(), precedence >= minimum {
      let place = current.start
      guard let operation = BinaryOperator(rawValue: sign) else {
        var operands = [left]
        while take(sign) { operands.append(try binary(precedence + 1)) }
        left = try make(.logical(and: sign == "&&", operands), from: start, place: place)
        continue
      }
      advance()
      left = try make(.binary(operation, left, try binary(precedence + 1)), from: start, place: place)
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
    // Runs of signs are counted instead of descended into.
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
        let key = try item()
        try expect("]", or: "an operator or ")
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
