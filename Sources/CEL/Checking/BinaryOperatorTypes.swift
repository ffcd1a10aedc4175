/// Finds the types of binary operators.
struct BinaryOperatorTypes {
  let context: CheckContext

  /// Returns the type of an operation whose operands are checked and have the types `a` and `b`.
  func type(
    of expression: Expression, _ operation: BinaryOperator, _ left: Expression, _ a: CELType, _ right: Expression,
    _ b: CELType
  ) -> CELType {
    if a == .error || b == .error { return operation.givesBool ? .bool : .error }
    switch operation {
    case .equal, .notEqual:
      if !a.isComparable(to: b) {
        let never = a == .null || b == .null
        context.report(
          "no-overload", "\(a.settled) and \(b.settled) are never equal", expression,
          hint: never ? "a \(a == .null ? b : a) is never null" : OperatorTypes.convert(a, b))
      }
      Conformance(context: context).checkDomain(a, right)
      Conformance(context: context).checkDomain(b, left)
      return .bool
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if OperatorTypes.areOrdered(a, b) {
        needValues(left, a, right, b, operation)
      } else {
        noOverload(expression, operation, a, b)
      }
      return .bool
    case .isIn: return checkIn(expression, left, a, right, b)
    default:
      let count = context.issues.count
      let type = checkArithmetic(expression, operation, a, b)
      if context.issues.count == count { needValues(left, a, right, b, operation) }
      return type
    }
  }

  private func needValues(
    _ left: Expression, _ a: CELType, _ right: Expression, _ b: CELType, _ operation: BinaryOperator
  ) {
    context.needsValue(left, a, for: "'\(operation.rawValue)'")
    context.needsValue(right, b, for: "'\(operation.rawValue)'")
  }

  private func noOverload(_ expression: Expression, _ operation: BinaryOperator, _ a: CELType, _ b: CELType) {
    context.report(
      "no-overload", "there is no \(a.settled) \(operation.rawValue) \(b.settled)", expression,
      hint: OperatorTypes.convert(a, b) ?? OperatorTypes.listed(operation))
  }

  private func checkArithmetic(
    _ expression: Expression, _ operation: BinaryOperator, _ a: CELType, _ b: CELType
  ) -> CELType {
    if operation == .add {
      switch (a.withoutNull, b.withoutNull) {
      case (.list(let x), .list(let y)): return .list(context.variables.join(x, y, loosely: true) ?? .dyn)
      case (.list, let other) where other.isUnknown: return .list(.dyn)
      case (let other, .list) where other.isUnknown: return .list(.dyn)
      default: break
      }
    }
    var result: CELType?
    for (left, right, type) in OperatorTypes.arithmetic[operation] ?? []
    where a.isAssignable(to: left) && b.isAssignable(to: right) {
      result = result.map { $0 == type ? type : .dyn } ?? type
    }
    guard let result else {
      noOverload(expression, operation, a, b)
      return .error
    }
    return result
  }

  private func checkIn(
    _ expression: Expression, _ left: Expression, _ a: CELType, _ right: Expression, _ b: CELType
  ) -> CELType {
    context.needsValue(right, b, for: "'in'")
    switch b.withoutNull {
    case .list(let element):
      if case .list(let elements) = right.kind {
        for item in elements { Conformance(context: context).checkDomain(a, item.value) }
      }
      Conformance(context: context).checkDomain(element, left)
      if !a.isComparable(to: element) {
        context.report("no-overload", "a list of \(element) never holds a \(a)", expression)
      }
    case .map(let key, _):
      if !a.isComparable(to: key) { context.report("no-overload", "the keys are \(key), never a \(a)", expression) }
    case .object:
      if !a.isAssignable(to: .string) {
        context.report("no-overload", "the keys are strings, never a \(a)", expression)
      }
    case let type where type.isUnknown: break
    default: context.report("no-overload", "'in' needs a list or a map on its right, not a \(b)", right)
    }
    return .bool
  }
}
