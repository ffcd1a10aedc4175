/// Bounds the cost of a checked tree. It walks the tree as `Lowering` does and adds up the charges of the nodes.
struct CostEstimator {
  /// The estimate for one node.
  struct Figure {
    /// The least charge before the node can fail. `&&`, `||`, `all` and `exists` continue after an error, so it counts
    /// for them.
    var least: Int
    /// The cost of an evaluation that ends with a value.
    var cost: CostEstimate
    var extent: Extent
  }

  let limits: CELLimits
  /// The declared sizes of variables, by slot.
  let hints: [Int: SizeHint]
  var locals: [Extent] = []

  /// The bounds of values that an evaluation builds or that the embedder's functions return.
  var anything: SizeHint { SizeHint(text: limits.text, elements: limits.list) }

  /// Estimates a tree; with `checksResult`, the check of the result against the expected type is included.
  static func estimate(
    _ tree: Expression, limits: CELLimits, hints: [Int: SizeHint], checksResult: Bool
  ) -> CostEstimate {
    var estimator = CostEstimator(limits: limits, hints: hints)
    let figure = estimator.figure(tree)
    return checksResult ? figure.cost + CostEstimate(min: 0, max: figure.extent.weight.max) : figure.cost
  }

  mutating func figure(_ expression: Expression) -> Figure {
    if let constant = expression.constant {
      return Figure(least: 0, cost: CostEstimate(0), extent: Extent(of: constant))
    }
    switch expression.resolution {
    case .variable(let slot):
      return leaf(Extent(expression.type, hints[slot] ?? SizeHint(text: limits.text, elements: limits.list)))
    case .presence: return leaf(.scalar)
    case .local(let index): return leaf(locals[index])
    case .constant, .failed: return Figure(least: 0, cost: CostEstimate(0), extent: .scalar)
    case .function(let overloads, let arguments): return call(expression, overloads, arguments)
    case .none: break
    }
    switch expression.kind {
    case .literal, .name, .call: return Figure(least: 0, cost: CostEstimate(0), extent: .scalar)
    case .select(let operand, _, let optional):
      let inner = figure(operand)
      return after([inner], CostEstimate(1), member(inner.extent, operand, expression, optional))
    case .has(let operand, _, _): return after([figure(operand)], CostEstimate(1), .scalar)
    case .index(let operand, let key, let optional):
      let (container, key) = (figure(operand), figure(key))
      return after(
        [container, key], CostEstimate(1) + key.extent.size.map(\.traversed),
        member(container.extent, operand, expression, optional))
    case .not(let operand), .negate(let operand): return after([figure(operand)], CostEstimate(1), .scalar)
    case .binary(let operation, let left, let right): return binary(expression, operation, figure(left), figure(right))
    case .logical(_, let operands):
      let figures = operands.map { figure($0) }
      let sum = figures.reduce(0) { $0.plus($1.cost.max) }
      return Figure(least: figures[0].least, cost: CostEstimate(min: figures[0].least, max: sum), extent: .scalar)
    case .conditional(let condition, let yes, let no):
      let (test, a, b) = (figure(condition), figure(yes), figure(no))
      return Figure(
        least: test.least, cost: test.cost + a.cost.union(b.cost), extent: a.extent.union(b.extent))
    case .list(let elements):
      let figures = elements.map { figure($0.value) }
      let extents = zip(elements, figures).map { $0.optional ? $1.extent.part(.dyn) : $1.extent }
      return first(
        10 + elements.count, figures, .elements(extents, optional: elements.filter(\.optional).count))
    case .map(let entries): return map(entries)
    case .comprehension(let it): return comprehension(expression, it)
    }
  }

  private func leaf(_ extent: Extent) -> Figure { Figure(least: 1, cost: CostEstimate(1), extent: extent) }

  /// The estimate for a node that evaluates its operands in turn and then does its own work.
  func after(_ figures: [Figure], _ own: CostEstimate, _ extent: Extent) -> Figure {
    Figure(
      least: figures.first?.least ?? own.min, cost: figures.reduce(own) { $0 + $1.cost }, extent: extent)
  }

  /// The estimate for a node that does its own work first and then evaluates its operands.
  private func first(_ own: Int, _ figures: [Figure], _ extent: Extent) -> Figure {
    Figure(least: own, cost: figures.reduce(CostEstimate(own)) { $0 + $1.cost }, extent: extent)
  }

  /// The extent of a field or an element. The member of an optional is looked up inside it and wrapped in an optional
  /// again.
  private func member(
    _ extent: Extent, _ operand: Expression, _ expression: Expression, _ optional: Bool
  ) -> Extent {
    var type = expression.type.settled
    if case .optional(let inner) = operand.type.withoutNull {
      if case .optional(let own) = type { type = own }
      return .optional(extent.part(inner).part(type))
    }
    // If the operand may turn out to be an optional, only the sum is known.
    if operand.type.isUnknown {
      var unknown = Extent(.dyn, extent.bounds)
      unknown.weight.max = max(unknown.weight.max, extent.weight.max)
      return optional ? .optional(unknown) : unknown
    }
    guard optional else { return extent.part(type) }
    if case .optional(let inner) = type { type = inner }
    return .optional(extent.part(type))
  }

  private mutating func map(_ entries: [Expression.MapEntry]) -> Figure {
    let keys = entries.map { figure($0.key) }
    let values = entries.map { figure($0.value) }
    var extents: [(key: Extent, value: Extent)] = []
    for (index, entry) in entries.enumerated() {
      let value = values[index].extent
      extents.append((keys[index].extent, entry.optional ? value.part(.dyn) : value))
    }
    let optional = entries.filter(\.optional).count
    var whole = first(30 + entries.count, keys + values, Extent.entries(extents, optional: optional))
    for key in keys { whole.cost = whole.cost + key.extent.size.map(\.traversed) }
    if optional > 0 { whole.cost.min = whole.least }
    return whole
  }

  private func binary(_ expression: Expression, _ operation: BinaryOperator, _ a: Figure, _ b: Figure) -> Figure {
    let (x, y) = (a.extent, b.extent)
    var most = 1
    var extent = Extent.scalar
    switch operation {
    case .equal, .notEqual: most = max(1, min(x.weight.max, y.weight.max))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: most = 1.plus(min(x.size.max, y.size.max).traversed)
    case .isIn: most = 1.plus(max(y.size.max.times(x.weight.max), x.size.max.traversed))
    case .add:
      let size = x.size + y.size
      most = 1.plus(size.max.traversed)
      switch expression.type.withoutNull {
      case .int, .uint, .double, .timestamp, .duration: most = 1
      case .string, .bytes: extent = .text(min(size.max, limits.text))
      default:
        extent = x.union(y)
        extent.size = CostEstimate(min: 0, max: min(size.max, max(limits.list, limits.text)))
        extent.weight = CostEstimate(min: 1, max: x.weight.max.plus(y.weight.max))
        extent.bounds.text = max(extent.bounds.text, extent.size.max)
        extent.bounds.elements = max(extent.bounds.elements, extent.size.max)
        extent.bounds.weight = max(extent.bounds.weight, extent.weight.max)
      }
    case .subtract, .multiply, .divide, .remainder: break
    }
    return after([a, b], CostEstimate(min: 1, max: most), extent)
  }

  private mutating func call(_ expression: Expression, _ overloads: [Overload], _ arguments: [Expression]) -> Figure {
    var figures = arguments.map { figure($0) }
    let overload = overloads[0]
    if OptionalOrNode.answers(overload) { figures[1].cost.min = 0 }
    if case .identity = overload.body { return figures[0] }
    let extents = figures.map(\.extent)
    let cost = overload.isOfEmbedder ? CallCost.embedded : FunctionCosts.of(overload.name)
    let type = expression.type.settled
    var own = cost.estimate(extents, limits)
    if !overload.isOfEmbedder, arguments.count == 2, case .literal(.string(let pattern)) = arguments[1].kind {
      own = PatternCosts.matching(overload.name, extents, pattern: pattern) ?? own
    }
    return after(figures, own, cost.result.map { $0(extents, limits) } ?? Extent(type, anything))
  }
}
