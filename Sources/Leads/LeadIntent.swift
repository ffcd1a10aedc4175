/// Signs that somebody means to begin.
public struct LeadIntent: Hashable, Sendable {
  /// The degrees of urgency that a request may state, in ascending order.
  public enum Urgency: String, Hashable, Sendable, CaseIterable {
    case low
    case medium
    case high
    case urgent
  }

  /// The places in a request where a budget may stand.
  public enum BudgetAnswer: String, Hashable, Sendable, CaseIterable {
    /// In the text of the request.
    case mentioned
    /// In the field for it.
    case given
  }

  /// The stated urgency; nil if the request states none.
  public var urgency: Urgency?
  /// The text of the request has a word such as ASAP.
  public var hasUrgencyWord = false
  /// The place where a budget stands; nil if the request names none.
  public var budget: BudgetAnswer?
  /// Days until the wanted start; negative ones count as 0.
  public var daysToStart: Int?
  /// The request names a competitor, which scores 10 points.
  public var namesCompetitor = false
  /// The number of stakeholders; two or more score 10 points.
  public var stakeholders = 0
  /// Objectives, challenges, expected outcomes and success criteria together.
  public var statements = 0

  /// Creates an intent of which no sign is known.
  public init() {}
}
