import CivilTime
import Testing

@testable import Pages

@Suite struct SearchCriteriaTests {
  @Test func ratingKindOfMeetingAndExperienceAreFilters() {
    let ada = Demo.consultant()
    var bea = Demo.consultant("b", name: "Bea")
    (bea.years, bea.meetingTypes, bea.rating) = (2, ["in_person"], nil)
    func found(_ name: String, _ value: String) -> [String] {
      SearchCriteria([.init(name, value)]).choose([ada, bea], now: Demo.now, in: nil).map(\.slug)
    }
    #expect(found("rating", "45") == ["anna-meier"] && found("rating", "48") == [])
    #expect(found("meeting", "in_person") == ["b"] && found("meeting", "phone") == ["anna-meier"])
    #expect(found("experience", "junior") == ["b"] && found("experience", "senior") == ["anna-meier"])
    #expect(found("experience", "expert") == [] && found("sort", "rating") == ["anna-meier", "b"])
    let all = "q=a&meeting=video&meeting=phone&rating=40&experience=mid"
    let query = all.split(separator: "&").map { $0.split(separator: "=").map { String($0) } }.map {
      SitePath.Parameter($0[0], $0[1])
    }
    #expect(SearchCriteria(query).query == query)
    #expect(SearchCriteria([.init("rating", "12"), .init("experience", "x"), .init("meeting", "x")]).filterCount == 0)
  }

  @Test func questionsAreAskedThatTellThoseWhoWereFoundApart() {
    var all = (0..<6).map { Demo.consultant("c\($0)", name: "C \($0)") }
    for index in all.indices where index % 2 == 0 {
      all[index].skills = [Term(id: "ai-strategy", label: "AI strategy")]
      all[index].meetingTypes = ["video"]
    }
    let asked = RefinementQuestions(
      criteria: SearchCriteria(), found: all, options: FilterOptions(of: all), language: .en)
    // Everybody knows the one skill and speaks both languages: only half know the other, and half can be called.
    #expect(asked.questions.isEmpty)
    for index in all.indices where index % 2 == 0 { all[index].skills = [Term(id: "tax", label: "Tax")] }
    let better = RefinementQuestions(
      criteria: SearchCriteria(), found: all, options: FilterOptions(of: all), language: .en)
    #expect(better.questions.map(\.phrase) == [.askSkill])
    let answer = better.questions[0].answers[0]
    #expect(answer.count == 3 && answer.criteria.choose(all, now: Demo.now, in: nil).count == 3)
    var narrow = SearchCriteria()
    narrow.skills = ["tax"]
    #expect(
      RefinementQuestions(criteria: narrow, found: Array(all.prefix(4)), options: FilterOptions(of: all), language: .en)
        .questions.isEmpty)
  }

  @Test func aListCanBeSharedByItsAddress() {
    var criteria = SearchCriteria()
    criteria.text = "KI & Daten"
    (criteria.skills, criteria.industries, criteria.languages) = (["ai-strategy", "data"], ["energy"], ["de"])
    (criteria.service, criteria.timeframe, criteria.dayPart) = ("workshop", .nextWeek, .morning)
    (criteria.mostPrice, criteria.verifiedOnly, criteria.expertsOnly) = (300, true, true)
    (criteria.order, criteria.view, criteria.compared, criteria.page) = (.price, .list, ["a", "b"], 2)
    #expect(SearchCriteria(criteria.query) == criteria)
  }

  @Test func whatIsNotUnderstoodIsLeftOut() {
    let criteria = SearchCriteria([
      .init("sort", "x"), .init("price", "-1"), .init("page", "0"), .init("when", "ever"), .init("compare", "a"),
      .init("compare", "a"), .init("compare", "b"), .init("compare", "c"), .init("compare", "d"), .init("?", "?"),
    ])
    #expect(criteria.compared == ["a", "b", "c"])
    var expected = SearchCriteria()
    expected.compared = criteria.compared
    #expect(criteria == expected)
  }

  private func slugs(_ change: (inout SearchCriteria) -> Void) -> [String] {
    var cheap = Demo.consultant("cheap", name: "Zoe Low", base: 1_000)
    cheap.languages = ["en"]
    cheap.isVerified = false
    cheap.expertSkills = []
    cheap.freeStarts = [Demo.start(hours: 200)]
    var criteria = SearchCriteria()
    change(&criteria)
    return criteria.choose([Demo.consultant("dear"), cheap], now: Demo.now, in: nil).map(\.slug)
  }

  @Test func everyFilterKeepsThoseWhoPass() {
    #expect(slugs { _ in } == ["dear", "cheap"])
    #expect(slugs { $0.languages = ["en", "de"] } == ["dear"])
    #expect(slugs { $0.verifiedOnly = true } == ["dear"])
    #expect(slugs { $0.expertsOnly = true } == ["dear"])
    #expect(slugs { $0.mostPrice = 20 } == ["cheap"])
    #expect(slugs { $0.skills = ["nothing"] } == [])
    #expect(
      slugs {
        $0.service = "workshop"; $0.mostPrice = 20
      } == [])
    #expect(slugs { $0.timeframe = .thisWeek } == ["dear"])
    #expect(slugs { $0.timeframe = .nextWeek } == ["cheap"])
    #expect(slugs { $0.dayPart = .evening } == ["cheap"])
  }

  @Test func everyOrderIsKept() {
    #expect(slugs { $0.order = .price } == ["cheap", "dear"])
    #expect(slugs { $0.order = .availability } == ["dear", "cheap"])
    #expect(slugs { $0.order = .name } == ["dear", "cheap"])
  }
}
