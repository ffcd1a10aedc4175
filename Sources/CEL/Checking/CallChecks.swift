/// Functions and their overloads.
extension Checker {
  mutating func checkCall(
    _ expression: Expression, _ target: Expression?, _ name: String, _ arguments: [Expression]
  ) -> CELType {
    if let target, let (space, root, _) = target.qualifiedName, local(root) == nil {
      let qualified = environment.functions["\(space).\(name)"]
      if !qualified.isEmpty { return choose(expression, "\(space).\(name)", qualified, arguments) }
      if hasUnknownRoot(target), environment.functions["." + name].isEmpty {
        for argument in arguments { check(argument) }
        return unknownFunction(expression, "\(space).\(name)", member: false)
      }
    }
    guard let target else {
      let global = environment.functions[name]
      if !global.isEmpty { return choose(expression, name, global, arguments) }
      for argument in arguments { check(argument) }
      return unknownFunction(expression, name, member: false)
    }
    let members = environment.functions["." + name]
    if members.isEmpty {
      check(target)
      for argument in arguments { check(argument) }
      return unknownFunction(expression, name, member: true)
    }
    return choose(expression, name, members, [target] + arguments)
  }

  private mutating func unknownFunction(_ expression: Expression, _ name: String, member: Bool) -> CELType {
    let functions = environment.functions
    var hint = NearestName.find(name, among: functions.names(members: member)).map { "did you mean '\($0)'?" }
    if hint == nil, let other = functions[member ? name : "." + name].first { hint = "it is called \(other.signature)" }
    return fail("unknown-function", "there is no function '\(name)'", expression, hint: hint, atPlace: true)
  }

  private mutating func choose(
    _ expression: Expression, _ name: String, _ overloads: [Overload], _ arguments: [Expression]
  ) -> CELType {
    let types = arguments.map { check($0) }
    var fitting: [Overload] = []
    var result: CELType?
    for overload in overloads where overload.takes(arguments.count) {
      var parameters: [String: CELType] = [:]
      var fits = true
      for (index, type) in types.enumerated() where fits {
        fits = Self.unify(overload.parameter(index), type, &parameters)
        if overload.onlyNumbers, !type.withoutNull.isNumeric, !type.isUnknown { fits = false }
      }
      guard fits else { continue }
      fitting.append(overload)
      let own = Self.substitute(overload.result, parameters)
      result = result.map { $0 == own ? own : .dyn } ?? own
    }
    guard let result else {
      let given = types.map(\.description).joined(separator: ", ")
      report(
        "no-overload", "\(name) does not take (\(given))", expression,
        hint: overloads.prefix(6).map(\.signature).joined(separator: " or "), atPlace: true)
      let sameCount = overloads.filter { $0.takes(arguments.count) }
      expression.resolution =
        sameCount.isEmpty
        ? .failed(
          EvaluationError(code: "no-such-overload", message: "\(name) takes other arguments", offset: expression.place))
        : .function(sameCount, arguments: arguments)
      return .error
    }
    expression.resolution = .function(fitting, arguments: arguments)
    checkLiterals(expression, fitting, arguments)
    return result
  }

  private mutating func checkLiterals(_ expression: Expression, _ fitting: [Overload], _ arguments: [Expression]) {
    guard let overload = fitting.first else { return }
    for (index, argument) in arguments.enumerated() { checkDomain(overload.parameter(index), argument) }
    for literal in overload.literalChecks {
      guard literal.argument < arguments.count, case .literal(let value) = arguments[literal.argument].kind else {
        continue
      }
      do { try literal.check(value) } catch { report("bad-literal", error.message, arguments[literal.argument]) }
    }
    guard overload.folds else { return }
    var values: [Value] = []
    for argument in arguments {
      guard case .literal(let value) = argument.kind else { return }
      values.append(value)
    }
    do {
      switch overload.body {
      case .unary(let body): expression.resolution = .constant(try body(values[0]))
      case .binary(let body): expression.resolution = .constant(try body(values[0], values[1]))
      case .many(let body): expression.resolution = .constant(try body(values))
      case .metered, .declared, .host, .identity: break
      }
    } catch {
      report("bad-literal", error.message, expression)
    }
  }

  /// Whether the argument fits the parameter, with the type parameters found so far.
  private static func unify(_ parameter: CELType, _ argument: CELType, _ found: inout [String: CELType]) -> Bool {
    if argument == .dyn || argument == .error {
      bindUnknown(parameter, &found)
      return true
    }
    switch (parameter, argument.withoutNull) {
    case (.parameter(let name), let type):
      guard let earlier = found[name] else {
        found[name] = type
        return true
      }
      let joined = earlier.joined(type)
      found[name] = joined
      return joined != .dyn || earlier == .dyn || type == .dyn
    case (_, .parameter): return true
    case (.list(let inner), .list(let given)), (.optional(let inner), .optional(let given)):
      return unify(inner, given, &found)
    case (.map(let key, let value), .map(let givenKey, let givenValue)):
      return unify(key, givenKey, &found) && unify(value, givenValue, &found)
    case (.map(let key, let value), .object):
      return unify(key, .string, &found) && unify(value, .dyn, &found)
    case (_, let type): return type.isAssignable(to: parameter)
    }
  }

  /// What an argument of unknown type leaves open is `dyn`.
  private static func bindUnknown(_ parameter: CELType, _ found: inout [String: CELType]) {
    switch parameter {
    case .parameter(let name): found[name] = .dyn
    case .list(let inner), .optional(let inner), .nullable(let inner): bindUnknown(inner, &found)
    case .map(let key, let value):
      bindUnknown(key, &found)
      bindUnknown(value, &found)
    default: break
    }
  }

  private static func substitute(_ type: CELType, _ found: [String: CELType]) -> CELType {
    switch type {
    case .parameter(let name): found[name] ?? .free
    case .list(let inner): .list(substitute(inner, found))
    case .optional(let inner): .optional(substitute(inner, found))
    case .nullable(let inner): .nullable(substitute(inner, found))
    case .map(let key, let value): .map(substitute(key, found), substitute(value, found))
    default: type
    }
  }
}
