/// Resolves names, fields and overloads, and infers a type for every node. Each fault is reported once: a refused node
/// gets the type `error`, which fits everywhere.
///
/// The checker walks the expression. It asks a role of its own for the meaning of each part whose operands are checked.
struct Checker {
  let context: CheckContext
  let conformance: Conformance
  let names: NameResolver
  let containers: MemberTypes
  let functions: FunctionFinder
  let overloads: OverloadResolver
  private var facts = NullFacts()

  init(environment: CELEnvironment) {
    context = CheckContext(environment: environment)
    conformance = Conformance(context: context)
    names = NameResolver(context: context)
    containers = MemberTypes(context: context)
    functions = FunctionFinder(context: context)
    overloads = OverloadResolver(context: context)
  }

  mutating func check(_ expression: Expression, expecting: CELType?) -> CELType {
    let type = check(expression)
    if let expecting { conformance.conform(expression, to: expecting) }
    return context.variables.resolve(type)
  }

  @discardableResult
  mutating func check(_ expression: Expression) -> CELType {
    let type =
      switch expression.kind {
      case .literal(let value): value.dynamicType
      case .name(let name, let absolute): names.resolve(expression, name: name, absolute)
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
    expression.type = facts.certain(expression, context.variables.resolve(type), locals: context.localNames)
    return expression.type
  }

  /// Checks an expression at a place where the subjects are known not to be null.
  @discardableResult
  mutating func check(_ expression: Expression, knowing subjects: Set<String>) -> CELType {
    facts.begin(subjects)
    defer { facts.end(subjects) }
    return check(expression)
  }

  func notNull(_ condition: Expression, if value: Bool) -> Set<String> {
    context.environment.refusesNull ? NullFacts.notNull(condition, if: value, context.localNames) : []
  }
}
