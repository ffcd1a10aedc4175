import Availability
import CivilTime
import Foundation
import Testing

@Suite struct CalendarFeedTests {
  private struct Machine: ZoneSource {
    func rules(for identifier: String) -> ZoneRules? {
      FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(identifier)").flatMap {
        try? ZoneRules(tzif: [UInt8]($0))
      }
    }
  }

  private func feed(
    _ events: [[String]], zone: String, from: String, to: String, addresses: Set<String> = []
  ) throws -> CalendarFeed {
    let body = events.flatMap { ["BEGIN:VEVENT"] + $0 + ["END:VEVENT"] }
    let text = (["BEGIN:VCALENDAR"] + body + ["END:VCALENDAR"]).joined(separator: "\r\n")
    let (first, last) = (try Instant.at(from), try Instant.at(to))
    return CalendarFeed(
      text, zone: try Zones.zone(zone), zones: Machine(), window: Interval(first, last),
      addresses: addresses)
  }

  private func texts(_ feed: CalendarFeed) -> [String] {
    feed.busy.map { interval in
      "\(Instant(seconds: interval.start) ?? .epoch)/\(Instant(seconds: interval.end) ?? .epoch)"
    }
  }

  @Test(arguments: [
    ("", false), ("<html>Sign in</html>", false), ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", false),
    ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n", false), ("BEGIN:VEVENT\r\nEND:VEVENT\r\n", false),
    ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", true),
  ])
  func aTextThatIsNoWholeCalendarIsKnown(text: String, isWhole: Bool) {
    let feed = CalendarFeed(text, zone: .utc, zones: Machine(), window: Interval(0, 1))
    #expect(feed.isWhole == isWhole)
  }

  @Test func m31_aWholeDayIsTheReadersDay() throws {
    let feed = try feed(
      [["UID:1", "DTSTART;VALUE=DATE:20270607", "DTEND;VALUE=DATE:20270608"]],
      zone: "Pacific/Honolulu",
      from: "2027-06-01T00:00:00Z", to: "2027-06-30T00:00:00Z")
    var situation = try Situation("Pacific/Honolulu", length: 60, grid: 60)
    for day in 0..<7 {
      situation.schedule.weekly[day] = DaySchedule(slots: [try Situation.hours("00:00-24:00")])
    }
    situation.schedule.busy = feed.busy
    #expect(try situation.starts("2027-06-07") == "")
    for day in ["2027-06-06", "2027-06-08"] {
      #expect(try situation.starts(day).split(separator: " ").count == 24)
    }
  }

  @Test func m31_whatIsNoBusyTimeIsNotCounted() throws {
    let time = ["DTSTART:20270607T090000Z", "DTEND:20270607T100000Z"]
    let feed = try feed(
      [
        ["UID:1", "TRANSP:TRANSPARENT"] + time, ["UID:2", "STATUS:CANCELLED"] + time,
        ["UID:3", "ATTENDEE;CN=\"A; B: C\";PARTSTAT=DECLINED:mailto:Anna@consultant.example"]
          + time,
        ["UID:4", "STATUS:TENTATIVE", "DTSTART:20270608T090000Z", "DURATION:PT30M"],
        ["UID:5", "DTSTART:20270609T090000", "DTEND:2027060", " 9T100000"],
      ], zone: "Europe/Berlin", from: "2027-06-01T00:00:00Z", to: "2027-06-30T00:00:00Z",
      addresses: ["anna@consultant.example"])
    #expect(
      texts(feed) == [
        "2027-06-08T09:00:00Z/2027-06-08T09:30:00Z", "2027-06-09T07:00:00Z/2027-06-09T08:00:00Z",
      ])
  }

  @Test func aMovedOccurrenceStandsForTheFirstOne() throws {
    let feed = try feed(
      [
        [
          "UID:1", "DTSTART;TZID=Europe/Berlin:20270607T090000",
          "DTEND;TZID=Europe/Berlin:20270607T100000",
          "RRULE:FREQ=DAILY;COUNT=3",
        ],
        [
          "UID:1", "RECURRENCE-ID;TZID=Europe/Berlin:20270608T090000",
          "DTSTART;TZID=Europe/Berlin:20270608T150000",
          "DTEND;TZID=Europe/Berlin:20270608T160000",
        ],
      ], zone: "UTC", from: "2027-06-01T00:00:00Z", to: "2027-06-30T00:00:00Z")
    #expect(
      texts(feed).map { $0.prefix(16) } == [
        "2027-06-07T07:00", "2027-06-08T13:00", "2027-06-09T07:00",
      ])
    #expect(feed.problems == [])
  }

  @Test func anUnknownRuleOrZoneIsToldAndTheTimeCounts() throws {
    let feed = try feed(
      [
        [
          "UID:1", "DTSTART;TZID=Europe/Atlantis:20270607T090000", "DURATION:PT1H",
          "RRULE:FREQ=HOURLY",
        ], ["UID:2"],
      ], zone: "Europe/Berlin", from: "2027-06-01T00:00:00Z", to: "2027-06-30T00:00:00Z")
    #expect(texts(feed) == ["2027-06-07T07:00:00Z/2027-06-07T08:00:00Z"])
    #expect(feed.problems.count == 3)
  }

  @Test(arguments: RecurrenceSamples.all.indices) func theCounterpartFindsTheSameOccurrences(
    index: Int
  ) throws {
    let sample = RecurrenceSamples.all[index]
    var event = [
      "UID:1", "DTSTART;TZID=\(sample.zone):\(sample.start)", "DURATION:PT1H",
      "RRULE:\(sample.rule)",
    ]
    if !sample.exception.isEmpty { event.append("EXDATE;TZID=\(sample.zone):\(sample.exception)") }
    let feed = try feed(
      [event], zone: "UTC", from: "2027-01-01T00:00:00Z", to: "2028-07-01T00:00:00Z")
    let starts = feed.busy.map { interval in
      "\(Instant(seconds: interval.start) ?? .epoch)".filter(\.isNumber).dropFirst(2).prefix(10)
    }
    #expect(starts.joined(separator: " ") == sample.starts, "\(sample.rule) from \(sample.start)")
  }
}
