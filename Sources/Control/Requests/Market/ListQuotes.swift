public import CivilTime

/// Lists quotes in the order of their ids.
public struct ListQuotes: ControlRequest {
  /// The verb `quotes.list`, which reads.
  public static let verb = Verb("quotes.list")
  /// The answer is a page of `QuoteSummary`.
  public typealias Answer = Page<QuoteSummary>

  /// The `next` of the page before; absent for the first page.
  public var after: ShortText?
  /// The most items of the page; 100 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
  public init(after: ShortText? = nil, limit: PageSize? = nil) { (self.after, self.limit) = (after, limit) }
}

/// A quote in a list.
public struct QuoteSummary: Codable, Sendable {
  /// The id, unique for ever.
  public var id: String
  /// The consultant's slug.
  public var consultant: String
  /// The service's type.
  public var service: String
  /// The start of the meeting.
  public var start: Instant
  /// The amount that the client pays, in minor units.
  public var total: Int64
  /// ISO 4217.
  public var currency: String
  /// From then on it does not hold.
  public var expires: Instant
  /// True once a booking has used it.
  public var isUsed: Bool

  /// Creates a `QuoteSummary` from its fields.
  public init(
    id: String, consultant: String, service: String, start: Instant, total: Int64, currency: String, expires: Instant,
    isUsed: Bool
  ) {
    (self.id, self.consultant, self.service, self.start) = (id, consultant, service, start)
    (self.total, self.currency, self.expires, self.isUsed) = (total, currency, expires, isUsed)
  }

  private enum CodingKeys: String, CodingKey {
    case id, consultant, service, start, total, currency, expires
    case isUsed = "used"
  }
}

/// Shows a quote: its lines, and who has made, extended and used it.
public struct ShowQuote: ControlRequest {
  /// The verb `quotes.show`, which reads.
  public static let verb = Verb("quotes.show")
  /// The answer is a `RecordDetail`.
  public typealias Answer = RecordDetail

  /// The quote's id.
  public var id: ShortText

  /// Creates the request.
  public init(id: ShortText) { self.id = id }
}
