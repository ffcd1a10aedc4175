/// The consultants found for a request, with everything that made them so.
public struct MatchAnswer: Hashable, Sendable {
  /// Best first, but for a newcomer on the place that is kept for one; at most `MatchRequest.maxResults`.
  public let results: [MatchResult]
  /// So many consultants passed the filters.
  public let totalFound: Int
  /// The mean total of the shown results, rounded half up; nil without results.
  public let averageMatchScore: Int?
  /// Given if the filters left nobody and dropping one would show somebody.
  public let relax: Relaxation?
  /// The criteria as read from text and request.
  public let criteria: MatchCriteria
  /// At most three questions that would narrow the search, most useful first.
  public let questions: [RefinementQuestion]
  /// The version of the weights.
  public let weights: String
}

/// One consultant's place.
public struct MatchResult: Hashable, Sendable {
  /// The id of the consultant.
  public let consultant: String
  /// The eight scores of which the total is made.
  public let scores: DimensionScores
  /// The weighted mean of the scores, from 0 to 100.
  public let overall: Int
  /// Fewer than five bookings completed; shown as "new here".
  public let isNewcomer: Bool
  /// The reasons for the total, and concerns.
  public let explanation: MatchExplanation
}
