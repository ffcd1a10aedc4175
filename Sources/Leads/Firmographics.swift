/// The known facts about a company.
public struct Firmographics: Hashable, Sendable {
  public enum Revenue: String, Hashable, Sendable, CaseIterable {
    case underOneMillion = "under_1m"
    case underTenMillion = "under_10m"
    case underFiftyMillion = "under_50m"
    case more
  }

  public enum Growth: String, Hashable, Sendable, CaseIterable {
    case early
    case mature
    case growth
  }

  public enum Maturity: String, Hashable, Sendable, CaseIterable {
    case low
    case medium
    case high
  }

  public enum ConsultingBudget: String, Hashable, Sendable, CaseIterable {
    case none
    case underTenThousand = "under_10k"
    case underFiftyThousand = "under_50k"
    case more
  }

  public enum Transformation: String, Hashable, Sendable, CaseIterable {
    case none
    case exploring
    case optimizing
    case executing
  }

  public var revenue: Revenue?
  public var growth: Growth?
  public var technicalMaturity: Maturity?
  public var consultingBudget: ConsultingBudget?
  public var transformation: Transformation?

  public init() {}
}
