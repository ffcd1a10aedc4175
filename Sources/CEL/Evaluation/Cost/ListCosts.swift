/// Costs of list functions that charge for their own work.
enum ListCosts {
  static let table: [String: CallCost] = {
    var table: [String: CallCost] = [:]
    table[".distinct"] = CallCost(
      formula: .deep, own: { arguments, _ in index(arguments[0].size.max, arguments[0].weight.max) },
      result: { arguments, _ in arguments[0].shortened })
    table[".sort"] = CallCost(
      formula: .deep, own: { arguments, _ in sorting(arguments[0].size.max, arguments[0].weight.max) },
      result: { arguments, _ in arguments[0] })
    table[".slice"] = CallCost(
      formula: .linear, own: { arguments, _ in arguments[0].size.max.traversed.plus(arguments[0].size.max / 8) },
      result: { arguments, _ in arguments[0].shortened })
    table[".flatten"] = CallCost(formula: .deep, own: { arguments, _ in arguments[0].weight.max.times(2) })
    table["lists.range"] = CallCost(
      formula: .fixed(1), own: { _, _ in Frame.largestList / 8 },
      result: { _, limits in .list(CostEstimate(min: 0, max: limits.list), of: .scalar) })
    for name in ["sets.contains", "sets.equivalent", "sets.intersects"] {
      table[name] = CallCost(
        formula: .deep,
        own: { arguments, _ in
          index(
            arguments[0].size.max.plus(arguments[1].size.max), arguments[0].weight.max.plus(arguments[1].weight.max)
          ).times(2)
        })
    }
    for name in ["optional.unwrap", ".unwrapOpt"] { table[name] = CallCost(formula: .linear) }
    table["apportion"] = CallCost(formula: .linear, own: { arguments, _ in arguments[1].size.max.plus(1) })
    for name in ["businessDays", "businessDaysBetween"] {
      table[name] = CallCost(
        formula: .deep, own: { arguments, _ in arguments.count > 3 ? arguments[3].weight.max.times(4) : 0 })
    }
    return table
  }()

  /// The cost of sorting `count` values by keys of a total weight.
  static func sorting(_ count: Int, _ weight: Int) -> Int { weight.plus(count).times(count.comparisons) }

  /// The cost of inserting `count` values into a `ValueIndex`, where each may meet all others.
  private static func index(_ count: Int, _ weight: Int) -> Int {
    count.plus(count.times(count.plus(weight).times(2)))
  }
}
