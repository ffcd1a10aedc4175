/// Says a script in CEL. Where ECMAScript converts values silently, the conversion is written out; where it would fail, so does CEL.
struct ScriptTranslator {
  /// Functions that the document's scripts declare.
  var functions: [String: ScriptFunction] = [:]
  /// Variables that scripts assign or declare, in order.
  var variables: [String] = []

  init() {}

  /// An expression.
  func value(_ source: String) throws(ScriptError) -> String {
    do {
      return try cel(try ScriptParser.expression(source), [:])
    } catch .syntax(let problem) {
      return Self.failing(problem)
    }
  }

  /// An expression as a condition: true if its value counts as true.
  func condition(_ source: String) throws(ScriptError) -> String {
    do {
      return try truth(try ScriptParser.expression(source), [:])
    } catch .syntax(let problem) {
      return Self.failing(problem)
    }
  }

  /// An expression that the checker accepts and that has no value.
  static func failing(_ problem: String) -> String { "dyn({})[\(literal(problem))]" }

  /// Text as a literal of CEL.
  static func literal(_ text: String) -> String { Definition.quoted(text) }

  /// What is substituted for parameters and local variables.
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
    }
  }

  private func joined(_ items: [Script], _ locals: Locals) throws(ScriptError) -> String {
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
    case "in": return "(\(try cel(left, locals)) in \(try cel(right, locals)))"
    case "+" where isText(left, locals) || isText(right, locals):
      return "(\(try text(left, locals)) + \(try text(right, locals)))"
    case "/": return "(double(\(try cel(left, locals))) / double(\(try cel(right, locals))))"
    default: return "(\(try cel(left, locals)) \(sign) \(try cel(right, locals)))"
    }
  }

  /// True if the value is certainly text, so that `+` joins.
  private func isText(_ script: Script, _ locals: Locals) -> Bool {
    switch script {
    case .string: true
    case .binary("+", let left, let right): isText(left, locals) || isText(right, locals)
    case .call(.member(.name("JSON"), "stringify"), _): true
    case .name(let name): locals[name].map { isText($0, [:]) } ?? false
    default: false
    }
  }

  /// ECMAScript's ToString, as far as a message needs it.
  private func text(_ script: Script, _ locals: Locals) throws(ScriptError) -> String {
    isText(script, locals) ? try cel(script, locals) : "'%s'.format([dyn(\(try cel(script, locals)))])"
  }

  /// ECMAScript's ToBoolean.
  func truth(_ script: Script, _ locals: Locals) throws(ScriptError) -> String {
    switch script {
    case .name("true"), .name("false"), .unary("!", _), .call(.name("In"), _), .call(.name("isNaN"), _):
      return try cel(script, locals)
    case .binary(let sign, _, _)
    where ["&&", "||", "===", "==", "!==", "!=", "<", ">", "<=", ">=", "in"].contains(sign):
      return try cel(script, locals)
    case .call(.name(let name), let arguments) where functions[name] != nil:
      return try truth(try inlined(name, arguments, locals), locals)
    case .conditional(let condition, let then, let otherwise):
      return "(\(try truth(condition, locals)) ? \(try truth(then, locals)) : \(try truth(otherwise, locals)))"
    default:
      let value = "dyn(\(try cel(script, locals)))"
      return "(\(value) != null && \(value) != false && \(value) != 0 && \(value) != '')"
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

  // MARK: Calls

  private func call(_ function: Script, _ arguments: [Script], _ locals: Locals) throws(ScriptError) -> String {
    switch function {
    case .name("In"): return "In(\(try joined(arguments, locals)))"
    case .name("isNaN"): return "!(type(dyn(\(try joined(arguments, locals)))) in [int, double])"
    case .name("String"): return "'%s'.format([dyn(\(try joined(arguments, locals)))])"
    case .name(let name) where functions[name] != nil: return try cel(try inlined(name, arguments, locals), locals)
    case .name(let name): return Self.failing("\(name) is not a function")
    case .member(.name("JSON"), "stringify"): return "'%s'.format([dyn(\(try joined(arguments, locals)))])"
    case .member(.name("Math"), let name): return try math(name, arguments, locals)
    case .member(let owner, "concat"): return "(\(try cel(owner, locals)) + \(try joined(arguments, locals)))"
    case .member(let owner, "indexOf"): return "\(try cel(owner, locals)).indexOf(\(try joined(arguments, locals)))"
    case .member(let owner, "toString"): return try text(owner, locals)
    default: throw .unsupported("a call of a method")
    }
  }

  private func math(_ name: String, _ arguments: [Script], _ locals: Locals) throws(ScriptError) -> String {
    if name == "pow", arguments.count == 2, case .number(let digits) = arguments[1], let power = Int(digits),
      1...8 ~= power
    {
      let base = try cel(arguments[0], locals)
      return "(\(Array(repeating: base, count: power).joined(separator: " * ")))"
    }
    let known = ["max": "greatest", "min": "least", "floor": "floor", "ceil": "ceil", "abs": "abs", "round": "round"]
    guard let own = known[name] else { throw .unsupported("Math.\(name)") }
    return "math.\(own)(\(try joined(arguments, locals)))"
  }

  /// A call of a declared function as one expression: its parameters and variables are substituted.
  private func inlined(_ name: String, _ arguments: [Script], _ locals: Locals) throws(ScriptError) -> Script {
    guard let function = functions[name] else { throw .unsupported("function '\(name)'") }
    var own: Locals = [:]
    for (index, parameter) in function.parameters.enumerated() {
      own[parameter] = index < arguments.count ? substituted(arguments[index], locals) : .name("undefined")
    }
    return try result(of: function.body[...], own) ?? .name("undefined")
  }

  /// What a body returns; nil if it ends without.
  private func result(of body: ArraySlice<ScriptStatement>, _ locals: Locals) throws(ScriptError) -> Script? {
    var locals = locals
    var rest = body
    while let statement = rest.popFirst() {
      switch statement {
      case .returns(let value): return substituted(value, locals)
      case .assign(.name(let name), let value): locals[name] = substituted(value, locals)
      case .branch(let condition, let then, let otherwise):
        let after = try result(of: rest, locals)
        let yes = try result(of: then[...], locals) ?? after
        let no = try result(of: otherwise[...], locals) ?? after
        return .conditional(
          substituted(condition, locals), yes ?? .name("undefined"), no ?? .name("undefined"))
      case .evaluate: continue
      case .assign, .function: throw .unsupported("a function that changes more than its variables")
      }
    }
    return nil
  }

  func substituted(_ script: Script, _ locals: Locals) -> Script {
    func inner(_ part: Script) -> Script { substituted(part, locals) }
    switch script {
    case .name(let name): return locals[name] ?? script
    case .number, .string: return script
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
