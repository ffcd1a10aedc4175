import Availability
import CivilTime
import Testing

/// The starts of the page on the marketplace, part 4.6.
@Suite struct SlotTests {
  @Test func m09_aBreakDividesTheDay() throws {
    var situation = try Situation("Europe/Berlin", length: 90, grid: 30)
    situation.schedule.weekly[1] = DaySchedule(
      slots: [try Situation.hours("09:00-17:00")], breaks: [try Situation.hours("12:00-13:00")])
    #expect(
      try situation.starts("2027-06-07")
        == "07:00 07:30 08:00 08:30 11:00 11:30 12:00 12:30 13:00 13:30")
  }

  @Test func m10_overlappingHoursCountOnce() throws {
    let situation = try Situation(
      "Europe/Berlin", length: 60, grid: 60, hours: ["2027-06-07": ["09:00-12:00", "11:00-13:00"]])
    #expect(try situation.starts("2027-06-07") == "07:00 08:00 09:00 10:00")
  }

  @Test func m11_hoursMeetAtMidnight() throws {
    let situation = try Situation(
      "Europe/Berlin", length: 90, grid: 30, hours: ["2027-06-04": ["22:00-24:00"], "2027-06-05": ["00:00-02:00"]])
    #expect(try situation.starts("2027-06-04", "2027-06-05") == "20:00 20:30 21:00 21:30 22:00 22:30")
    #expect(try situation.starts("2027-06-04") == "20:00 20:30 21:00 21:30")
  }

  @Test(arguments: [
    ("m12 gap", "Europe/Berlin", "2027-03-28", "01:00-05:00", "00:00 00:30 01:00 01:30 02:00 02:30"),
    (
      "m13 fold", "Europe/Berlin", "2027-10-31", "01:00-04:00",
      "30T23:00 30T23:30 00:00 00:30 01:00 01:30 02:00 02:30"
    ),
    ("m14 end in the fold", "Europe/Berlin", "2027-10-31", "01:00-02:30", "30T23:00 30T23:30 00:00"),
    ("m15 start in the fold", "Europe/Berlin", "2027-10-31", "02:30-04:00", "00:30 01:00 01:30 02:00 02:30"),
    ("m16 start in the gap", "Europe/Berlin", "2027-03-28", "02:30-05:00", "01:00 01:30 02:00 02:30"),
    ("m16 wholly inside the gap", "Europe/Berlin", "2027-03-28", "02:15-02:45", ""),
    ("m18 no midnight", "America/Santiago", "2026-09-06", "00:00-03:00", "04:00 04:30 05:00 05:30"),
    ("m18 no midnight", "Africa/Cairo", "2027-04-30", "00:00-02:00", "29T22:00 29T22:30"),
    (
      "m19 half an hour back", "Australia/Lord_Howe", "2027-04-04", "01:00-03:00",
      "03T14:00 03T14:30 03T15:00 03T15:30 03T16:00"
    ),
    (
      "m19 half an hour forward", "Australia/Lord_Howe", "2027-10-03", "01:00-04:00",
      "02T14:30 02T15:00 02T15:30 02T16:00 02T16:30"
    ),
  ])
  func m12_to_m19_theClocksChange(name: String, zone: String, date: String, hours: String, starts: String) throws {
    let situation = try Situation(zone, length: 30, grid: 30, hours: [date: [hours]])
    #expect(try situation.starts(date) == starts, "\(name)")
  }

  @Test(arguments: [
    ("2026-03-08", "17:00 18:00 19:00 20:00 21:00"), ("2026-11-01", "18:00 19:00 20:00 21:00 22:00"),
  ])
  func m17_theAfternoonOfTheChangeIsRight(date: String, starts: String) throws {
    let situation = try Situation("America/New_York", length: 60, grid: 60, hours: [date: ["13:00-18:00"]])
    #expect(try situation.starts(date) == starts)
  }

  @Test func m20_aDayThatNeverWasHasNoSlots() throws {
    let hours = ["2011-12-29", "2011-12-30", "2011-12-31"].map { ($0, ["09:00-10:00"]) }
    let situation = try Situation(
      "Pacific/Apia", length: 60, grid: 60, hours: Dictionary(uniqueKeysWithValues: hours))
    #expect(try situation.starts("2011-12-29", "2011-12-31") == "19:00 30T19:00")
    #expect(try situation.starts("2011-12-30") == "")
  }

  private func neighbours(grid: Int) throws -> Situation {
    var situation = try Situation(
      "Europe/Berlin", length: 30, grid: grid, hours: ["2027-06-07": ["09:00-12:00"]])
    situation.schedule.buffer = 15
    try situation.book("2027-06-07T08:00:00Z")
    return situation
  }

  @Test func m21_theBufferStandsOnceBetweenNeighbours() throws {
    #expect(try neighbours(grid: 15).starts("2027-06-07") == "07:00 07:15 08:45 09:00 09:15 09:30")
  }

  @Test func m22_theGridStays() throws {
    #expect(try neighbours(grid: 30).starts("2027-06-07") == "07:00 09:00 09:30")
  }

  @Test func m23_preparationFollowUpAndBuffer() throws {
    var situation = try Situation("Europe/Berlin", length: 30, grid: 5, hours: ["2027-06-07": ["09:00-11:30"]])
    situation.terms.preparation = 15
    situation.terms.followUp = 10
    situation.schedule.buffer = 5
    try situation.book("2027-06-07T08:00:00Z")
    #expect(try situation.starts("2027-06-07") == "07:00 09:00")
  }

  @Test func m24_theBufferReachesOverMidnight() throws {
    var situation = try Situation("Europe/Berlin", length: 30, grid: 10, hours: ["2027-06-08": ["00:00-02:00"]])
    situation.schedule.buffer = 20
    situation.booked = [
      BookedMeeting(
        start: try Instant.at("2027-06-07T23:20:00+02:00").seconds, terms: MeetingTerms(length: 30), buffer: 20)
    ]
    #expect(try situation.starts("2027-06-08").hasPrefix("07T22:10 07T22:20"))
  }

  private func auckland() throws -> Situation {
    var situation = try Situation("Pacific/Auckland", length: 60, grid: 60)
    for day in 0..<7 { situation.schedule.weekly[day] = DaySchedule(slots: [try Situation.hours("08:00-10:00")]) }
    situation.schedule.maxPerDay = 1
    return situation
  }

  @Test func m25_theDailyLimitCountsOnTheConsultantsCalendar() throws {
    var situation = try auckland()
    try situation.book("2027-06-07T20:00:00Z")
    #expect(try situation.starts("2027-06-07", "2027-06-09") == "06T20:00 06T21:00 08T20:00 08T21:00")
    #expect(try situation.decision("2027-06-07T21:00:00Z", "2027-06-08") == .conflict(.maxDailyLimit))
  }

  @Test func m26_aCancelledBookingOpensItsDay() throws {
    #expect(try auckland().starts("2027-06-08") == "07T20:00 07T21:00")
  }

  @Test(arguments: ["2027-06-07T23:30:00+02:00", "2027-06-07T00:10:00+02:00"])
  func m27_theHorizonCountsCalendarDays(now: String) throws {
    var situation = try Situation("Europe/Berlin", length: 60, grid: 60)
    for day in 0..<7 { situation.schedule.weekly[day] = DaySchedule(slots: [try Situation.hours("09:00-24:00")]) }
    situation.schedule.advance = 0...60
    situation.now = try Instant.at(now)
    #expect(try situation.decision("2027-08-06T23:00:00+02:00", "2027-08-06") == .free)
    #expect(try situation.decision("2027-08-07T09:00:00+02:00", "2027-08-07") == .conflict(.blocked, .tooFar))
    situation.schedule.advance = 1...60
    #expect(try situation.decision("2027-06-07T23:00:00+02:00", "2027-06-07") == .conflict(.blocked, .tooSoon))
  }

  @Test func m28_aZoneWithThreeQuarters() throws {
    let situation = try Situation("Asia/Kathmandu", length: 60, grid: 60, hours: ["2027-06-07": ["09:00-12:00"]])
    #expect(try situation.starts("2027-06-07") == "03:15 04:15 05:15")
  }

  @Test func m29_theGridIsTheWallsAndNotTheHours() throws {
    let situation = try Situation("Europe/Berlin", length: 20, grid: 20, hours: ["2027-06-07": ["09:10-10:30"]])
    #expect(try situation.starts("2027-06-07") == "07:20 07:40 08:00")
  }

  @Test func m30_aBookingBeforeTheWindowReachesIntoIt() throws {
    var situation = try Situation(
      "Europe/Berlin", length: 30, grid: 30, hours: ["2027-06-07": ["22:00-24:00"], "2027-06-08": ["00:00-02:00"]])
    situation.schedule.buffer = 30
    try situation.book("2027-06-07T23:30:00+02:00")
    let availability = try situation.availability("2027-06-08", "2027-06-08")
    let midnight = try Instant.at("2027-06-08T00:00:00+02:00").seconds
    #expect(availability.decision(midnight) == .conflict(.bufferTime))
    #expect(availability.cells().first?.decision == .conflict(.bufferTime))
    #expect(availability.starts().first == midnight + 1_800)
  }

  @Test func m32_theNoticeCountsFromNow() throws {
    var situation = try Situation("Europe/Berlin", length: 30, grid: 30, hours: ["2027-06-07": ["09:00-12:00"]])
    situation.schedule.notice = 120
    situation.now = try Instant.at("2027-06-07T06:01:00Z")
    #expect(try situation.starts("2027-06-07") == "08:30 09:00 09:30")
  }

  @Test func m33_bothEndsOfAHolidayAreOff() throws {
    var situation = try Situation("Europe/Berlin", length: 60, grid: 60)
    for day in 0..<7 { situation.schedule.weekly[day] = DaySchedule(slots: [try Situation.hours("09:00-10:00")]) }
    let (first, last) = (try day("2027-12-24"), try day("2027-12-26"))
    situation.schedule.holidays = [try #require(DateRange(from: first, to: last))]
    #expect(try situation.starts("2027-12-23", "2027-12-27") == "08:00 27T08:00")
    #expect(try situation.decision("2027-12-26T08:00:00Z", "2027-12-26") == .conflict(.holiday))
  }

  @Test func m34_theReasonIsTold() throws {
    let situation = try neighbours(grid: 15)
    #expect(try situation.decision("2027-06-07T10:15:00+02:00", "2027-06-07") == .conflict(.booked))
    #expect(try situation.decision("2027-06-07T10:30:00+02:00", "2027-06-07") == .conflict(.bufferTime))
    #expect(try situation.decision("2027-06-07T12:30:00+02:00", "2027-06-07") == .conflict(.outsideHours))
    #expect(try situation.decision("2027-06-07T09:05:00+02:00", "2027-06-07") == .conflict(.outsideHours, .offGrid))
  }

  @Test func busyTimeOfAnotherCalendarCountsWithTheBufferAfterIt() throws {
    var situation = try Situation("Europe/Berlin", length: 30, grid: 15, hours: ["2027-06-07": ["09:00-12:00"]])
    situation.schedule.buffer = 15
    situation.schedule.busy = [
      Interval(try Instant.at("2027-06-07T08:00:00Z"), try Instant.at("2027-06-07T08:30:00Z"))
    ]
    #expect(try situation.starts("2027-06-07") == "07:00 07:15 08:45 09:00 09:15 09:30")
    #expect(try situation.decision("2027-06-07T08:15:00Z", "2027-06-07") == .conflict(.blocked))
  }

  @Test func whoAcceptsNothingHasNoSlots() throws {
    var situation = try neighbours(grid: 15)
    situation.schedule.isAccepting = false
    #expect(try situation.starts("2027-06-07") == "")
    #expect(try situation.decision("2027-06-07T07:00:00Z", "2027-06-07") == .conflict(.blocked, .notAccepting))
  }
}
