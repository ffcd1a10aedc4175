/// Signs that somebody means to begin.
public struct LeadIntent: Hashable, Sendable {
  public enum Urgency: String, Hashable, Sendable, CaseIterable {
    case low
    case medium
    case high
    case urgent
  }

  public enum BudgetAnswer: String, Hashable, Sendable, CaseIterable {
    /// In the text of the request.
    case mentioned
    /// In the field for it.
    case given
  }

  public var urgency: Urgency?
  /// The text of the request has a word such as ASAP.
  public var hasUrgencyWord = false
  public var budget: BudgetAnswer?
  /// Days until the wanted start; negative ones count as 0.
  public var daysToStart: Int?
  public var namesCompetitor = false
  public var stakeholders = 0
  /// Objectives, challenges, expected outcomes and success criteria together.
  public var statements = 0

  public init() {}
}
