public import CEL

/// A calling site's request about a quote.
public enum QuoteQuestion: Sendable {
  /// A new one. The key is the site's: the same key is answered with the same quote.
  case make(key: String, body: Value)
  /// One that was made.
  case show(id: String)
  /// One that was made, for longer.
  case extend(id: String)
}

/// The answer.
public enum QuoteAnswer: Sendable, Hashable {
  /// It was made by this request, or by an earlier one with the same key.
  case made(Value, isRepeated: Bool)
  /// It is there.
  case found(Value)
  /// There is none.
  case refused(MarketRefusal)
  /// It could not be kept; nothing was stored.
  case notStored
}
