/// The known facts about somebody who asks. A missing answer is nil and scores nothing.
public struct LeadFacts: Hashable, Sendable {
  /// The level of the person's position.
  public var jobTitle: JobTitle?
  /// The size of the person's company.
  public var companySize: CompanySize?
  /// The fit of the company's industry with the target industries of the rules.
  public var industry: IndustryFit?
  /// The person's part in the decision.
  public var decisionAuthority: DecisionAuthority?
  /// The signs that somebody means to begin; nothing is known at first.
  public var intent = LeadIntent()
  /// The facts about the company; nothing is known at first.
  public var firmographics = Firmographics()
  /// In any order.
  public var touchpoints: [Touchpoint] = []
  /// The client does not want to be profiled: no score is made.
  public var objectsToProfiling = false

  /// Creates facts in which nothing is known.
  public init() {}
}

/// The levels of a position, in ascending order.
public enum JobTitle: String, Hashable, Sendable, CaseIterable {
  case individualContributor = "individual_contributor"
  case manager
  case director
  case vicePresident = "vp"
  case executive = "c_level"
}

/// The sizes of a company, in ascending order.
public enum CompanySize: String, Hashable, Sendable, CaseIterable {
  case startup
  case small
  case medium
  case large
  case enterprise

  /// Also takes the words of other lists: `sme` is medium, a `freelancer` counts as a startup does.
  public init?(answer: String) {
    switch answer {
    case "sme": self = .medium
    case "freelancer": self = .startup
    default: self.init(rawValue: answer)
    }
  }
}

/// How well an industry fits: it is a target of the rules, close to one, or neither.
public enum IndustryFit: String, Hashable, Sendable, CaseIterable {
  case general
  case adjacent
  case target
}

/// The parts that somebody may have in the decision, from none to the last word.
public enum DecisionAuthority: String, Hashable, Sendable, CaseIterable {
  case endUser = "end_user"
  case recommender
  case influencer
  case decisionMaker = "decision_maker"
}
