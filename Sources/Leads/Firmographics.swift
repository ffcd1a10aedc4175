/// The known facts about a company.
public struct Firmographics: Hashable, Sendable {
  /// The bands of a company's revenue, all but the last by their upper bound; the currency is not recorded.
  public enum Revenue: String, Hashable, Sendable, CaseIterable {
    case underOneMillion = "under_1m"
    case underTenMillion = "under_10m"
    case underFiftyMillion = "under_50m"
    case more
  }

  /// The phases of a company's growth. By the standard rules a mature company scores less than a growing one.
  public enum Growth: String, Hashable, Sendable, CaseIterable {
    case early
    case mature
    case growth
  }

  /// The levels of technical maturity, in ascending order.
  public enum Maturity: String, Hashable, Sendable, CaseIterable {
    case low
    case medium
    case high
  }

  /// The bands of the budget for consulting. `under_10k` is a budget below ten thousand.
  public enum ConsultingBudget: String, Hashable, Sendable, CaseIterable {
    case none
    case underTenThousand = "under_10k"
    case underFiftyThousand = "under_50k"
    case more
  }

  /// The stages of a transformation of the company.
  public enum Transformation: String, Hashable, Sendable, CaseIterable {
    case none
    case exploring
    case optimizing
    case executing
  }

  /// The band of revenue; nil if unknown.
  public var revenue: Revenue?
  /// The phase of growth; nil if unknown.
  public var growth: Growth?
  /// The technical maturity; nil if unknown.
  public var technicalMaturity: Maturity?
  /// The band of the budget for consulting. Nil if unknown, whereas `none` says that there is no budget.
  public var consultingBudget: ConsultingBudget?
  /// The stage of the transformation. Nil if unknown, whereas `none` says that there is no transformation.
  public var transformation: Transformation?

  /// Creates facts in which nothing is known.
  public init() {}
}
