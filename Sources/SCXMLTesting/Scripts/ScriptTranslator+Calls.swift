// The calls of a script: functions of the language, and its own.
extension ScriptTranslator {
  func call(_ function: Script, _ arguments: [Script], _ locals: Locals) throws(ScriptError) -> String {
    if called(function) != nil { return try cel(try inlined(function, arguments, locals), locals) }
    switch function {
    case .name("In"): return "In(\(try joined(arguments, locals)))"
    case .name("isNaN"): return "!(type(dyn(\(try joined(arguments, locals)))) in [int, double])"
    case .name("String"): return "'%s'.format([dyn(\(try joined(arguments, locals)))])"
    case .name(let name): return Self.failing("\(name) is not a function")
    case .member(.name("JSON"), "stringify"): return "'%s'.format([dyn(\(try joined(arguments, locals)))])"
    case .member(.name("console"), _): return "[\(try joined(arguments.map { .list([$0]) }, locals))]"
    case .member(.name("Math"), let name): return try math(name, arguments, locals)
    case .member(let owner, "concat"): return try concatenation(owner, arguments, locals)
    case .member(let owner, let cut) where ["slice", "substring"].contains(cut):
      return "\(try cel(owner, locals)).substring(\(try joined(arguments, locals)))"
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

  /// Returns a list or a text with more at its end.
  private func concatenation(_ owner: Script, _ parts: [Script], _ locals: Locals) throws(ScriptError) -> String {
    var sum = try cel(owner, locals)
    for part in parts { sum += " + \(try cel(part, locals))" }
    return "(\(sum))"
  }

  /// Returns the function that a call names or contains; nil if it is not the document's.
  func called(_ callee: Script) -> ScriptFunction? {
    switch callee {
    case .name(let name): functions[name]
    case .function(let function): function
    default: nil
    }
  }

  /// Returns a call of the document's own function as one expression, in which its parameters and variables are
  /// substituted.
  func inlined(_ callee: Script, _ arguments: [Script], _ locals: Locals) throws(ScriptError) -> Script {
    guard let function = called(callee) else { throw .unsupported("a call of no function") }
    var own: Locals = [:]
    for (index, parameter) in function.parameters.enumerated() {
      own[parameter] = index < arguments.count ? substituted(arguments[index], locals) : .name("undefined")
    }
    return try result(of: function.body[...], own) ?? .name("undefined")
  }

  /// Returns the result of a body; nil if it ends without `return`.
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
}
