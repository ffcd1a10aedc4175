import CivilTime
import Leads
import Testing

@Suite struct LeadPropertyTests {
  private static let now = LeadTests.now

  private func total(_ facts: LeadFacts, _ rules: LeadRules = .standard) -> Int {
    LeadScoring(rules).score(facts, now: Self.now)?.total ?? -1
  }

  /// Answers drawn from a seed; each may be missing.
  private func drawn(_ seed: UInt64) -> LeadFacts {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    func pick<Answer: CaseIterable>(_: Answer.Type) -> Answer? {
      let all = Array(Answer.allCases)
      let index = next(all.count + 1)
      return index < all.count ? all[index] : nil
    }
    var facts = LeadFacts()
    facts.jobTitle = pick(JobTitle.self)
    facts.companySize = pick(CompanySize.self)
    facts.industry = pick(IndustryFit.self)
    facts.decisionAuthority = pick(DecisionAuthority.self)
    facts.intent.urgency = pick(LeadIntent.Urgency.self)
    facts.intent.budget = pick(LeadIntent.BudgetAnswer.self)
    facts.intent.daysToStart = next(3) == 0 ? nil : next(200)
    facts.intent.statements = next(8)
    facts.firmographics.revenue = pick(Firmographics.Revenue.self)
    facts.firmographics.transformation = pick(Firmographics.Transformation.self)
    let kinds: [Touchpoint.Kind] = [
      .pageView(.pricing), .timeOnSite(seconds: 90), .download, .mailClick, .social, .webinar, .consultationCompleted,
    ]
    for _ in 0..<next(20) {
      let at = Self.now.adding(.seconds(-Int64(next(100)) * 86_400)) ?? Self.now
      facts.touchpoints.append(Touchpoint(at: at, channel: "website", kind: kinds[next(kinds.count)]))
    }
    return facts
  }

  @Test func m89_partsSumAndOrderMakesNoDifference() throws {
    var blended = LeadRules.standard
    blended.model = .blended
    for seed in 1...400 as ClosedRange<UInt64> {
      let facts = drawn(seed)
      let score = try #require(LeadScoring().score(facts, now: Self.now))
      #expect((0...100).contains(score.total) && (0...100).contains(total(facts, blended)))
      #expect(score.total == score[.demographic] + score.bonus)
      for group in score.groups {
        #expect((0...100).contains(group.points) && group.points == group.parts.reduce(0) { $0 + $1.points })
      }
      var turned = facts
      turned.touchpoints.reverse()
      #expect(LeadScoring().score(turned, now: Self.now) == score)
    }
  }

  @Test func m89_moreIsNeverLess() {
    for seed in 1...200 as ClosedRange<UInt64> {
      let facts = drawn(seed)
      let base = total(facts)
      func isNotLess(_ change: (inout LeadFacts) -> Void) -> Bool {
        var more = facts
        change(&more)
        return total(more) >= base
      }
      #expect(isNotLess { $0.jobTitle = .executive } && isNotLess { $0.companySize = .enterprise })
      #expect(isNotLess { $0.industry = .target } && isNotLess { $0.decisionAuthority = .decisionMaker })
      #expect(isNotLess { $0.intent.urgency = .urgent } && isNotLess { $0.intent.hasUrgencyWord = true })
      #expect(isNotLess { $0.intent.budget = .given } && isNotLess { $0.intent.daysToStart = 0 })
      #expect(isNotLess { $0.intent.statements += 1 } && isNotLess { $0.intent.stakeholders = 2 })
      #expect(isNotLess { $0.firmographics.revenue = .more })
      #expect(
        isNotLess { $0.touchpoints.append(Touchpoint(at: Self.now, channel: "mail", kind: .mailClick)) })
    }
  }

  @Test func m89_aClickOfNinetyOneDaysAgoCountsNothing() throws {
    func points(_ days: Int64) throws -> Int {
      var facts = LeadFacts()
      let at = try #require(Self.now.adding(.seconds(-days * 86_400)))
      facts.touchpoints = [Touchpoint(at: at, channel: "mail", kind: .mailClick)]
      return try #require(LeadScoring().score(facts, now: Self.now))[.behaviour]
    }
    #expect(try points(90) == 3 && points(91) == 0 && points(-1) == 0)
  }

  @Test func aWordOfUrgencyCountsAsHigh() throws {
    var facts = LeadFacts()
    facts.intent.hasUrgencyWord = true
    #expect(LeadScoring().score(facts, now: Self.now)?[.intent] == 15)
    facts.intent.urgency = .urgent
    #expect(LeadScoring().score(facts, now: Self.now)?[.intent] == 20)
    #expect(CompanySize(answer: "sme") == .medium && CompanySize(answer: "freelancer") == .startup)
  }
}
