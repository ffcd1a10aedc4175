/// Checks calls: finds the function and the overloads that fit.
extension Checker {
  mutating func checkCall(
    _ expression: Expression, _ target: Expression?, _ name: String, _ arguments: [Expression]
  ) -> CELType {
    if let target, let (space, root, absolute) = target.qualifiedName, absolute || local(root) == nil {
      if let (name, overloads) = functions("\(space).\(name)", absolute) {
        return choose(expression, name, overloads, arguments)
      }
      if hasUnknownRoot(target), environment.functions["." + name].isEmpty {
        for argument in arguments { check(argument) }
        return unknownFunction(expression, "\(space).\(name)", member: false)
      }
    }
    guard let target else {
      if let (name, overloads) = functions(name, false) { return choose(expression, name, overloads, arguments) }
      for argument in arguments { check(argument) }
      return unknownFunction(expression, name, member: false)
    }
    let members = environment.functions["." + name]
    if members.isEmpty {
      let type = check(target)
      for argument in arguments { check(argument) }
      return type == .error ? .error : unknownFunction(expression, name, member: true)
    }
    return choose(expression, name, members, [target] + arguments)
  }

  /// Returns the function of that name from the innermost namespace of the container outwards.
  private func functions(_ name: String, _ absolute: Bool) -> (String, [Overload])? {
    for candidate in environment.candidates(name, absolute: absolute) {
      let overloads = environment.functions[candidate]
      if !overloads.isEmpty { return (candidate, overloads) }
    }
    return nil
  }

  private mutating func unknownFunction(_ expression: Expression, _ name: String, member: Bool) -> CELType {
    let functions = environment.functions
    let macros = member ? Comprehension.names : ["has", "cel.bind"]
    var hint: String?
    if macros.contains(name) {
      hint = "\(name) is a macro: \(Comprehension.usage(name))"
    } else if let other = functions[member ? name : "." + name].first {
      hint = "it is called \(other.signature)"
    } else if !member, Comprehension.names.contains(name) {
      hint = "it is called \(Comprehension.usage(name))"
    } else if let nearest = NearestName.find(name, among: functions.names(members: member) + macros) {
      hint = "did you mean '\(nearest)'?"
    } else if member, let nearest = NearestName.find(name, among: functions.names(members: false)) {
      hint = "did you mean \(nearest)(…)?"
    } else if !member, let nearest = NearestName.find(name, among: functions.names(members: true)) {
      hint = "did you mean x.\(nearest)(…)?"
    }
    return fail("unknown-function", "there is no function '\(name)'", expression, hint: hint, atPlace: true)
  }

  private struct Fit {
    let overload: Overload
    let result: CELType
    let variables: TypeVariables
  }

  private mutating func choose(
    _ expression: Expression, _ name: String, _ overloads: [Overload], _ arguments: [Expression]
  ) -> CELType {
    for argument in arguments { check(argument) }
    let types = arguments.map { variables.resolve($0.type) }
    var fits: [Fit] = []
    for overload in overloads where overload.takes(arguments.count) {
      if overload.onlyNumbers, !types.allSatisfy({ $0.withoutNull.isNumeric || $0.isUnknown }) { continue }
      var attempt = variables
      var names: [String: CELType] = [:]
      let parameters = overload.parameters.map { attempt.instantiate($0, &names) }
      guard types.indices.allSatisfy({ attempt.fits(types[$0], parameters[min($0, parameters.count - 1)]) }) else {
        continue
      }
      let result = attempt.instantiate(overload.result, &names)
      fits.append(Fit(overload: overload, result: attempt.resolve(result), variables: attempt))
    }
    // Where all arguments have known types, overloads that take `dyn` yield to more specific ones.
    if fits.count > 1, !types.contains(where: \.holdsUnknown) {
      let exact = fits.filter {
        !$0.overload.parameters.contains(.dyn) && !$0.overload.parameters.contains(.list(.dyn))
      }
      if !exact.isEmpty { fits = exact }
    }
    guard let first = fits.first else { return noFit(expression, name, overloads, arguments, types) }
    // Overloads that fit may bind the variables differently, so only their common result counts.
    if fits.count == 1 { variables = first.variables }
    expression.resolution = .function(fits.map(\.overload), arguments: arguments)
    checkLiterals(expression, fits.map(\.overload), arguments)
    for (index, argument) in arguments.enumerated() where fits.allSatisfy({ $0.overload.refusesNull(at: index) }) {
      needsValue(argument, types[index], for: "'\(name.hasPrefix(".") ? String(name.dropFirst()) : name)'")
    }
    return fits.allSatisfy { $0.result == first.result } ? first.result : .dyn
  }

  private mutating func noFit(
    _ expression: Expression, _ name: String, _ overloads: [Overload], _ arguments: [Expression], _ types: [CELType]
  ) -> CELType {
    let sameCount = overloads.filter { $0.takes(arguments.count) }
    let given = types.map(\.settled.description).joined(separator: ", ")
    var listed = overloads.prefix(8).map(\.signature).joined(separator: " or ")
    if overloads.count > 8 { listed += " or \(overloads.count - 8) more" }
    // If exactly one argument fits no overload, the message points at it.
    let wrong = types.indices.filter { index in
      !sameCount.contains { overload in
        var attempt = variables
        var names: [String: CELType] = [:]
        return attempt.fits(types[index], attempt.instantiate(overload.parameter(index), &names))
      }
    }
    if !types.contains(.error) {
      if !sameCount.isEmpty, wrong.count == 1, let index = wrong.first {
        let wanted = sameCount.map { $0.parameter(index).description }
        let names = wanted.indices.filter { wanted.firstIndex(of: wanted[$0]) == $0 }.map { wanted[$0] }
        report(
          "no-overload", "\(name) expects \(names.joined(separator: " or ")) here, found \(types[index].settled)",
          arguments[index], hint: listed)
      } else {
        report("no-overload", "\(name) does not take (\(given))", expression, hint: listed, atPlace: true)
      }
    }
    expression.resolution =
      sameCount.isEmpty
      ? .failed(
        EvaluationError(code: "no-such-overload", message: "\(name) takes other arguments", offset: expression.place))
      : .function(sameCount, arguments: arguments)
    return .error
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
}
