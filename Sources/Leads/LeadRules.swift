/// The points of each answer. Every score names the version of the rules that made it.
public struct LeadRules: Hashable, Sendable {
  /// The ways in which the four groups of points make a total.
  public enum Model: String, Hashable, Sendable, CaseIterable {
    /// The demographic points, and at most five more for the three other groups.
    case exact
    /// A mixture of all four groups.
    case blended
  }

  /// The name of this state of the rules, which every score carries.
  public var version = "standard-1"
  /// The way in which the groups make a total.
  public var model = Model.exact

  /// Points by job title. In this and the other tables an answer without an entry scores nothing.
  public var jobTitle: [JobTitle: Int] = [
    .executive: 25, .vicePresident: 20, .director: 15, .manager: 10, .individualContributor: 5,
  ]
  /// Points by the size of the company.
  public var companySize: [CompanySize: Int] = [.enterprise: 25, .large: 20, .medium: 15, .small: 10, .startup: 5]
  /// Points by the fit of the industry.
  public var industry: [IndustryFit: Int] = [.target: 20, .adjacent: 15, .general: 10]
  /// Points by the part in the decision.
  public var decisionAuthority: [DecisionAuthority: Int] = [
    .decisionMaker: 25, .influencer: 15, .recommender: 10, .endUser: 0,
  ]

  /// Days that a touchpoint counts.
  public var windowDays = 90
  /// Points for one view of a page, by the kind of page. All views together score at most 20.
  public var pageView: [Touchpoint.Page: Int] = [.profile: 3, .pricing: 3, .booking: 4, .other: 1]
  /// Points by the stated urgency. A word of urgency in the text scores as `high` at least.
  public var urgency: [LeadIntent.Urgency: Int] = [.low: 0, .medium: 8, .high: 15, .urgent: 20]
  /// Points by the place where a budget stands.
  public var budget: [LeadIntent.BudgetAnswer: Int] = [.given: 20, .mentioned: 10]

  /// Points by the band of revenue.
  public var revenue: [Firmographics.Revenue: Int] = [
    .underOneMillion: 5, .underTenMillion: 10, .underFiftyMillion: 20, .more: 25,
  ]
  /// Points by the phase of growth.
  public var growth: [Firmographics.Growth: Int] = [.early: 5, .mature: 10, .growth: 20]
  /// Points by the technical maturity.
  public var technicalMaturity: [Firmographics.Maturity: Int] = [.low: 5, .medium: 10, .high: 15]
  /// Points by the band of the budget for consulting.
  public var consultingBudget: [Firmographics.ConsultingBudget: Int] = [
    .none: 0, .underTenThousand: 5, .underFiftyThousand: 12, .more: 20,
  ]
  /// Points by the stage of the transformation.
  public var transformation: [Firmographics.Transformation: Int] = [
    .none: 0, .exploring: 10, .optimizing: 15, .executing: 20,
  ]

  /// Ids of the industries that the house looks for; those beside them are adjacent.
  public var targetIndustries: [String] = []
  /// The people who look after leads, and the rules that choose among them.
  public var sales = SalesAssignment(everybody: [])

  /// Creates the standard rules. Their points may then be changed one by one.
  public init() {}

  /// The rules that apply unless a file says otherwise.
  public static let standard = LeadRules()

  /// The largest sum of demographic points.
  var mostDemographic: Int {
    [
      Array(jobTitle.values), Array(companySize.values), Array(industry.values), Array(decisionAuthority.values),
    ].reduce(0) { $0 + ($1.max() ?? 0) }
  }
}
