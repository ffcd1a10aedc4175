/// Resolves names, fields and overloads, and infers a type for every node. Each fault is reported once: a refused node
/// gets the type `error`, which fits everywhere.
struct Checker {
  let environment: CELEnvironment
  private(set) var issues: [CELIssue] = []
  private(set) var localCount = 0
  /// The bindings of type variables so far.
  var variables = TypeVariables()
  private var scope: [(name: String, type: CELType)] = []
  private var facts = NullFacts()

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
      case .logical(let isAnd, let operands): checkLogical(operands, and: isAnd)
      case .conditional(let condition, let yes, let no): checkConditional(expression, condition, yes, no)
      case .list(let elements): checkList(elements)
      case .map(let entries): checkMap(entries)
      case .comprehension(let it): checkComprehension(expression, it)
      }
    expression.type = facts.certain(expression, variables.resolve(type), locals: localNames)
    return expression.type
  }

  // MARK: null

  /// Reports an operand that may be null, where the environment refuses that.
  mutating func needsValue(_ operand: Expression, _ type: CELType, for use: String) {
    guard environment.refusesNull, case .nullable = variables.resolve(type) else { return }
    let (name, cure) = NullFacts.cure(operand)
    report("may-be-null", "\(name) may be null, and \(use) needs a value", operand, hint: cure)
  }

  /// Checks an expression at a place where the subjects are known not to be null.
  @discardableResult
  mutating func check(_ expression: Expression, knowing subjects: Set<String>) -> CELType {
    facts.begin(subjects)
    defer { facts.end(subjects) }
    return check(expression)
  }

  func notNull(_ condition: Expression, if value: Bool) -> Set<String> {
    environment.refusesNull ? NullFacts.notNull(condition, if: value, localNames) : []
  }

  // MARK: reporting

  mutating func report(
    _ code: String, _ message: String, _ expression: Expression, hint: String? = nil, atPlace: Bool = false,
    length: Int? = nil
  ) {
    let start = atPlace ? expression.place : expression.offset
    issues.append(
      CELIssue(
        code: code, message: message, offset: start, length: max(1, length ?? (expression.end - start)), hint: hint))
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
