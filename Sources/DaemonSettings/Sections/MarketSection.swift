/// Whether sites may set the prices of bookings, and for how long quotes hold and are kept.
public struct MarketSection: Hashable, Sendable {
  /// Whether a booking needs a quote.
  public enum Quotes: String, Hashable, Sendable, CaseIterable {
    /// A site books with a quote, or with a price of its own.
    case optional
    /// Every booking is of a quote; a price of the site's own is refused.
    case required
  }

  /// Whether a booking needs a quote.
  public var quotes: Quotes
  /// For how long a quote holds, and by how much it is extended once.
  public var quoteFor: Duration
  /// For how long a quote is kept after it has expired, whether it was used or not.
  public var keepQuotes: Duration

  init(_ section: SectionReader) {
    quotes = section.value("quotes", .choice, default: .optional)
    quoteFor = section.value("quote_for", .duration(.seconds(60)...(.seconds(86_400))), default: .seconds(900))
    keepQuotes = section.value("keep_quotes", .duration(.days(1) ... .days(3650)), default: .days(90))
  }
}
