/// Why a consultant stands where it stands. The parts sum to the total, and nothing is said that is not a fact of the
/// profile.
public struct MatchExplanation: Hashable, Sendable {
  /// One for each dimension, in their order.
  public let contributions: [Contribution]
  /// The amount that rounding added to the exact sum of the contributions to make the total: at most half a point
  /// either way, in ten-thousandths.
  public let rounding: Int
  /// At most three, the one that counts most first.
  public let strengths: [Dimension]
  /// At most three weak dimensions, the one that costs most first, and then the other concerns.
  public let concerns: [MatchConcern]
  /// The best skill for each required one, in the order of the request. Required skills that the consultant does not
  /// have at all are left out.
  public let matchedSkills: [MatchedSkill]
  /// The consultant's years in the industries asked for and in those close to them.
  public let relevantExperience: [IndustryYears]
  /// Ids of at most three published testimonials in the same industry or skill.
  public let similarSuccessStories: [String]
  /// The deliverables of the asked service.
  public let expectedOutcomes: [String]

  /// One dimension's share of the total.
  public struct Contribution: Hashable, Sendable {
    /// The dimension whose share this is.
    public let dimension: Dimension
    /// 0 to 100.
    public let score: Int
    /// Basis points.
    public let weight: Int
    /// Whole points; all of them sum to the total.
    public let points: Int

    /// The exact share: score times weight, in ten-thousandths of a point.
    public var exact: Int { score * weight }
  }

  /// A required skill and what the consultant has for it.
  public struct MatchedSkill: Hashable, Sendable {
    /// The id of the required skill.
    public let required: String
    /// The skill itself, or one close to it.
    public let skill: String
    /// How well the consultant masters `skill`.
    public let level: SkillLevel.Level
  }
}

/// Something to know before booking.
public enum MatchConcern: Hashable, Sendable {
  /// A score below 50.
  case weak(Dimension)
  case noReview
  /// Nothing is free in the window that was asked for.
  case nothingFree
  /// The first free slot is so many days away.
  case firstFree(days: Int)
  case overBudget(percent: Int)
  case noPrice(currency: String)
}
