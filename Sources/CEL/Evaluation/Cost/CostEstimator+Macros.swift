extension CostEstimator {
  mutating func comprehension(_ expression: Expression, _ it: Comprehension) -> Figure {
    let range = figure(it.range)
    let variables = variables(it, range.extent)
    locals += variables
    defer { locals.removeLast(variables.count) }
    let filter = it.filter.map { figure($0) }
    let body = figure(it.body)
    let turns = range.extent.size
    // A turn costs at most the filter and the body, and at least that much if no element is filtered out.
    let turn =
      (filter.map { CostEstimate(min: $0.cost.min, max: $0.cost.max.plus(body.cost.max)) } ?? body.cost)
      + CostEstimate(1)
    let all = range.cost + turns * turn
    func result(_ cost: CostEstimate, _ extent: Extent) -> Figure {
      Figure(least: range.least, cost: cost, extent: extent)
    }
    let made = CostEstimate(min: filter == nil ? turns.min : 0, max: turns.max)
    switch it.kind {
    case .all, .exists:
      let least = turns.min > 0 ? 1.plus(body.least) : 0
      return result(range.cost + CostEstimate(min: least, max: turns.max.times(turn.max)), .scalar)
    case .existsOne: return result(all, .scalar)
    case .map, .transformList: return result(all, .list(made, of: body.extent))
    case .filter:
      return result(all, .list(CostEstimate(min: 0, max: turns.max), of: variables[0]))
    case .sortBy:
      let weight = CostEstimate(1) + turns * body.extent.weight
      let sorting = weight + CostEstimate(min: 0, max: ListCosts.sorting(turns.max, weight.max))
      return result(all + sorting, range.extent)
    case .transformMap:
      return result(
        all + CostEstimate(min: 0, max: turns.max.times(variables[0].size.max.traversed)),
        .map(made, keys: variables[0], values: body.extent))
    case .transformMapEntry:
      var entries = Extent(expression.type.settled, anything)
      entries.weight = CostEstimate(min: 1, max: 1.plus(turns.max.times(body.extent.weight.max)))
      entries.bounds = entries.bounds.union(body.extent.bounds)
      entries.bounds.weight = Swift.max(entries.bounds.weight, entries.weight.max)
      return result(all + CostEstimate(min: 0, max: turns.max.times(body.extent.weight.max)), entries)
    case .bind: return Figure(least: range.least, cost: range.cost + body.cost, extent: body.extent)
    case .optMap:
      return result(range.cost + CostEstimate(min: 0, max: body.cost.max), .optional(body.extent))
    case .optFlatMap:
      return result(range.cost + CostEstimate(min: 0, max: body.cost.max), body.extent.union(range.extent))
    }
  }

  private func variables(_ it: Comprehension, _ range: Extent) -> [Extent] {
    let two = it.variables.count == 2
    switch it.kind {
    case .bind: return [range]
    case .optMap, .optFlatMap:
      if case .optional(let inner) = it.range.type.withoutNull { return [range.part(inner)] }
      return [Extent(.dyn, range.bounds)]
    default: break
    }
    switch it.range.type.withoutNull {
    case .list(let element): return two ? [.scalar, range.part(element)] : [range.part(element)]
    case .map(let key, let value): return two ? [range.key(key), range.part(value)] : [range.key(key)]
    default:
      let any = Extent(.dyn, range.bounds)
      return two ? [any, any] : [any]
    }
  }
}
