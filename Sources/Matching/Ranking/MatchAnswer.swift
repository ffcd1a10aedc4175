/// The consultants found for a request, with everything that made them so.
public struct MatchAnswer: Hashable, Sendable {
  public let results: [MatchResult]
  /// So many consultants passed the filters.
  public let totalFound: Int
  /// The mean total of the shown results, rounded half up; nil without results.
  public let averageMatchScore: Int?
  /// Given if the filters left nobody and dropping one would show somebody.
  public let relax: Relaxation?
  /// The criteria as read from text and request.
  public let criteria: MatchCriteria
  public let questions: [RefinementQuestion]
  /// The version of the weights.
  public let weights: String
}

/// One consultant's place.
public struct MatchResult: Hashable, Sendable {
  public let consultant: String
  public let scores: DimensionScores
  public let overall: Int
  /// Fewer than five bookings completed; shown as "new here".
  public let isNewcomer: Bool
  public let explanation: MatchExplanation
}
