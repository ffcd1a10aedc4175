/// Functions of lists whose work grows faster than the list.
extension CallCost {
  static func addLists(to table: inout [String: CallCost]) {
    // Each with each of those before it.
    table[".distinct"] = CallCost(
      formula: .of(weights: true) { measures in 1.plus(measures[0].size.times(measures[0].weight) / 2) },
      result: { arguments, _ in arguments[0].shortened })
    table[".sort"] = CallCost(
      formula: .of(weights: true) { measures in 1.plus(sorting(measures[0].size, measures[0].weight)) },
      result: { arguments, _ in arguments[0] })
    table[".flatten"] = CallCost(formula: .deep)
    table["lists.range"] = CallCost(
      formula: .by { values, frame throws(EvaluationError) in
        guard case .int(let count) = values[0], count > 0, count <= Int64(frame.limits.list) else {
          return try frame.charge(1)
        }
        try frame.charge(1 + Int(count))
      } estimate: { _, limits in
        CostEstimate(min: 1, max: limits.list.plus(1))
      },
      result: { _, limits in .list(CostEstimate(min: 0, max: limits.list), of: .scalar) })
    for name in ["sets.contains", "sets.equivalent", "sets.intersects"] {
      table[name] = CallCost(
        formula: .of(weights: true) { measures in
          1.plus(measures[0].size.times(measures[1].weight)).plus(measures[1].size.times(measures[0].weight))
        })
    }
  }

  /// Sorting that many by keys that weigh so much together.
  static func sorting(_ count: Int, _ weight: Int) -> Int { weight.times(count.comparisons) }
}
