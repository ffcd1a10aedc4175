import CivilTime
import Leads
import Testing

/// The lead vectors of the page on the marketplace, part 7.
@Suite struct LeadTests {
  /// 2027-06-07T08:00:00Z.
  static let now = Instant(seconds: 1_812_355_200) ?? .epoch

  private func facts(
    _ title: JobTitle, _ size: CompanySize, _ industry: IndustryFit, _ authority: DecisionAuthority
  ) -> LeadFacts {
    var facts = LeadFacts()
    facts.jobTitle = title
    facts.companySize = size
    facts.industry = industry
    facts.decisionAuthority = authority
    return facts
  }

  private func summary(_ facts: LeadFacts) throws -> String {
    let score = try #require(LeadScoring().score(facts, now: Self.now))
    return "\(score[.demographic]), \(score.bonus) → \(score.total) \(score.grade.rawValue) \(score.priority.rawValue)"
  }

  /// Everything that can be said for somebody: 100 points in each group.
  static func best() -> LeadFacts {
    var facts = LeadFacts()
    facts.jobTitle = .executive
    facts.companySize = .enterprise
    facts.industry = .target
    facts.decisionAuthority = .decisionMaker
    facts.intent.urgency = .urgent
    facts.intent.budget = .given
    facts.intent.daysToStart = 10
    facts.intent.namesCompetitor = true
    facts.intent.stakeholders = 3
    facts.intent.statements = 9
    facts.firmographics.revenue = .more
    facts.firmographics.growth = .growth
    facts.firmographics.technicalMaturity = .high
    facts.firmographics.consultingBudget = .more
    facts.firmographics.transformation = .executing
    for kind in [.download, .mailClick, .social, .webinar, .consultationCompleted] as [Touchpoint.Kind] {
      for _ in 0..<9 { facts.touchpoints.append(Touchpoint(at: now, channel: "website", kind: kind)) }
    }
    for _ in 0..<9 {
      facts.touchpoints.append(Touchpoint(at: now, channel: "website", kind: .pageView(.booking)))
      facts.touchpoints.append(Touchpoint(at: now, channel: "website", kind: .timeOnSite(seconds: 200)))
    }
    return facts
  }

  @Test func m82_theBestLead() throws {
    #expect(
      try summary(facts(.executive, .enterprise, .target, .decisionMaker)) == "95, 0 → 95 A hot")
    let best = try #require(LeadScoring().score(Self.best(), now: Self.now))
    #expect(best.groups.map(\.points) == [95, 100, 100, 100])
    #expect(try summary(Self.best()) == "95, 5 → 100 A hot")
  }

  @Test func m83_theColdLead() throws {
    #expect(try summary(facts(.individualContributor, .startup, .general, .endUser)) == "20, 0 → 20 D cold")
  }

  @Test func m84_theLeadInTheMiddle() throws {
    #expect(try summary(facts(.director, .medium, .adjacent, .influencer)) == "60, 0 → 60 B warm")
  }

  @Test func m85_threeGroupsOfThirtyAreTwoPoints() throws {
    let score = try summary(facts(.manager, .small, .general, .recommender))
    #expect(score == "40, 0 → 40 C warm")
    #expect(LeadScoring.bonus(behaviour: 30, intent: 30, firmographic: 30) == 2)
    var facts = facts(.manager, .small, .general, .recommender)
    // 30 each: two consultations and downloads; urgency and budget; revenue and growth.
    for kind in [.consultationCompleted, .consultationCompleted, .download, .download, .download] as [Touchpoint.Kind] {
      facts.touchpoints.append(Touchpoint(at: Self.now, channel: "website", kind: kind))
    }
    facts.intent.urgency = .urgent
    facts.intent.budget = .mentioned
    facts.firmographics.revenue = .underFiftyMillion
    facts.firmographics.growth = .mature
    let made = try #require(LeadScoring().score(facts, now: Self.now))
    #expect(made.groups.map(\.points) == [40, 30, 30, 30])
    #expect(try summary(facts) == "40, 2 → 42 C warm")
  }

  @Test func m86_threePoints() throws {
    #expect(try summary(facts(.vicePresident, .large, .target, .influencer)) == "75, 0 → 75 B warm")
    #expect(LeadScoring.bonus(behaviour: 60, intent: 80, firmographic: 50) == 3)
  }

  @Test func m87_theBonusRoundsHalfUp() throws {
    var facts = facts(.vicePresident, .large, .target, .decisionMaker)
    #expect(LeadScoring.bonus(behaviour: 0, intent: 29, firmographic: 0) == 0)
    #expect(LeadScoring.bonus(behaviour: 0, intent: 30, firmographic: 0) == 1)
    facts.intent.budget = .given
    facts.intent.namesCompetitor = true
    #expect(try summary(facts) == "85, 1 → 86 A hot")
  }

  @Test func m88_nothingGiven() throws {
    let score = try #require(LeadScoring().score(LeadFacts(), now: Self.now))
    #expect(score.total == 0 && score.grade == .d && score.priority == .cold && !score.isQualified)
    #expect(score.missing == ["jobTitle", "companySize", "industry", "decisionAuthority"])
    #expect(score.actions.isEmpty)
  }

  @Test func m90_probabilitiesStartAtThePrior() {
    #expect(LeadForecast.conversionProbability(.a, .init()) == 4_000)
    #expect(LeadForecast.conversionProbability(.a, .init(closed: 20, won: 12)) == 5_000)
    #expect(LeadForecast.conversionProbability(.a, .init(closed: 20, won: 0)) == 2_000)
    #expect(LeadForecast.potentialValue(averageOrder: 15_000, repeatRate: 4_000) == 21_000)
    #expect(LeadForecast.potentialValue(averageOrder: .max, repeatRate: 10_000) == nil)
  }

  @Test func m91_withdrawnConsentStopsWhatHasNotLeft() throws {
    let due = Self.now
    let sequence = NurturingSequence(
      .longTerm,
      [
        .init(template: "first", due: due, isCommitted: true), .init(template: "second", due: due),
        .init(template: "third", channel: "linkedin", due: due),
      ])
    var consents = ContactConsents(marketing: true)
    #expect(sequence.mayLeave(now: due, consents: consents).map(\.template) == ["second"])
    let before = LeadScoring().score(Self.best(), now: Self.now)
    consents.marketing = false
    #expect(sequence.mayLeave(now: due, consents: consents).isEmpty)
    #expect(LeadScoring().score(Self.best(), now: Self.now) == before, "consent to mail is no part of a score")
    let preparation = NurturingSequence(.consultationPreparation, [.init(template: "prepare", due: due)])
    #expect(preparation.mayLeave(now: due, consents: consents).count == 1)
    #expect(preparation.mayLeave(now: due, consents: consents, exit: .erased).isEmpty)
  }

  @Test func m128_whoObjectsToProfilingHasNoScore() {
    var facts = Self.best()
    facts.objectsToProfiling = true
    #expect(LeadScoring().score(facts, now: Self.now) == nil)
    let consents = ContactConsents(marketing: true, isProfilingAllowed: false)
    let marketing = NurturingSequence(.longTerm, [.init(template: "a", due: Self.now)])
    #expect(marketing.mayLeave(now: Self.now, consents: consents).isEmpty)
    let transactional = NurturingSequence(.afterConsultation, [.init(template: "a", due: Self.now)])
    #expect(transactional.mayLeave(now: Self.now, consents: consents).count == 1)
  }

  @Test func salesPeopleAreAssignedByRuleThenByLoad() {
    let assignment = SalesAssignment(
      rules: [
        .init(industry: "banking", people: ["zoe", "yan"]), .init(language: "de", country: "AT", people: ["kai"]),
      ],
      everybody: ["ben", "ann"])
    let open = ["zoe": 3, "yan": 3, "ann": 2, "ben": 1]
    #expect(assignment.person(industry: "banking", language: "de", country: "DE", openLeads: open) == "yan")
    #expect(assignment.person(industry: nil, language: "de", country: "AT", openLeads: open) == "kai")
    #expect(assignment.person(industry: nil, language: "de", country: "DE", openLeads: open) == "ben")
    #expect(assignment.person(industry: nil, language: nil, country: nil, openLeads: [:]) == "ann")
    #expect(SalesAssignment(everybody: []).person(industry: nil, language: nil, country: nil, openLeads: [:]) == nil)
  }

  @Test func reEngagementIsRare() {
    let consents = ContactConsents(marketing: true)
    func may(_ booking: Int64, _ last: Int64?) -> Bool {
      NurturingSequence.mayReEngage(
        lastBooking: Self.now.adding(.seconds(-86_400 * booking))!,
        lastReEngagement: last.flatMap { Self.now.adding(.seconds(-86_400 * $0)) }, consents: consents, now: Self.now)
    }
    #expect(may(180, nil) && may(400, 365))
    #expect(!may(179, nil) && !may(400, 364))
  }
}
