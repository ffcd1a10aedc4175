/// Chooses among the overloads of a function by the types of its arguments.
struct OverloadResolver {
  let context: CheckContext

  private struct Fit {
    let overload: Overload
    let result: CELType
    let variables: TypeVariables
  }

  /// Returns the type of a call whose arguments are checked, and resolves it.
  func choose(
    _ expression: Expression, _ name: String, _ overloads: [Overload], _ arguments: [Expression]
  ) -> CELType {
    let types = arguments.map { context.variables.resolve($0.type) }
    var fits: [Fit] = []
    for overload in overloads where overload.takes(arguments.count) {
      if overload.onlyNumbers, !types.allSatisfy({ $0.withoutNull.isNumeric || $0.isUnknown }) { continue }
      var attempt = context.variables
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
    if fits.count == 1 { context.variables = first.variables }
    expression.resolution = .function(fits.map(\.overload), arguments: arguments)
    checkLiterals(expression, fits.map(\.overload), arguments)
    for (index, argument) in arguments.enumerated() where fits.allSatisfy({ $0.overload.refusesNull(at: index) }) {
      context.needsValue(argument, types[index], for: "'\(name.hasPrefix(".") ? String(name.dropFirst()) : name)'")
    }
    return fits.allSatisfy { $0.result == first.result } ? first.result : .dyn
  }

  private func noFit(
    _ expression: Expression, _ name: String, _ overloads: [Overload], _ arguments: [Expression], _ types: [CELType]
  ) -> CELType {
    let sameCount = overloads.filter { $0.takes(arguments.count) }
    let given = types.map(\.settled.description).joined(separator: ", ")
    var listed = overloads.prefix(8).map(\.signature).joined(separator: " or ")
    if overloads.count > 8 { listed += " or \(overloads.count - 8) more" }
    // If exactly one argument fits no overload, the message points at it.
    let wrong = types.indices.filter { index in
      !sameCount.contains { overload in
        var attempt = context.variables
        var names: [String: CELType] = [:]
        return attempt.fits(types[index], attempt.instantiate(overload.parameter(index), &names))
      }
    }
    if !types.contains(.error) {
      if !sameCount.isEmpty, wrong.count == 1, let index = wrong.first {
        let wanted = sameCount.map { $0.parameter(index).description }
        let names = wanted.indices.filter { wanted.firstIndex(of: wanted[$0]) == $0 }.map { wanted[$0] }
        context.report(
          "no-overload", "\(name) expects \(names.joined(separator: " or ")) here, found \(types[index].settled)",
          arguments[index], hint: listed)
      } else {
        context.report("no-overload", "\(name) does not take (\(given))", expression, hint: listed, atPlace: true)
      }
    }
    expression.resolution =
      sameCount.isEmpty
      ? .failed(
        EvaluationError(code: "no-such-overload", message: "\(name) takes other arguments", offset: expression.place))
      : .function(sameCount, arguments: arguments)
    return .error
  }

  private func checkLiterals(_ expression: Expression, _ fitting: [Overload], _ arguments: [Expression]) {
    guard let overload = fitting.first else { return }
    for (index, argument) in arguments.enumerated() {
      Conformance(context: context).checkDomain(overload.parameter(index), argument)
    }
    for literal in overload.literalChecks {
      guard literal.argument < arguments.count, case .literal(let value) = arguments[literal.argument].kind else {
        continue
      }
      do { try literal.check(value) } catch {
        context.report("bad-literal", error.message, arguments[literal.argument])
      }
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
      context.report("bad-literal", error.message, expression)
    }
  }
}
