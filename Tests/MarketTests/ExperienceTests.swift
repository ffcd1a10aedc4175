import CEL
import CivilTime
import Testing

@testable import Marketplace

/// The facts of a consultant's record that only a search weighs.
@Suite struct ExperienceTests {
  private func read(_ fields: ValueMap) -> (consultant: Consultant?, findings: [Finding]) {
    var map = ValueMap([("firstName", "Ada"), ("lastName", "Muster")])
    for (key, value) in fields.entries { map[key.stringValue ?? ""] = value }
    return Consultant.read(.map(map), zones: ZoneTable())
  }

  @Test func industriesAreNamedWithOrWithoutYears() throws {
    let consultant = try #require(
      read(ValueMap([("industries", ["banking", ["industry": "energy", "years": 7]])])).consultant)
    #expect(consultant.industries == ["banking", "energy"])
    #expect(consultant.experience.industryYears == ["energy": 7])
  }

  @Test func whatASearchWeighsIsRead() throws {
    let consultant = try #require(
      read(
        ValueMap([
          ("yearsOfExperience", 12), ("styles", ["formal", "technical"]), ("meetingTypes", ["in_person"]),
          ("verified", ["profile", "linkedin"]), ("reviews", ["count": 3, "stars": 14]),
          ("meetings", ["completed": 4, "failed": 1, "completedEver": 9]),
          ("testimonials", [["id": "t1", "rating": 5, "industry": "banking"]]),
        ])
      ).consultant)
    let experience = consultant.experience
    #expect(experience.years == 12)
    #expect(experience.styles == [.formal, .technical])
    #expect(experience.meetings == [.inPerson])
    #expect(experience.checks == [.profile, .linkedin])
    #expect(experience.reviews.stars == 14)
    #expect(experience.record.completedEver == 9)
    #expect(experience.testimonials.map(\.id) == ["t1"])
  }

  @Test func starsThatNobodyCanHaveGivenAreRefused() {
    for reviews: Value in [["count": 3, "stars": 16], ["count": 3, "stars": 2], ["count": 1]] {
      let read = read(ValueMap([("reviews", reviews)]))
      #expect(read.consultant == nil)
      #expect(read.findings.first?.field == "consultant/reviews/stars")
    }
    let wrong = read(
      ValueMap([
        ("styles", ["loud"]), ("industries", [["years": 3]]), ("meetings", ["completed": 4, "completedEver": 1]),
      ]))
    #expect(
      Set(wrong.findings.map(\.field)).isSuperset(of: [
        "consultant/styles/0", "consultant/industries/0/industry", "consultant/meetings/completedEver",
      ]))
  }
}
