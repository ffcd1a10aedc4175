public import CEL

/// Searches for consultants by words, by criteria, or by both.
public struct FindMatches: ControlRequest {
  /// The verb `matches.find`, which reads.
  public static let verb = Verb("matches.find")
  /// The answer is a `MatchPage`.
  public typealias Answer = MatchPage

  /// The request in the client's own words, in English or German.
  public var text: ShortText?
  /// Criteria by name, as `docs/matching.md` lists them.
  public var criteria: ValueMap?
  /// The most results; 5 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
  public init(text: ShortText? = nil, criteria: ValueMap? = nil, limit: PageSize? = nil) {
    (self.text, self.criteria, self.limit) = (text, criteria, limit)
  }
}

/// The consultants that were found, the best first.
public struct MatchPage: Codable, Sendable {
  /// The shown consultants in their order.
  public var results: [MatchEntry]
  /// So many passed the filters.
  public var totalFound: Int64
  /// The mean total of the shown results; absent without results.
  public var averageMatchScore: Int64?
  /// If nobody passed: the filter without which most would.
  public var relax: String?
  /// The skills that were understood, by their ids.
  public var skills: [String]
  /// The industries that were understood, by their ids.
  public var industries: [String]
  /// Questions whose answers would improve the results.
  public var questions: [String]
  /// The version of the weights.
  public var weights: String

  /// Creates a `MatchPage`; a field that is nil is left out.
  public init(
    results: [MatchEntry], totalFound: Int64, averageMatchScore: Int64?, relax: String?, skills: [String],
    industries: [String], questions: [String], weights: String
  ) {
    (self.results, self.totalFound, self.averageMatchScore) = (results, totalFound, averageMatchScore)
    (self.relax, self.skills, self.industries) = (relax, skills, industries)
    (self.questions, self.weights) = (questions, weights)
  }
}

/// A consultant in the results of a search.
public struct MatchEntry: Codable, Sendable {
  /// The place, from 1.
  public var place: Int64
  /// The consultant's slug.
  public var slug: String
  /// The total, 0 to 100.
  public var overall: Int64
  /// True with fewer than five completed bookings.
  public var isNewcomer: Bool
  /// The reasons in a sentence.
  public var why: String

  /// Creates a `MatchEntry` from its fields.
  public init(place: Int64, slug: String, overall: Int64, isNewcomer: Bool, why: String) {
    (self.place, self.slug, self.overall, self.isNewcomer, self.why) = (place, slug, overall, isNewcomer, why)
  }
}
