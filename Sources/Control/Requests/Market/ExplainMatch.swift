public import CEL

/// Explains the place of one consultant in a search, to the point.
public struct ExplainMatch: ControlRequest {
  /// The verb `matches.explain`, which reads.
  public static let verb = Verb("matches.explain")
  /// The answer is a `MatchDetail`.
  public typealias Answer = MatchDetail

  /// The consultant's slug.
  public var slug: ShortText
  /// The request in the client's own words, in English or German.
  public var text: ShortText?
  /// Criteria by name, as `docs/matching.md` lists them.
  public var criteria: ValueMap?

  /// Creates the request; an argument that is nil is left out.
  public init(slug: ShortText, text: ShortText? = nil, criteria: ValueMap? = nil) {
    (self.slug, self.text, self.criteria) = (slug, text, criteria)
  }

  /// The search whose result is explained.
  public var search: FindMatches { FindMatches(text: text, criteria: criteria) }
}

/// All numbers of a consultant in a search.
public struct MatchDetail: Codable, Sendable {
  /// The consultant's slug.
  public var slug: String
  /// The total, 0 to 100: the points of all contributions.
  public var overall: Int64
  /// True with fewer than five completed bookings.
  public var isNewcomer: Bool
  /// The reasons in a sentence.
  public var why: String
  /// One for each dimension.
  public var contributions: [MatchContribution]
  /// The dimensions that speak for the consultant, at most three.
  public var strengths: [String]
  /// Facts to know before booking.
  public var concerns: [String]
  /// For each required skill that the consultant has: the skill that counts and its level.
  public var skills: [String]
  /// The version of the weights.
  public var weights: String

  /// Creates a `MatchDetail` from its fields.
  public init(
    slug: String, overall: Int64, isNewcomer: Bool, why: String, contributions: [MatchContribution],
    strengths: [String], concerns: [String], skills: [String], weights: String
  ) {
    (self.slug, self.overall, self.isNewcomer, self.why) = (slug, overall, isNewcomer, why)
    (self.contributions, self.strengths, self.concerns) = (contributions, strengths, concerns)
    (self.skills, self.weights) = (skills, weights)
  }
}

/// One dimension's share of a total.
public struct MatchContribution: Codable, Sendable {
  /// The dimension's name.
  public var dimension: String
  /// 0 to 100.
  public var score: Int64
  /// Basis points.
  public var weight: Int64
  /// Whole points; all of them sum to the total.
  public var points: Int64

  /// Creates a `MatchContribution` from its fields.
  public init(dimension: String, score: Int64, weight: Int64, points: Int64) {
    (self.dimension, self.score, self.weight, self.points) = (dimension, score, weight, points)
  }
}
