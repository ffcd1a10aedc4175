/// Translates scripts into CEL. Where ECMAScript converts values silently, the conversion is written out. Where it
/// would fail, CEL fails as well.
struct ScriptTranslator {
  /// The functions that the document's scripts declare.
  var functions: [String: ScriptFunction] = [:]
  /// The variables that scripts assign or declare, in order.
  var variables: [String] = []

  init() {}

  /// Translates an expression.
  func value(_ source: String) throws(ScriptError) -> String {
    do {
      return try cel(try ScriptParser.expression(source), [:])
    } catch .syntax(let problem) {
      return Self.failing(problem)
    }
  }

  /// Remembers a variable whose value is a function. Returns false if the expression is not a function.
  mutating func declare(_ name: String, _ source: String) -> Bool {
    guard case .function(let function)? = try? ScriptParser.expression(source) else { return false }
    functions[name] = function
    return true
  }

  /// Translates an expression as a condition, which holds if the value counts as true.
  func condition(_ source: String) throws(ScriptError) -> String {
    do {
      return try truth(try ScriptParser.expression(source), [:])
    } catch .syntax(let problem) {
      return Self.failing(problem)
    }
  }

  /// Returns an expression that the checker accepts and that fails when it is evaluated.
  static func failing(_ problem: String) -> String { "dyn({})[\(literal(problem))]" }

  /// Returns text as a literal of CEL.
  static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The expressions that are substituted for parameters and local variables.
  typealias Locals = [String: Script]

  // MARK: Names and literals

  private static let constants = [
    "true": "true", "false": "false", "null": "null", "undefined": "null", "_event": "event",
    "_sessionid": "_sessionid", "_name": "_name", "_ioprocessors": "_ioprocessors",
  ]

  static func variable(_ name: String) -> String {
    name.contains("$") ? "context[\(literal(name))]" : "context.\(name)"
  }

  func cel(_ script: Script, _ locals: Locals) throws(ScriptError) -> String {
    switch script {
    case .number(let digits): return digits.hasPrefix(".") ? "0\(digits)" : digits
    case .string(let text): return Self.literal(text)
    case .name(let name):
      if let local = locals[name] { return try cel(local, [:]) }
      return Self.constants[name] ?? Self.variable(name)
    case .member(let owner, "length"): return "size(\(try cel(owner, locals)))"
    case .member(let owner, let field): return "\(try cel(owner, locals)).\(field)"
    case .element(let owner, let key): return "\(try cel(owner, locals))[\(try cel(key, locals))]"
    case .list(let items): return "[\(try joined(items, locals))]"
    case .object(let entries):
      var parts: [String] = []
      for entry in entries { parts.append("\(Self.literal(entry.key)): dyn(\(try cel(entry.value, locals)))") }
      return "{\(parts.joined(separator: ", "))}"
    case .conditional(let condition, let then, let otherwise):
      return "(\(try truth(condition, locals)) ? dyn(\(try cel(then, locals))) : dyn(\(try cel(otherwise, locals))))"
    case .unary("!", let operand): return "!(\(try truth(operand, locals)))"
    case .unary("typeof", let operand): return try typeName(operand, locals)
    case .unary(let sign, let operand): return sign == "+" ? try cel(operand, locals) : "-(\(try cel(operand, locals)))"
    case .binary(let sign, let left, let right): return try binary(sign, left, right, locals)
    case .call(let function, let arguments): return try call(function, arguments, locals)
    case .function: throw .unsupported("a function as a value")
    }
  }

  func joined(_ items: [Script], _ locals: Locals) throws(ScriptError) -> String {
    var parts: [String] = []
    for item in items { parts.append(try cel(item, locals)) }
    return parts.joined(separator: ", ")
  }

  // MARK: Operators

  private func binary(_ sign: String, _ left: Script, _ right: Script, _ locals: Locals) throws(ScriptError) -> String {
    switch sign {
    case "&&", "||": return "(\(try truth(left, locals)) \(sign) \(try truth(right, locals)))"
    case "===", "==", "!==", "!=":
      return "(dyn(\(try cel(left, locals))) \(sign.first == "!" ? "!=" : "==") dyn(\(try cel(right, locals))))"
    case "|", "&":
      guard isTruth(left), isTruth(right) else { throw .unsupported("'\(sign)' of numbers") }
      return "(\(try truth(left, locals)) \(sign)\(sign) \(try truth(right, locals)))"
    case "instanceof": return "(type(dyn(\(try cel(left, locals)))) == \(try className(right)))"
    case "in": return "(\(try cel(left, locals)) in \(try cel(right, locals)))"
    case "+" where isText(left, locals) || isText(right, locals):
      return "(\(try text(left, locals)) + \(try text(right, locals)))"
    case "+", "-", "*": return arithmetic(sign, try cel(left, locals), try cel(right, locals))
    case "/": return "(double(\(try cel(left, locals))) / double(\(try cel(right, locals))))"
    default: return "(\(try cel(left, locals)) \(sign) \(try cel(right, locals)))"
    }
  }

  /// Returns a sum, difference or product. CEL has two kinds of number and does not add numbers to texts.
  private func arithmetic(_ sign: String, _ left: String, _ right: String) -> String {
    let joined = sign == "+" ? "string in [type(l), type(r)] ? dyn('%s%s'.format([l, r])) : " : ""
    return "cel.bind(l, dyn(\(left)), cel.bind(r, dyn(\(right)), "
      + "type(l) == type(r) ? dyn(l \(sign) r) : \(joined)dyn(double(l) \(sign) double(r))))"
  }

  /// Returns true if the value is certainly text, so that `+` joins.
  private func isText(_ script: Script, _ locals: Locals) -> Bool {
    switch script {
    case .string: true
    case .binary("+", let left, let right): isText(left, locals) || isText(right, locals)
    case .call(.member(.name("JSON"), "stringify"), _), .call(.name("String"), _): true
    case .name(let name): locals[name].map { isText($0, [:]) } ?? false
    default: false
    }
  }

  /// Returns ECMAScript's ToString, as far as messages need it.
  func text(_ script: Script, _ locals: Locals) throws(ScriptError) -> String {
    isText(script, locals) ? try cel(script, locals) : "'%s'.format([dyn(\(try cel(script, locals)))])"
  }

  /// Returns ECMAScript's ToBoolean.
  func truth(_ script: Script, _ locals: Locals) throws(ScriptError) -> String {
    switch script {
    case .name("true"), .name("false"), .unary("!", _), .call(.name("In"), _), .call(.name("isNaN"), _):
      return try cel(script, locals)
    case .binary where isTruth(script): return try cel(script, locals)
    case .call(let callee, let arguments) where called(callee) != nil:
      return try truth(try inlined(callee, arguments, locals), locals)
    case .conditional(let condition, let then, let otherwise):
      return "(\(try truth(condition, locals)) ? \(try truth(then, locals)) : \(try truth(otherwise, locals)))"
    default:
      let value = "dyn(\(try cel(script, locals)))"
      return "(\(value) != null && \(value) != false && \(value) != 0 && \(value) != '')"
    }
  }

  /// Returns true if the value is certainly a boolean.
  private func isTruth(_ script: Script) -> Bool {
    guard case .binary(let sign, _, _) = script else { return false }
    return ["&&", "||", "===", "==", "!==", "!=", "<", ">", "<=", ">=", "in", "instanceof", "|", "&"].contains(sign)
  }

  private func className(_ script: Script) throws(ScriptError) -> String {
    switch script {
    case .name("Array"): return "list"
    case .name("Object"): return "map"
    default: throw .unsupported("'instanceof' of other than Array and Object")
    }
  }

  private func typeName(_ operand: Script, _ locals: Locals) throws(ScriptError) -> String {
    let value = "dyn(\(try cel(operand, locals)))"
    if case .name(let name) = operand, locals[name] == nil, Self.constants[name] == nil {
      return "(has(\(Self.variable(name))) && \(value) != null ? \(typeName(of: value)) : 'undefined')"
    }
    return "(\(value) == null ? 'undefined' : \(typeName(of: value)))"
  }

  private func typeName(of value: String) -> String {
    "(type(\(value)) == string ? 'string' : type(\(value)) == bool ? 'boolean' : type(\(value)) in [int, double] ? 'number' : 'object')"
  }

  func substituted(_ script: Script, _ locals: Locals) -> Script {
    func inner(_ part: Script) -> Script { substituted(part, locals) }
    switch script {
    case .name(let name): return locals[name] ?? script
    case .number, .string, .function: return script
    case .member(let owner, let field): return .member(inner(owner), field)
    case .element(let owner, let key): return .element(inner(owner), inner(key))
    case .call(let function, let arguments): return .call(inner(function), arguments.map(inner))
    case .unary(let sign, let operand): return .unary(sign, inner(operand))
    case .binary(let sign, let left, let right): return .binary(sign, inner(left), inner(right))
    case .conditional(let a, let b, let c): return .conditional(inner(a), inner(b), inner(c))
    case .list(let items): return .list(items.map(inner))
    case .object(let entries): return .object(entries.map { ($0.key, inner($0.value)) })
    }
  }
}
