import CivilTime
import Foundation
import Locales
import Testing

@testable import Pages
@testable import Site

/// Weeks in which a country changes its clocks.
@Suite struct ClockChangeTests {
  private static func zone(_ name: String) throws -> NamedZone {
    let data = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)"))
    return NamedZone(name: name, rules: try ZoneRules(tzif: [UInt8](data)))
  }

  /// The page of the week from a date on, as a client in Kathmandu sees it.
  private func week(_ from: String, _ check: (String) throws -> Void) async throws {
    let (berlin, kathmandu) = (try Self.zone("Europe/Berlin"), try Self.zone("Asia/Kathmandu"))
    let ten = try #require(LocalTime(hour: 10, minute: 0))
    let first = try LocalDate.parse("2027-03-15")
    let free = try (0..<28).map { day in
      let date = try #require(first.adding(months: 0, days: Int64(day)))
      return try #require(berlin.rules.instant(of: LocalDateTime(date: date, time: ten)))
    }
    let market = PlayedMarket()
    market.change { state in
      state.now = Instant(seconds: first.daysSinceEpoch * 86_400) ?? .epoch
      (state.zones, state.free) = ([berlin, kathmandu], free)
      state.consultant.zone = berlin
    }
    try await Browser.with(market) { browser in
      let times = try await browser.submit(try await FlowTests.begin(browser), FlowTests.service)
      try check(try await browser.get("\(times.path)?zone=Asia/Kathmandu&from=\(from)").body)
    }
  }

  /// M118: the consultant's ten o'clock is another time in Kathmandu from the Sunday on.
  @Test func bothClocksAreRightOnEachDayOfTheWeekOfAChange() async throws {
    try await week("2027-03-25") { page in
      let days = page.split(separator: "<fieldset class=\"day\">").dropFirst().map { String($0) }
      #expect(days.count == 7)
      for (index, day) in days.enumerated() {
        #expect(day.contains(index < 3 ? ">14:45<" : ">13:45<"), "day \(index)")
        #expect(day.contains(">10:00 Berlin<"), "day \(index)")
      }
      #expect(days[3].contains("Sunday, 28 March 2027"))
      #expect(page.contains(SiteLanguage.en(.clocksChange)))
    }
  }

  @Test(arguments: [("2027-03-15", false), ("2027-03-22", true), ("2027-03-29", true), ("2027-04-05", false)])
  func theNoticeStandsInTheWeekOfAChangeAndTheOneAfter(_ from: String, _ isThere: Bool) async throws {
    try await week(from) { #expect($0.contains(SiteLanguage.en(.clocksChange)) == isThere) }
  }
}
