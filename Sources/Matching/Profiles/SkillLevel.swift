/// A skill of a consultant and how well it is mastered.
public struct SkillLevel: Hashable, Sendable {
  public enum Level: String, Hashable, Sendable, CaseIterable {
    case beginner
    case intermediate
    case expert
    case thoughtLeader = "thought_leader"

    /// 0 to 100.
    public var points: Int {
      switch self {
      case .beginner: 40
      case .intermediate: 70
      case .expert: 90
      case .thoughtLeader: 100
      }
    }
  }

  /// The id of a skill of the taxonomy.
  public let skill: String
  public let level: Level

  public init(_ skill: String, _ level: Level) {
    self.skill = skill
    self.level = level
  }
}

/// Experience in an industry.
public struct IndustryYears: Hashable, Sendable {
  /// The id of an industry of the taxonomy.
  public let industry: String
  public let years: Int
  /// Completed bookings and former roles in it.
  public let engagements: Int

  public init(_ industry: String, years: Int, engagements: Int = 0) {
    self.industry = industry
    self.years = years
    self.engagements = engagements
  }
}
