public import CEL

/// A calling site's search for consultants, or what it tells of somebody who asks.
public enum MarketQuestion: Sendable {
  /// A search. The key is the site's, if it gave one: the search is kept once under it.
  case find(key: String?, body: Value)
  /// The points of one consultant in a search that is kept.
  case why(search: String, consultant: String)
  /// How far it went with a consultant of a search that is kept.
  case outcome(search: String, body: Value)
  /// A contact form. The key is the site's: the same key is taken once.
  case tell(key: String, body: Value)
  /// A lead's score.
  case lead(id: String)
  /// Things that a lead has done. The key is the site's: the same key counts once.
  case touch(lead: String, key: String, body: Value)
}

/// The answer.
public enum MarketAnswer: Sendable, Hashable {
  /// It was made by this request, or by an earlier one with the same key.
  case made(Value, path: String, isRepeated: Bool)
  /// It is there.
  case found(Value)
  /// There is none.
  case refused(MarketRefusal)
  /// It could not be kept; nothing was stored.
  case notStored
}
