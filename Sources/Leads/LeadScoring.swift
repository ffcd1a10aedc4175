public import CivilTime

/// Scores leads by rules.
public struct LeadScoring: Sendable {
  /// The rules that give the points.
  public let rules: LeadRules

  /// Creates a scoring by rules, by the standard ones if none are given.
  public init(_ rules: LeadRules = .standard) { self.rules = rules }

  /// Returns nil for a client who objects to being profiled: there is then no total, no grade and no probability.
  public func score(_ facts: LeadFacts, now: Instant) -> LeadScore? {
    guard !facts.objectsToProfiling else { return nil }
    let groups = [
      demographic(facts),
      LeadScore.GroupScore(
        group: .behaviour, parts: BehaviourPoints(rules: rules, now: now).parts(facts.touchpoints)),
      intent(facts.intent), firmographic(facts.firmographics),
    ]
    let (demographic, behaviour, intent, firmographic) = (
      groups[0].points, groups[1].points, groups[2].points, groups[3].points
    )
    let bonus = Self.bonus(behaviour: behaviour, intent: intent, firmographic: firmographic)
    let total =
      switch rules.model {
      case .exact: min(100, demographic + bonus)
      case .blended:
        min(
          100,
          Self.blended(
            demographic: demographic, of: rules.mostDemographic, behaviour: behaviour, intent: intent,
            firmographic: firmographic))
      }
    return LeadScore(
      rules: rules.version, total: total, grade: LeadScore.Grade(total: total), groups: groups,
      bonus: rules.model == .exact ? total - min(100, demographic) : 0, missing: Self.missing(facts))
  }

  /// 0 to 5, for three groups of 0 to 100.
  public static func bonus(behaviour: Int, intent: Int, firmographic: Int) -> Int {
    halfUp(5 * (behaviour + intent + firmographic), 300)
  }

  static func blended(demographic: Int, of most: Int, behaviour: Int, intent: Int, firmographic: Int) -> Int {
    let most = max(1, most)
    return halfUp(50 * 100 * demographic + most * (20 * behaviour + 20 * intent + 10 * firmographic), 100 * most)
  }

  static func halfUp(_ numerator: Int, _ denominator: Int) -> Int { (2 * numerator + denominator) / (2 * denominator) }

  private func demographic(_ facts: LeadFacts) -> LeadScore.GroupScore {
    group(
      .demographic,
      [
        ("jobTitle", facts.jobTitle.flatMap { rules.jobTitle[$0] }),
        ("companySize", facts.companySize.flatMap { rules.companySize[$0] }),
        ("industry", facts.industry.flatMap { rules.industry[$0] }),
        ("decisionAuthority", facts.decisionAuthority.flatMap { rules.decisionAuthority[$0] }),
      ])
  }

  private func intent(_ intent: LeadIntent) -> LeadScore.GroupScore {
    let stated = intent.urgency.flatMap { rules.urgency[$0] } ?? 0
    let urgency = intent.hasUrgencyWord ? max(stated, rules.urgency[.high] ?? 0) : stated
    let start: Int? = intent.daysToStart.map { $0 <= 30 ? 20 : $0 <= 90 ? 12 : 5 }
    return group(
      .intent,
      [
        ("urgency", urgency), ("budget", intent.budget.flatMap { rules.budget[$0] }), ("start", start),
        ("competitor", intent.namesCompetitor ? 10 : 0), ("stakeholders", intent.stakeholders >= 2 ? 10 : 0),
        ("statements", min(20, 4 * min(5, max(0, intent.statements)))),
      ])
  }

  private func firmographic(_ company: Firmographics) -> LeadScore.GroupScore {
    group(
      .firmographic,
      [
        ("revenue", company.revenue.flatMap { rules.revenue[$0] }),
        ("growth", company.growth.flatMap { rules.growth[$0] }),
        ("technicalMaturity", company.technicalMaturity.flatMap { rules.technicalMaturity[$0] }),
        ("consultingBudget", company.consultingBudget.flatMap { rules.consultingBudget[$0] }),
        ("transformation", company.transformation.flatMap { rules.transformation[$0] }),
      ])
  }

  private func group(_ group: LeadScore.Group, _ parts: [(String, Int?)]) -> LeadScore.GroupScore {
    LeadScore.GroupScore(group: group, parts: parts.map { LeadScore.Part(name: $0, points: $1 ?? 0) })
  }

  private static func missing(_ facts: LeadFacts) -> [String] {
    var missing: [String] = []
    if facts.jobTitle == nil { missing.append("jobTitle") }
    if facts.companySize == nil { missing.append("companySize") }
    if facts.industry == nil { missing.append("industry") }
    if facts.decisionAuthority == nil { missing.append("decisionAuthority") }
    return missing
  }
}
