extension ScriptTranslator {
  /// Translates a script into actions. Functions that it declares are remembered and are no actions.
  mutating func actions(_ source: String) throws(ScriptError) -> [ScriptAction] {
    do {
      return try actions(try ScriptParser.statements(source), [:])
    } catch .syntax(let problem) {
      return [.evaluate(Self.failing(problem))]
    }
  }

  private mutating func actions(
    _ statements: [ScriptStatement], _ locals: Locals
  ) throws(ScriptError) -> [ScriptAction] {
    var result: [ScriptAction] = []
    for statement in statements {
      switch statement {
      case .function(let name, let function): functions[name] = function
      case .assign(.name(let name), .function(let function)): functions[name] = function
      case .assign(let target, let value):
        let location = try self.location(substituted(target, locals))
        if case .name(let name) = target, !variables.contains(name) { variables.append(name) }
        result.append(.assign(location: location, try cel(value, locals)))
      case .evaluate(.call(.member(let owner, "push"), let arguments)):
        let list = try cel(owner, locals)
        var items: [String] = []
        for argument in arguments { items.append(try cel(argument, locals)) }
        let value = "\(list) + [\(items.joined(separator: ", "))]"
        result.append(.assign(location: try location(owner), value))
      case .evaluate(.call(.name(let name), let arguments)) where functions[name] != nil:
        result += try called(name, arguments, locals)
      case .evaluate(let script):
        result.append(.evaluate(try cel(script, locals)))
      case .branch(let condition, let then, let otherwise):
        let truth = try truth(condition, locals)
        result.append(.branch(truth, try actions(then, locals), try actions(otherwise, locals)))
      case .returns: return result
      }
    }
    return result
  }

  /// Translates a call of a declared function whose result is not used.
  private mutating func called(
    _ name: String, _ arguments: [Script], _ locals: Locals
  ) throws(ScriptError) -> [ScriptAction] {
    guard let function = functions[name] else { return [] }
    var own: Locals = [:]
    for (index, parameter) in function.parameters.enumerated() where index < arguments.count {
      own[parameter] = substituted(arguments[index], locals)
    }
    return try actions(function.body, own)
  }

  private func location(_ target: Script) throws(ScriptError) -> String {
    switch target {
    case .name(let name): return name
    case .member(let owner, let field): return "\(try location(owner)).\(field)"
    case .element(let owner, .number(let digits)): return "\(try location(owner))[\(digits)]"
    case .element(let owner, .string(let key)): return "\(try location(owner)).\(key)"
    default: throw .unsupported("an assignment to something else than a variable")
    }
  }
}
