/// The known facts about somebody who asks. A missing answer is nil and scores nothing.
public struct LeadFacts: Hashable, Sendable {
  public var jobTitle: JobTitle?
  public var companySize: CompanySize?
  public var industry: IndustryFit?
  public var decisionAuthority: DecisionAuthority?
  public var intent = LeadIntent()
  public var firmographics = Firmographics()
  /// In any order.
  public var touchpoints: [Touchpoint] = []
  /// The client does not want to be profiled: no score is made.
  public var objectsToProfiling = false

  public init() {}
}

public enum JobTitle: String, Hashable, Sendable, CaseIterable {
  case individualContributor = "individual_contributor"
  case manager
  case director
  case vicePresident = "vp"
  case executive = "c_level"
}

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

public enum IndustryFit: String, Hashable, Sendable, CaseIterable {
  case general
  case adjacent
  case target
}

public enum DecisionAuthority: String, Hashable, Sendable, CaseIterable {
  case endUser = "end_user"
  case recommender
  case influencer
  case decisionMaker = "decision_maker"
}
