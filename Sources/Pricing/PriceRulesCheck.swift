import Money

/// A reason why price rules cannot be put in force.
public struct PriceRuleFinding: Hashable, Sendable {
  /// A stable code in kebab-case.
  public let code: String
  /// The rule that is wrong.
  public let field: String
  /// Names what was expected, what was given, and the cure.
  public let message: String
}

extension PriceRules {
  /// The range in which a factor may be, by the name of its rule.
  public static let ranges: [(field: String, range: ClosedRange<Int64>)] = [
    ("demand", 10_000...20_000), ("urgency", 10_000...15_000), ("complexity", 10_000...15_000),
    ("specialization", 10_000...12_000), ("season", 8_000...13_000),
  ]

  /// Returns everything that is wrong with the rules.
  public func findings() -> [PriceRuleFinding] {
    var findings: [PriceRuleFinding] = []
    let factors: [[(name: String, factor: BasisPoints)]] = [
      demand.map { ("from \($0.from)", $0.factor) }, urgency.map { ("from \($0.from)", $0.factor) },
      complexity.map { ("from \($0.from)", $0.factor) },
      specialization.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key.rawValue, $0.value) },
      seasons.map { ("\($0.from) to \($0.to)", $0.factor) },
    ]
    for ((field, range), entries) in zip(Self.ranges, factors) {
      for entry in entries where !range.contains(entry.factor.value) {
        findings.append(
          PriceRuleFinding(
            code: "factor-out-of-range", field: field,
            message:
              "\(field) '\(entry.name)' is \(entry.factor), expected \(range.lowerBound) to \(range.upperBound) basis points"
          ))
      }
    }
    for (field, steps) in [("demand", demand), ("urgency", urgency), ("complexity", complexity)] {
      if steps.first?.from != 0 || zip(steps, steps.dropFirst()).contains(where: { $0.from >= $1.from }) {
        findings.append(
          PriceRuleFinding(
            code: "steps-out-of-order", field: field,
            message: "the steps of \(field) must begin at 0 and rise; sort them"))
      }
    }
    let sorted = seasons.sorted { $0.from < $1.from }
    for season in sorted where season.to < season.from {
      findings.append(
        PriceRuleFinding(
          code: "season-ends-before-it-begins", field: "season",
          message: "the season \(season.from) to \(season.to) ends before it begins; exchange the two days"))
    }
    for (first, second) in zip(sorted, sorted.dropFirst()) where second.from <= first.to {
      findings.append(
        PriceRuleFinding(
          code: "seasons-overlap", field: "season",
          message:
            "the seasons from \(first.from) and from \(second.from) have days in common; end the first before \(second.from)"
        ))
    }
    if cap.lowerBound < 8_000 || cap.upperBound > 25_000 || !cap.contains(10_000) {
      findings.append(
        PriceRuleFinding(
          code: "cap-out-of-range", field: "cap",
          message: "the cap is \(cap.lowerBound) to \(cap.upperBound), expected within 8000 to 25000 and around 10000"))
    }
    if !(1...1_000_000).contains(roundTo) {
      findings.append(
        PriceRuleFinding(
          code: "round-to-out-of-range", field: "roundTo", message: "roundTo is \(roundTo), expected 1 to 1000000"))
    }
    return findings
  }
}
