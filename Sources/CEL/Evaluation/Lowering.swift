/// Turns a checked tree into nodes.
struct Lowering {
  private(set) var slots: Set<Int> = []
  private(set) var hostCalls: [(id: Int, literalArguments: [Value?])] = []
  private(set) var comparisons: [Comparison] = []
  // The checker numbers local variables by their depth, and this walks the scopes in the same way.
  private var locals = 0

  mutating func node(_ expression: Expression) -> any Node {
    if let constant = expression.constant { return ConstantNode(constant) }
    switch expression.resolution {
    case .variable(let slot):
      slots.insert(slot)
      return SlotNode(slot: slot)
    case .presence(let slot):
      slots.insert(slot)
      return PresenceNode(slot: slot)
    case .local(let index): return LocalNode(index: index)
    case .constant(let value): return ConstantNode(value)
    case .failed(let error): return FailNode(error)
    case .function(let overloads, let arguments): return call(expression, overloads, arguments)
    case .none: break
    }
    let place = expression.place
    switch expression.kind {
    case .literal(let value): return ConstantNode(value)
    case .select(let operand, let field, let optional):
      return SelectNode(operand: node(operand), field: field, optional: optional, place: place)
    case .has(let operand, let field, _): return HasNode(operand: node(operand), field: field, place: place)
    case .index(let operand, let key, let optional):
      return IndexNode(operand: node(operand), key: node(key), optional: optional, place: place)
    case .not(let operand): return NotNode(operand: node(operand), place: place)
    case .negate(let operand): return NegateNode(operand: node(operand), place: place)
    case .binary(let operation, let left, let right): return binary(operation, left, right, place)
    case .logical(let and, let operands):
      let nodes = operands.map { node($0) }
      return and ? AndNode(operands: nodes, place: place) : OrNode(operands: nodes, place: place)
    case .conditional(let condition, let yes, let no):
      return ConditionalNode(condition: node(condition), yes: node(yes), no: node(no), place: place)
    case .list(let elements):
      return ListNode(elements: elements.map { (node($0.value), $0.optional) }, place: place)
    case .map(let entries):
      return MapNode(entries: entries.map { (node($0.key), node($0.value), $0.optional) }, place: place)
    case .comprehension(let it): return comprehension(it, place)
    case .name(let name, _):
      return FailNode(EvaluationError(code: "unknown-name", message: "there is no '\(name)'", offset: place))
    case .call(_, let name, _):
      return FailNode(EvaluationError(code: "unknown-function", message: "there is no '\(name)'", offset: place))
    }
  }

  private mutating func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ place: Int
  ) -> any Node {
    let (a, b) = (node(left), node(right))
    if operation.givesBool { comparisons.append(Comparison(left: a, right: b)) }
    switch operation {
    case .equal: return EqualNode(left: a, right: b, negated: false)
    case .notEqual: return EqualNode(left: a, right: b, negated: true)
    case .less: return CompareNode(left: a, right: b, less: true, equal: false, greater: false, place: place)
    case .lessOrEqual: return CompareNode(left: a, right: b, less: true, equal: true, greater: false, place: place)
    case .greater: return CompareNode(left: a, right: b, less: false, equal: false, greater: true, place: place)
    case .greaterOrEqual: return CompareNode(left: a, right: b, less: false, equal: true, greater: true, place: place)
    case .isIn: return InNode(element: a, container: b, place: place)
    default: return ArithmeticNode(operation, a, b, place: place)
    }
  }

  private mutating func call(_ expression: Expression, _ overloads: [Overload], _ arguments: [Expression]) -> any Node {
    let nodes = arguments.map { node($0) }
    let overload = overloads[0]
    if OptionalOrNode.answers(overload) {
      return OptionalOrNode(
        optional: nodes[0], otherwise: nodes[1], wraps: overload.name == ".or", place: expression.place)
    }
    let literals: [Value?] = arguments.map { if case .literal(let value) = $0.kind { value } else { .none } }
    let cost = FunctionCosts.of(overload.name)
    switch overload.prepared?(literals) ?? overload.body {
    case .identity: return nodes[0]
    case .unary(let body): return UnaryCallNode(argument: nodes[0], body: body, cost: cost, place: expression.place)
    case .binary(let body):
      return BinaryCallNode(first: nodes[0], second: nodes[1], body: body, cost: cost, place: expression.place)
    case .many(let body):
      return CallNode(
        arguments: nodes, body: { (values, _) throws(EvaluationError) in try body(values) }, cost: cost,
        place: expression.place)
    case .metered(let body): return CallNode(arguments: nodes, body: body, cost: cost, place: expression.place)
    case .declared, .host:
      for candidate in overloads {
        if case .host(let id) = candidate.body { hostCalls.append((id, literals)) }
      }
      let candidates = overloads.map { DeclaredCallNode.Candidate($0, given: arguments.map(\.type.settled)) }
      if case .host(let id) = overload.body, candidates.count == 1, candidates[0].unsure.isEmpty {
        let constants = arguments.compactMap(\.constant)
        if constants.count == arguments.count {
          return HostCallNode(id: id, arguments: constants, place: expression.place)
        }
      }
      return DeclaredCallNode(name: overload.name, arguments: nodes, candidates: candidates, place: expression.place)
    }
  }

  private mutating func comprehension(_ it: Comprehension, _ place: Int) -> any Node {
    let range = node(it.range)
    let first = locals
    locals += it.variables.count
    defer { locals -= it.variables.count }
    let filter = it.filter.map { node($0) }
    let loop = Loop(
      range: range, first: first, two: it.variables.count == 2, place: place)
    let body = node(it.body)
    switch it.kind {
    case .all: return QuantifierNode(loop: loop, body: body, stopsAt: false)
    case .exists: return QuantifierNode(loop: loop, body: body, stopsAt: true)
    case .existsOne: return ExistsOneNode(loop: loop, body: body)
    case .map, .transformList: return TransformListNode(loop: loop, filter: filter, body: body)
    case .filter: return FilterNode(loop: loop, body: body)
    case .transformMap: return TransformMapNode(loop: loop, filter: filter, body: body, entries: false)
    case .transformMapEntry: return TransformMapNode(loop: loop, filter: filter, body: body, entries: true)
    case .sortBy: return SortNode(loop: loop, body: body)
    case .bind: return BindNode(value: range, local: first, body: body)
    case .optMap: return OptionalMapNode(optional: range, local: first, body: body, flat: false, place: place)
    case .optFlatMap: return OptionalMapNode(optional: range, local: first, body: body, flat: true, place: place)
    }
  }
}
