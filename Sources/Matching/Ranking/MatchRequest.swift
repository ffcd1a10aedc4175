/// A search for consultants: words, criteria or both.
public struct MatchRequest: Hashable, Sendable {
  /// The largest number of results that may be asked for.
  public static let mostResults = 50

  /// The words of the request; may be empty if there are criteria.
  public var text: String
  /// Criteria stated beside the text, which win over those found in it.
  public var criteria: MatchCriteria
  /// The number of consultants to show, from 1 to `mostResults`.
  public var maxResults: Int
  /// Ids of consultants that are not to be shown.
  public var exclude: Set<String>
  /// The deliverables of the requested service, for the explanation.
  public var deliverables: [String] = []

  /// Creates a request for five results unless another number is given.
  public init(
    text: String = "", criteria: MatchCriteria = MatchCriteria(), maxResults: Int = 5, exclude: Set<String> = []
  ) {
    self.text = text
    self.criteria = criteria
    self.maxResults = maxResults
    self.exclude = exclude
  }
}

/// A reason why a request is refused.
public enum MatchError: String, Error, Hashable, Sendable {
  /// The text has no word to search for, and no criterion is given.
  case nothingToMatch = "nothing_to_match"
  /// `maxResults` is outside 1 to 50.
  case resultLimit = "result_limit"
}
