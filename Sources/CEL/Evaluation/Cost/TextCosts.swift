/// Costs of text functions that charge for their own work.
enum TextCosts {
  static let table: [String: CallCost] = {
    var table: [String: CallCost] = [:]
    for name in ["strings.quote", "base64.encode"] {
      table[name] = CallCost(
        formula: .linear, own: { arguments, _ in arguments[0].size.max.plus(2) },
        result: { arguments, _ in .text(arguments[0].size.max.times(2).plus(4)) })
    }
    table[".reverse"] = CallCost(
      formula: .linear, own: { arguments, _ in arguments[0].size.max / 8 + 1 },
      result: { arguments, _ in arguments[0] })
    table[".split"] = CallCost(
      formula: .linear, own: { arguments, _ in arguments[0].size.max.plus(2) },
      result: { arguments, limits in
        .list(
          CostEstimate(min: 0, max: min(arguments[0].size.max.plus(1), limits.list)), of: .text(arguments[0].size.max))
      })
    table[".replace"] = CallCost(
      formula: .linear,
      own: { arguments, _ in arguments[0].size.max.plus(replacement(arguments).traversed).plus(8) },
      result: { arguments, limits in .text(min(replacement(arguments), limits.text)) })
    table[".join"] = CallCost(
      formula: .linear,
      own: { arguments, _ in arguments[0].size.max.plus(joined(arguments).traversed).plus(2) },
      result: { arguments, limits in .text(min(joined(arguments), limits.text)) })
    // Each value may be a double with all its digits and a hundred decimal places; maps are sorted by key.
    table[".format"] = CallCost(
      formula: .deep,
      own: { arguments, _ in
        arguments[0].size.max.plus(arguments[1].weight.max.times(80)).plus(
          ListCosts.sorting(arguments[1].weight.max, arguments[1].weight.max)
        ).plus(8)
      })
    return table
  }()

  private static func replacement(_ arguments: [Extent]) -> Int {
    let text = arguments[0].size.max
    return min(text.plus(text.plus(1).times(arguments[2].size.max)), Frame.largestText)
  }

  private static func joined(_ arguments: [Extent]) -> Int {
    let separator = arguments.count > 1 ? arguments[1].size.max : 0
    return min(arguments[0].size.max.times(arguments[0].part(.string).size.max.plus(separator)), Frame.largestText)
  }
}
