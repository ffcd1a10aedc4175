import Availability
import CivilTime
import Foundation
import Money
import Pricing

/// When consultants can be booked, and what it costs: the work of a page of starts and of a quote, without the store.
enum MarketBenchmarks {
  static func run(_ bench: Bench) throws {
    guard bench.wants("market") else { return }
    let zone = try ZoneRules(tzif: [UInt8](Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/Europe/Berlin"))))
    let (monday, now) = (try LocalDate.parse("2027-06-07"), try Instant.parse("2027-06-01T08:00:00Z"))
    let week = schedule(zone)
    let terms = MeetingTerms(length: 60, grid: 30)
    // Claims of the past and of the future; those of a window are what the store returns.
    let first = (monday.daysSinceEpoch - 20) * 86_400
    let booked = (0..<200).map { number in
      BookedMeeting(start: first + Int64(number) * 43_200, terms: terms, buffer: week.buffer)
    }
    func starts(_ days: Int64) -> Int {
      guard let last = LocalDate(daysSinceEpoch: monday.daysSinceEpoch + days - 1),
        let window = Days.window(monday, last, zone)
      else { return 0 }
      return BookableTime(week, terms, window: window, booked: booked, now: now).starts().count
    }
    try bench.measure("market.slots 1 x 7 days", budget: 300_000) { consume(starts(7)) }
    try bench.measure("market.slots 100 x 60 days", budget: 5_000_000) {
      for _ in 0..<100 { consume(starts(60)) }
    }
    let taxes = TaxTable(
      rates: ["DE": [.init(from: try LocalDate.parse("2021-01-01"), rate: BasisPoints(1_900))]], supplier: "DE")
    let facts = PriceFacts(
      demand: BasisPoints(7_200), leadMinutes: 1_200, complexity: .advanced, included: .intermediate,
      specialization: .expert, season: .whole, demandCounts: true, urgencyCounts: true)
    let request = QuoteRequest(
      base: 15_000, currency: "EUR", facts: facts, subject: TaxSubject(country: "DE", isBusiness: false), date: monday)
    try bench.measure("market.quote", budget: 50_000) {
      consume(Quote(request, rules: .standard, taxes: taxes, payoutShare: BasisPoints(8_500), now: now))
    }
  }

  /// Monday to Friday from 9 to 17 with a break.
  static func schedule(_ zone: ZoneRules) -> Schedule {
    let day = DaySchedule(
      slots: [Hours(from: 540, to: 1_020)].compactMap(\.self), breaks: [Hours(from: 720, to: 780)].compactMap(\.self))
    return Schedule(
      zone: zone, weekly: [1: day, 2: day, 3: day, 4: day, 5: day], buffer: 15, advance: 0...365, notice: 120)
  }
}
