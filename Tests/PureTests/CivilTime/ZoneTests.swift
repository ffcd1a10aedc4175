import CivilTime
import Foundation
import Testing

/// The zones of the machine, read once.
struct SystemZones: ZoneSource {
  func rules(for identifier: String) -> ZoneRules? {
    guard !identifier.isEmpty, !identifier.contains(".."), !identifier.hasPrefix("/"),
      let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(identifier)")
    else { return nil }
    return try? ZoneRules(tzif: [UInt8](data))
  }

  static func zone(_ name: String) throws -> ZoneRules { try #require(SystemZones().rules(for: name)) }
}

@Suite struct ZoneTests {
  @Test(arguments: [
    ("2027-03-28T09:00:00+02:00", "-PT24H", "-P1D", "2027-03-27T08:00:00+01:00", "2027-03-27T09:00:00+01:00"),
    ("2027-10-31T09:00:00+01:00", "-PT24H", "-P1D", "2027-10-30T10:00:00+02:00", "2027-10-30T09:00:00+02:00"),
  ])
  func hoursAreElapsedAndDaysAreOnTheWall(
    start: String, hours: String, days: String, elapsed: String, wall: String
  ) throws {
    let berlin = try SystemZones.zone("Europe/Berlin")
    let start = try Instant.parse(start)
    #expect(wallPlus(start, try Period.parse(iso8601: hours), berlin) == (try Instant.parse(elapsed)))
    #expect(wallPlus(start, try Period.parse(iso8601: days), berlin) == (try Instant.parse(wall)))
  }

  @Test func aSkippedTimeMovesForward() throws {
    let berlin = try SystemZones.zone("Europe/Berlin")
    let eve = try Instant.parse("2027-03-27T02:30:00+01:00")
    let moved = try #require(wallPlus(eve, Period(days: 1), berlin))
    #expect(moved == (try Instant.parse("2027-03-28T03:30:00+02:00")))
    #expect(berlin.local(at: moved).time.withMinutes == "03:30")
  }

  @Test func ofARepeatedTimeTheEarlierIsTaken() throws {
    let berlin = try SystemZones.zone("Europe/Berlin")
    let eve = try Instant.parse("2027-10-30T02:30:00+02:00")
    #expect(wallPlus(eve, Period(days: 1), berlin) == (try Instant.parse("2027-10-31T02:30:00+02:00")))
  }

  @Test func anInstantInARepeatedHourStaysWithoutACalendarPart() throws {
    let berlin = try SystemZones.zone("Europe/Berlin")
    let second = try Instant.parse("2027-10-31T02:30:00+01:00")
    #expect(wallPlus(second, Period(), berlin) == second)
  }

  @Test(arguments: [
    (WallPolicy.Gap.later, "2027-03-28T03:30:00+02:00"), (.earlier, "2027-03-28T01:30:00+01:00"), (.skip, ""),
  ])
  func aSkippedTimeIsWhatThePolicySays(gap: WallPolicy.Gap, expected: String) throws {
    let berlin = try SystemZones.zone("Europe/Berlin")
    let eve = try Instant.parse("2027-03-27T02:30:00+01:00")
    let moved = wallPlus(eve, Period(days: 1), berlin, WallPolicy(gap: gap))
    #expect(try moved == (expected.isEmpty ? nil : Instant.parse(expected)))
  }

  @Test func aRhythmKeepsItsTimeOfDayAndItsDayOfTheMonth() throws {
    let berlin = try SystemZones.zone("Europe/Berlin")
    let base = try Instant.parse("2027-01-31T02:30:00+01:00")
    let monthly = try #require(WallRhythm(base: base, period: Period(months: 1), zone: berlin))
    #expect(try monthly.round(1) == Instant.parse("2027-02-28T02:30:00+01:00"))
    #expect(try monthly.round(2) == Instant.parse("2027-03-31T02:30:00+02:00"))
    let daily = try #require(
      WallRhythm(base: base, period: Period(days: 1), zone: berlin, policy: WallPolicy(gap: .skip)))
    // The round of 28 March does not take place.
    let eve = try #require(daily.round(55))
    #expect(try eve == Instant.parse("2027-03-27T02:30:00+01:00"))
    let next = try #require(daily.next(after: 55, later: eve))
    #expect(next.number == 57)
    #expect(try next.due == Instant.parse("2027-03-29T02:30:00+02:00"))
  }

  @Test func aRhythmOfMonthsDoesNotForgetTheDayThatItBeganOn() throws {
    let berlin = try SystemZones.zone("Europe/Berlin")
    func rounds(_ entered: String, _ first: Period, _ every: Period, _ numbers: [Int64]) throws -> [Instant?] {
      let begin = try Instant.parse(entered)
      let rhythm = try #require(
        WallRhythm(entered: begin, first: first, every: every, zone: berlin, policy: .standard))
      return numbers.map { rhythm.round($0) }
    }
    let month = Period(months: 1)
    #expect(
      try rounds("2027-01-31T10:00:00+01:00", month, month, [0, 1, 2]) == [
        Instant.parse("2027-02-28T10:00:00+01:00"), Instant.parse("2027-03-31T10:00:00+02:00"),
        Instant.parse("2027-04-30T10:00:00+02:00"),
      ])
    // The first round falls into the gap: only it is moved.
    let day = Period(days: 1)
    #expect(
      try rounds("2027-03-27T02:30:00+01:00", day, day, [0, 1]) == [
        Instant.parse("2027-03-28T03:30:00+02:00"), Instant.parse("2027-03-29T02:30:00+02:00"),
      ])
    // Hours until the first one are elapsed time: from there on it keeps its time of day.
    #expect(
      try rounds("2027-03-27T20:00:00+01:00", Period(time: .seconds(36_000)), day, [0, 1]) == [
        Instant.parse("2027-03-28T07:00:00+02:00"), Instant.parse("2027-03-29T07:00:00+02:00"),
      ])
    let rhythm = try #require(
      WallRhythm(
        entered: Instant.parse("2027-01-31T10:00:00+01:00"), first: Period(years: 1), every: month, zone: berlin,
        policy: .standard))
    let next = try #require(rhythm.next(after: 0, later: Instant.parse("2028-02-01T00:00:00Z")))
    #expect(next.number == 1)
    #expect(try next.due == Instant.parse("2028-02-29T10:00:00+01:00"))
  }

  @Test func roundsThatWereMissedAreLeaptOver() throws {
    let berlin = try SystemZones.zone("Europe/Berlin")
    let base = try Instant.parse("2027-01-31T09:00:00+01:00")
    for (period, text) in [
      (Period(days: 1), "2047-07-14T09:00:00+02:00"), (Period(months: 1), "2047-07-31T09:00:00+02:00"),
      (Period(time: .seconds(3_600)), "2047-07-13T11:00:00+02:00"),
    ] {
      let rhythm = try #require(WallRhythm(base: base, period: period, zone: berlin))
      let next = try #require(rhythm.next(after: 3, later: Instant.parse("2047-07-13T10:00:00+02:00")))
      #expect(try next.due == Instant.parse(text))
      #expect(rhythm.round(next.number) == next.due)
    }
    #expect(WallRhythm(base: base, period: Period(), zone: berlin) == nil)
    #expect(WallRhythm(base: base, period: Period(days: -1), zone: berlin) == nil)
    let last = try #require(WallRhythm(base: .latest, period: Period(days: 1), zone: berlin))
    #expect(last.next(after: 0, later: .latest) == nil)
  }

  @Test func theRuleGoesOnAfterTheLastTransition() throws {
    let berlin = try SystemZones.zone("Europe/Berlin")
    #expect(berlin.offset(at: try Instant.parse("2500-07-01T00:00:00Z")) == 7_200)
    #expect(berlin.offset(at: try Instant.parse("2500-01-01T00:00:00Z")) == 3_600)
    #expect(berlin.offset(at: try Instant.parse("1980-07-01T00:00:00Z")) == 7_200)
    let sydney = try SystemZones.zone("Australia/Sydney")
    #expect(sydney.offset(at: try Instant.parse("2500-01-01T00:00:00Z")) == 39_600)
    #expect(sydney.offset(at: try Instant.parse("2500-07-01T00:00:00Z")) == 36_000)
    let dublin = try SystemZones.zone("Europe/Dublin")
    #expect(dublin.offset(at: try Instant.parse("2500-07-01T00:00:00Z")) == 3_600)
    #expect(dublin.offset(at: try Instant.parse("2500-01-01T00:00:00Z")) == 0)
  }

  @Test func everyWallTimeOfAYearComesBack() throws {
    for name in ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"] {
      let zone = try SystemZones.zone(name)
      var instant = try Instant.parse("2027-01-01T00:00:00Z")
      for _ in 0..<(366 * 24) {
        let local = zone.local(at: instant)
        let back = try #require(zone.instant(of: local))
        #expect(zone.local(at: back) == local)
        #expect(back <= instant)
        instant = try #require(instant.adding(.seconds(3_600)))
      }
    }
  }

  @Test func monthsEndOnTheirLastDay() throws {
    let start = try Instant.parse("2027-01-31T12:00:00Z")
    #expect(wallPlus(start, Period(months: 1), .utc)?.description == "2027-02-28T12:00:00Z")
    #expect(wallPlus(start, Period(years: 1, months: 1), .utc)?.description == "2028-02-29T12:00:00Z")
    #expect(wallPlus(start, Period(years: 9_999), .utc) == nil)
    #expect(wallPlus(start, Period(days: .max), .utc) == nil)
  }

  @Test(arguments: [
    ("2027-06-01T12:00:00+02:00", "2027-06-01T12:00:00+02:00"),
    ("2027-06-01T21:00:00+02:00", "2027-06-02T08:00:00+02:00"),
    ("2027-06-01T23:30:00+02:00", "2027-06-02T08:00:00+02:00"),
    ("2027-06-02T03:00:00+02:00", "2027-06-02T08:00:00+02:00"),
    ("2027-06-02T08:00:00+02:00", "2027-06-02T08:00:00+02:00"),
    ("2027-03-27T22:00:00+01:00", "2027-03-28T08:00:00+02:00"),
  ])
  func quietHoursEndInTheMorning(given: String, sent: String) throws {
    let berlin = try SystemZones.zone("Europe/Berlin")
    let result = try quiet(try Instant.parse(given), from: "21:00", to: "08:00", berlin)
    #expect(result == (try Instant.parse(sent)))
  }

  @Test func quietHoursWithinADay() throws {
    let noon = try Instant.parse("2027-06-01T12:30:00Z")
    #expect(try quiet(noon, from: "12:00", to: "14:00", .utc)?.description == "2027-06-01T14:00:00Z")
    #expect(try quiet(noon, from: "12:00", to: "12:00", .utc) == noon)
    #expect(throws: CivilTimeError.self) { try quiet(noon, from: "9:00", to: "24:00", .utc) }
  }

  @Test(arguments: [("+02:00", 7_200), ("-02:30", -9_000), ("02:00", 7_200), ("-00:00", 0)])
  func fixedOffsets(text: String, seconds: Int) {
    #expect(ZoneRules.fixed(text)?.offset(at: .epoch) == seconds)
  }

  @Test func brokenFilesAreRefusedNeverTrapped() throws {
    let data = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Berlin"))
    let whole = [UInt8](data)
    for length in 0..<whole.count {
      #expect(throws: CivilTimeError.self) { try ZoneRules(tzif: Array(whole[..<length])) }
    }
    var random = SplitMix(seed: 7)
    for _ in 0..<5_000 {
      var broken = whole
      for _ in 0..<4 { broken[Int(random.next() % UInt64(whole.count))] = UInt8(truncatingIfNeeded: random.next()) }
      guard let rules = try? ZoneRules(tzif: broken) else { continue }
      _ = rules.offset(at: Instant.latest)
      _ = rules.instant(of: rules.local(at: .earliest))
    }
  }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
