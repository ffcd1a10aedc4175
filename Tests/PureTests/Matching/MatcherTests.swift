import CivilTime
import Matching
import Testing

@Suite struct MatcherTests {
  private static let now = MatchingSituation.now

  private static func many(_ count: Int) -> [ConsultantProfile] {
    let skills = ["cloud-migration", "aws", "process-optimization", "ai-strategy", "seo"]
    return (0..<count).map { index in
      var profile = MatchingSituation.consultant(
        "c\(index)", skills: [SkillLevel(skills[index % 5], SkillLevel.Level.allCases[index % 4])],
        industries: [IndustryYears("banking", years: index % 9)], title: "Cloud \(skills[(index / 5) % 5])")
      profile.ratings = Ratings(count: index % 7, sum: 4 * (index % 7))
      return profile
    }
  }

  @Test func m72_theOrderOfLoadingMakesNoDifference() throws {
    let taxonomy = try MatchingSituation.taxonomy()
    let profiles = Self.many(200)
    let request = MatchRequest(text: "Cloud Migration für eine Bank", maxResults: 20)
    let first = try MatchingSituation.matcher(profiles, taxonomy: taxonomy).find(request, now: Self.now)
    let again = try MatchingSituation.matcher(profiles, taxonomy: taxonomy).find(request, now: Self.now)
    let turned = try MatchingSituation.matcher(profiles.reversed(), taxonomy: taxonomy).find(request, now: Self.now)
    #expect(first.results.count == 20)
    #expect(first.results == again.results && first.results == turned.results)
    #expect(first.averageMatchScore == turned.averageMatchScore)
  }

  @Test func m73_equalsChangePlacesByTheDay() throws {
    let profiles = (0..<6).map { MatchingSituation.consultant("c\($0)", title: "Cloud") }
    let matcher = MatchingSituation.matcher(profiles, taxonomy: .empty)
    func order(_ day: String) throws -> [String] {
      let now = try Instant.parse("\(day)T08:00:00Z")
      return try matcher.find(MatchRequest(text: "cloud", maxResults: 6), now: now).results.map(\.consultant)
    }
    func expected(_ day: String) -> [String] {
      profiles.map(\.id).sorted { a, b in
        matchingDigest(Array("\(a)\(day)".utf8)).lexicographicallyPrecedes(matchingDigest(Array("\(b)\(day)".utf8)))
      }
    }
    #expect(try order("2027-06-07") == expected("2027-06-07"))
    #expect(try order("2027-06-08") == expected("2027-06-08"))
    #expect(expected("2027-06-07") != expected("2027-06-08"))
  }

  @Test func m74_aProfileKnowsNoPerson() {
    // Scores are functions of a profile, and a profile has no field in which a person could be seen.
    let fields = Set(Mirror(reflecting: ConsultantProfile(id: "a")).children.compactMap(\.label))
    #expect(
      fields == [
        "id", "isPublished", "isAccepting", "text", "skills", "industries", "languages", "styles", "meetingTypes",
        "prices", "yearsOfExperience", "verification", "ratings", "delivery", "freeStarts", "hasHeavyWorkload",
        "testimonials",
      ])
  }

  @Test func m77_whenFiltersLeaveNobodyTheWorstOneIsNamed() throws {
    var profiles = (0..<4).map { MatchingSituation.consultant("c\($0)", title: "Cloud") }
    profiles[0].isAccepting = false
    var request = MatchRequest(text: "cloud")
    request.criteria.filters.verificationRequired = true
    request.criteria.filters.minimumExperienceYears = 5
    for index in 1...3 { profiles[index].yearsOfExperience = 9 }
    let answer = try MatchingSituation.matcher(profiles, taxonomy: .empty).find(request, now: Self.now)
    #expect(answer.results.isEmpty && answer.totalFound == 0 && answer.averageMatchScore == nil)
    #expect(answer.relax?.description == "verificationRequired (3 more)")
  }

  @Test func filtersAskWhatTheyAreNamedFor() throws {
    var profile = MatchingSituation.consultant("a", title: "Cloud")
    profile.yearsOfExperience = 4
    profile.verification = [.profile, .identity, .linkedIn]
    func isFound(_ change: (inout MatchRequest) -> Void) throws -> Bool {
      var request = MatchRequest(text: "cloud")
      change(&request)
      return try MatchingSituation.matcher([profile], taxonomy: .empty).find(request, now: Self.now).totalFound == 1
    }
    // Ten reviews with 45 stars: the shrunk mean is 4.5.
    #expect(try isFound { $0.criteria.filters.minimumRatingTenths = 45 })
    #expect(try !isFound { $0.criteria.filters.minimumRatingTenths = 46 })
    #expect(try isFound { $0.criteria.filters.minimumExperienceYears = 4 })
    #expect(try !isFound { $0.criteria.filters.minimumExperienceYears = 5 })
    #expect(try isFound { $0.criteria.filters.linkedInRequired = true })
    #expect(try !isFound { $0.criteria.filters.meetingTypes = [.phone] })
    #expect(try isFound { $0.criteria.filters.meetingTypes = [.phone, .video] })
    #expect(try isFound { $0.criteria.languages = [.french] }, "English is always a way out")
    #expect(try !isFound { $0.criteria.service = "workshop" })
    #expect(try !isFound { $0.exclude = ["a"] })
  }

  @Test func m80_theNewcomersPlace() throws {
    var profiles = (0..<8).map { index in
      MatchingSituation.consultant("c\(index)", skills: [SkillLevel("seo", .expert)], title: "SEO")
    }
    // Fourteen stars of fifty reviews are a whole point of the total.
    for index in profiles.indices { profiles[index].ratings = Ratings(count: 40, sum: 200 - 14 * index) }
    let taxonomy = try MatchingSituation.taxonomy()
    let request = MatchRequest(text: "SEO")
    func order(_ place: Int = 4) throws -> [String] {
      try MatchingSituation.matcher(profiles, taxonomy: taxonomy, newcomerPlace: place)
        .find(request, now: Self.now).results.map(\.consultant)
    }
    #expect(try order() == ["c0", "c1", "c2", "c3", "c4"])
    profiles[7].delivery = DeliveryHistory(completed: 4)
    #expect(try order() == ["c0", "c1", "c2", "c7", "c3"])
    #expect(try order(0) == ["c0", "c1", "c2", "c3", "c4"])
    profiles[1].delivery = DeliveryHistory(completed: 4)
    profiles[1].ratings = Ratings(count: 40, sum: 190)
    #expect(try order() == ["c0", "c1", "c2", "c3", "c4"], "a newcomer stands above the place by itself")
    profiles[1].delivery = DeliveryHistory(completed: 20)
    profiles[7].skills = []
    profiles[7].text.title = ["Steuern"]
    #expect(try order() == ["c0", "c1", "c2", "c3", "c4"], "a newcomer who does not know the subject gets no place")
  }

  @Test func m81_starsAreThePlainMean() {
    #expect(Ratings(count: 3, sum: 14).shown(.english) == "4.7 (3)")
    #expect(Ratings(count: 3, sum: 14).shown(.german) == "4,7 (3)")
    #expect(Ratings().shown(.english) == nil)
    #expect(Ratings.sortingName(.english) == "rating, weighted by number of reviews")
  }

  @Test func anExplanationSumsToItsTotal() throws {
    let answer = try MatchingSituation.matcher(Self.many(60), taxonomy: try MatchingSituation.taxonomy())
      .find(MatchRequest(text: "AWS and AI strategy for a bank, up to 20 EUR", maxResults: 50), now: Self.now)
    #expect(answer.results.count == 50)
    for result in answer.results {
      let explanation = result.explanation
      #expect(explanation.contributions.reduce(0) { $0 + $1.points } == result.overall)
      #expect(explanation.contributions.reduce(explanation.rounding) { $0 + $1.exact } == 10_000 * result.overall)
      #expect(explanation.rounding.magnitude <= 5_000)
      #expect(explanation.strengths.allSatisfy { result.scores[$0] >= 80 } && explanation.strengths.count <= 3)
      #expect(explanation.concerns.contains(.overBudget(percent: 50)))
    }
  }

  @Test func anExplanationNamesFactsOnly() throws {
    var profile = MatchingSituation.consultant(
      "a", skills: [SkillLevel("aws", .expert)],
      industries: [IndustryYears("banking", years: 3, engagements: 7), IndustryYears("retail", years: 2)])
    profile.ratings = Ratings()
    profile.freeStarts = [Self.now.adding(.seconds(9 * 86_400))!]
    profile.testimonials = [
      Testimonial(id: "t1", rating: 5, industry: "banking"), Testimonial(id: "t2", rating: 3, industry: "banking"),
      Testimonial(id: "t3", rating: 5, industry: "retail"),
    ]
    let taxonomy = try MatchingSituation.taxonomy()
    var request = MatchRequest(text: "Cloud migration for a bank")
    request.deliverables = ["Action plan"]
    let matcher = MatchingSituation.matcher([profile], taxonomy: taxonomy)
    let result = try #require(try matcher.why("a", request, now: Self.now))
    let explanation = result.explanation
    #expect(explanation.matchedSkills.map(\.skill) == ["aws"], "a sibling of what was asked for")
    #expect(explanation.relevantExperience.map(\.engagements) == [7])
    #expect(explanation.similarSuccessStories == ["t1"])
    #expect(explanation.expectedOutcomes == ["Action plan"])
    #expect(explanation.concerns.contains(.noReview) && explanation.concerns.contains(.firstFree(days: 9)))
    #expect(ExplanationText.sentence(.firstFree(days: 9), .german) == "Erster freier Termin in 9 Tagen.")
    #expect(ExplanationText.why(result, taxonomy, .english).contains("knows AWS"))
    #expect(try matcher.why("b", request, now: Self.now) == nil)
    #expect(ExplanationText.ranking(.standard, .english).first == "expertise: 30%")
  }

  @Test func alternativesAreOthersAndStrongWhereTheOriginalWasWeak() throws {
    let taxonomy = try MatchingSituation.taxonomy()
    var profiles = (0..<4).map { index in
      MatchingSituation.consultant("c\(index)", skills: [SkillLevel("seo", .expert)], title: "SEO")
    }
    profiles[0].freeStarts = []
    profiles[1].freeStarts = []
    profiles[1].ratings = Ratings(count: 100, sum: 500)
    let matcher = MatchingSituation.matcher(profiles, taxonomy: taxonomy)
    let request = MatchRequest(text: "SEO")
    let original = try #require(try matcher.why("c0", request, now: Self.now))
    let others = try matcher.alternatives(to: original, shown: ["c2"], request, now: Self.now)
    #expect(others.map(\.consultant) == ["c3", "c1"])
    #expect(others[0].overall == RankingWeights.standard.overall(others[0].scores), "the total shown is the plain one")
    for wrong in [0, -1, MatchRequest.mostResults + 1] {
      var many = request
      many.maxResults = wrong
      #expect(throws: MatchError.self) { try matcher.alternatives(to: original, shown: [], many, now: Self.now) }
    }
  }
}
