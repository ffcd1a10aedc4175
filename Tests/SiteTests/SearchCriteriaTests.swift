import CivilTime
import Testing

@testable import Pages

@Suite struct SearchCriteriaTests {
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
