import Availability
import CEL
import CivilTime
import Foundation
import Pricing
import Testing

/// Compares calendars and VAT numbers with python-stdnum, icalendar and recurring-ical-events.
@Suite struct CounterpartTests {
  private struct Machine: ZoneSource {
    func rules(for identifier: String) -> ZoneRules? { try? Zones.zone(identifier) }
  }

  // MARK: Numbers

  /// Numbers of every state: as python-stdnum took them once, with other digits, and with one character changed.
  private static func numbers(_ random: inout SeededRandom) -> [String] {
    let forms = VATNumberSamples.valid.split(separator: " ").map(String.init)
    return (0..<2_000).map { number in
      let form = forms[number % forms.count]
      var letters = Array(form)
      if number / forms.count % 2 == 0 {
        for index in letters.indices.dropFirst(2) where letters[index].isNumber {
          letters[index] = Character(String(Int.random(in: 0...9, using: &random)))
        }
      } else {
        let index = Int.random(in: 2..<letters.count, using: &random)
        letters[index] = Array("0123456789ABCDEFGHJKLMNPQRSTVWXYZ").randomElement(using: &random) ?? "0"
      }
      return String(letters)
    }
  }

  @Test func m62_anotherProgramTakesAndRefusesTheSameNumbers() async throws {
    var random = SeededRandom(62)
    let numbers = Self.numbers(&random)
    let answer = try await Counterpart.ask("vat_numbers.py", .list(numbers.map { .string($0) }))
    let theirs = try #require(answer.listValue).map { $0.boolValue ?? false }
    try #require(theirs.count == numbers.count)
    var taken = 0
    for (number, isTaken) in zip(numbers, theirs) {
      // A date of birth inside of a person's number is not read, so such a number may be taken here and refused there.
      let isOfPerson = number.hasPrefix("BG") && number.count == 12 || number.hasPrefix("LV") && number < "LV4"
      let isValid = VATNumber(number)?.isValid
      #expect(isValid == isTaken || isOfPerson && isValid == true, "\(number)")
      if isTaken { taken += 1 }
    }
    // Enough of both kinds, so that neither a yes nor a no to everything passes.
    #expect(taken > 100 && taken < 1_900, "\(taken)")
  }

  // MARK: Calendars

  private static let days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"]

  /// A rule that the start fits.
  private static func rule(_ start: LocalDate, _ random: inout SeededRandom) -> String {
    let weekday = days[start.weekday]
    func others() -> String {
      Set([weekday] + days.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))).sorted()
        .joined(separator: ",")
    }
    let nth = (start.day - 1) / 7 + 1
    let rules = [
      "FREQ=DAILY", "FREQ=DAILY;BYDAY=\(others())", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=\(others())",
      "FREQ=WEEKLY;WKST=SU;BYDAY=\(others())", "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=\(start.day),28",
      "FREQ=MONTHLY;BYDAY=\(nth)\(weekday)", "FREQ=MONTHLY;BYDAY=\(weekday)", "FREQ=YEARLY",
      "FREQ=YEARLY;BYMONTH=\(start.month);BYDAY=\(weekday)",
    ]
    var rule = rules.randomElement(using: &random) ?? "FREQ=DAILY"
    if Bool.random(using: &random) { rule += ";INTERVAL=\(Int.random(in: 1...3, using: &random))" }
    switch Int.random(in: 0...2, using: &random) {
    case 0: rule += ";COUNT=\(Int.random(in: 1...30, using: &random))"
    case 1: rule += ";UNTIL=2027\(["0630", "1115", "1231"].randomElement(using: &random) ?? "1231")T220000Z"
    default: break
    }
    return rule
  }

  private static func calendar(_ random: inout SeededRandom) throws -> String {
    let zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "UTC"]
    let zone = zones.randomElement(using: &random) ?? "UTC"
    let start = try #require(
      try day("2027-01-01").adding(months: 0, days: Int64.random(in: 0...300, using: &random)))
    let time = String(format: "T%02d%02d00", Int.random(in: 4...22, using: &random), [0, 15, 30].randomElement() ?? 0)
    let compact = start.description.filter(\.isNumber)
    let at = zone == "UTC" ? ":\(compact)\(time)Z" : ";TZID=\(zone):\(compact)\(time)"
    let lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20270101T000000Z",
      "DTSTART\(at)", "DURATION:PT\(Int.random(in: 1...9, using: &random) * 15)M", "RRULE:\(rule(start, &random))",
    ]
    let without = Bool.random(using: &random) ? ["EXDATE\(at)"] : []
    return (lines + without + ["END:VEVENT", "END:VCALENDAR", ""]).joined(separator: "\r\n")
  }

  private static func texts(_ feed: CalendarFeed) -> [String] {
    Set(feed.busy.map { "\(Instant(seconds: $0.start) ?? .epoch)/\(Instant(seconds: $0.end) ?? .epoch)" }).sorted()
  }

  @Test func otherProgramsFindTheSameOccurrencesAndWriteThemAsWeReadThem() async throws {
    var random = SeededRandom(31)
    let calendars = try (0..<80).map { _ in try Self.calendar(&random) }
    let (from, to) = ("2027-01-01T00:00:00Z", "2028-03-01T00:00:00Z")
    let question = Value.list(
      calendars.map { .map(ValueMap([("text", .string($0)), ("from", .string(from)), ("to", .string(to))])) })
    let answers = try #require(try await Counterpart.ask("calendars.py", question).listValue)
    try #require(answers.count == calendars.count)
    let window = Interval(try .at(from), try .at(to))
    for (text, answer) in zip(calendars, answers) {
      let theirs = (answer["busy"]?.listValue ?? []).map { pair in
        (pair.listValue ?? []).compactMap(\.stringValue).joined(separator: "/")
      }
      let ours = CalendarFeed(text, zone: .utc, zones: Machine(), window: window)
      #expect(Self.texts(ours) == theirs.sorted(), "\(text)")
      #expect(ours.problems == [], "\(text)")
      let written = CalendarFeed(
        answer["freebusy"]?.stringValue ?? "", zone: .utc, zones: Machine(), window: window)
      #expect(Self.texts(written) == theirs.sorted(), "\(text)")
    }
  }
}
