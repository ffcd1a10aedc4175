/// A skill of a consultant and how well it is mastered.
public struct SkillLevel: Hashable, Sendable {
  /// How well a skill is mastered, in ascending order.
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
  /// How well the consultant masters the skill.
  public let level: Level

  /// Creates a skill from its id and level.
  public init(_ skill: String, _ level: Level) {
    self.skill = skill
    self.level = level
  }
}

/// Experience in an industry.
public struct IndustryYears: Hashable, Sendable {
  /// The id of an industry of the taxonomy.
  public let industry: String
  /// Years of work in it; more than six do not raise the score.
  public let years: Int
  /// Completed bookings and former roles in it.
  public let engagements: Int

  /// Creates the experience in an industry from its id, without engagements unless some are given.
  public init(_ industry: String, years: Int, engagements: Int = 0) {
    self.industry = industry
    self.years = years
    self.engagements = engagements
  }
}
