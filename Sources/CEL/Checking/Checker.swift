/// Resolves names, fields and overloads, and infers a type for every node. Each fault is reported once: a refused node
/// gets the type `error`, which fits everywhere.
struct Checker {
  let environment: CELEnvironment
  private(set) var issues: [CELIssue] = []
  private(set) var localCount = 0
  /// The bindings of type variables so far.
  var variables = TypeVariables()
  private var scope: [(name: String, type: CELType)] = []

  init(environment: CELEnvironment) { self.environment = environment }

  mutating func check(_ expression: Expression, expecting: CELType?) -> CELType {
    let type = check(expression)
    if let expecting { conform(expression, to: expecting) }
    return variables.resolve(type)
  }

  @discardableResult
  mutating func check(_ expression: Expression) -> CELType {
    let type =
      switch expression.kind {
      case .literal(let value): value.dynamicType
      case .name(let name, let absolute): checkName(expression, name, absolute)
      case .select(let operand, let field, let optional): checkSelect(expression, operand, field, optional)
      case .has(let operand, let field, _): checkHas(expression, operand, field)
      case .index(let operand, let key, let optional): checkIndex(expression, operand, key, optional)
      case .call(let target, let name, let arguments): checkCall(expression, target, name, arguments)
      case .not(let operand): checkNot(operand)
      case .negate(let operand): checkNegate(expression, operand)
      case .binary(let operation, let left, let right): checkBinary(expression, operation, left, right)
      case .logical(_, let operands): checkLogical(operands)
      case .conditional(let condition, let yes, let no): checkConditional(expression, condition, yes, no)
      case .list(let elements): checkList(elements)
      case .map(let entries): checkMap(entries)
      case .comprehension(let it): checkComprehension(expression, it)
      }
    expression.type = variables.resolve(type)
    return expression.type
  }

  // MARK: reporting

  mutating func report(
    _ code: String, _ message: String, _ expression: Expression, hint: String? = nil, atPlace: Bool = false,
    length: Int? = nil
  ) {
    issues.append(CELIssue(code, message, at: expression, hint: hint, atPlace: atPlace, length: length))
  }

  /// Reports a fault and makes the node fail if it is evaluated nevertheless.
  mutating func fail(
    _ code: String, _ message: String, _ expression: Expression, hint: String? = nil, atPlace: Bool = false,
    length: Int? = nil
  ) -> CELType {
    report(code, message, expression, hint: hint, atPlace: atPlace, length: length)
    expression.resolution = .failed(EvaluationError(code: code, message: message, offset: expression.place))
    return .error
  }

  /// Reports each part of the expression that does not have the type which its context expects.
  mutating func conform(_ expression: Expression, to expected: CELType) {
    var check = ExpectationCheck()
    check.conform(expression, to: expected)
    issues += check.issues
  }

  /// Reports a string literal beside an enumeration if it is not in the enumeration's domain.
  mutating func checkDomain(_ type: CELType, _ expression: Expression) {
    var check = ExpectationCheck()
    check.checkDomain(type, expression)
    issues += check.issues
  }

  // MARK: scope

  func local(_ name: String) -> (index: Int, type: CELType)? {
    guard let index = scope.lastIndex(where: { CodePoints.equal($0.name, name) }) else { return nil }
    return (index, scope[index].type)
  }

  /// Brings a local variable into scope. Its index in the scope is also its place in the frame.
  mutating func push(_ name: String, _ type: CELType) {
    scope.append((name, type))
    localCount = max(localCount, scope.count)
  }

  mutating func pop(_ count: Int) { scope.removeLast(count) }

  var localNames: [String] { scope.map(\.name) }

  /// The next free place in the frame.
  var nextLocal: Int { scope.count }
}
