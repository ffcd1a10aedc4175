import CEL
import CivilTime
import Testing

@Suite struct MoneyAndCalendarTests {
  @Test(arguments: [
    ("apportion(100, [1, 1, 1])", [34, 33, 33]), ("apportion(-100, [1, 1, 1])", [-34, -33, -33]),
    ("apportion(0, [1, 2])", [0, 0]), ("apportion(1, [1, 1])", [1, 0]), ("apportion(10, [0, 3, 0, 1])", [0, 8, 0, 2]),
    ("apportion(2999, [8500, 1500])", [2549, 450]), ("apportion(7, [1])", [7]),
    ("apportion(5, [2, 3, 3])", [1, 2, 2]),
  ])
  func anAmountIsDividedByLargestRemainders(source: String, parts: [Int64]) throws {
    #expect(try Fixture().evaluate(source) == .list(parts.map(Value.int)))
  }

  @Test func partsAlwaysAddUpToTheAmount() throws {
    var random = SplitMix(seed: 7)
    for _ in 0..<500 {
      let amount = Int64(bitPattern: random.next()) >> Int64(random.next() % 60)
      let weights = (0..<Int(random.next() % 9 + 1)).map { _ in Int64(random.next() >> (1 + random.next() % 62)) }
      guard weights.contains(where: { $0 > 0 }) else { continue }
      let fixture = Fixture().with("a", .int, .int(amount)).with("w", .list(.int), .list(weights.map(Value.int)))
      let parts = try #require(try fixture.evaluate("apportion(a, w)").listValue).compactMap(\.intValue)
      #expect(parts.reduce(Int128(0)) { $0 + Int128($1) } == Int128(amount))
    }
  }

  @Test(arguments: [
    ("apportion(1, [])", "bad-weight"), ("apportion(1, [0, 0])", "bad-weight"), ("apportion(1, [1, -1])", "bad-weight"),
  ])
  func weightsThatSayNothingAreRefused(source: String, code: String) throws {
    #expect(try Fixture().failure(source) == code)
  }

  /// 2027-05-07 is a Friday.
  @Test(arguments: [
    ("2027-05-07T10:00:00+02:00", 1, "2027-05-10T10:00:00+02:00"),
    ("2027-05-08T10:00:00+02:00", 1, "2027-05-10T10:00:00+02:00"),
    ("2027-05-09T10:00:00+02:00", -1, "2027-05-07T10:00:00+02:00"),
    ("2027-05-10T10:00:00+02:00", -1, "2027-05-07T10:00:00+02:00"),
    ("2027-05-08T10:00:00+02:00", 0, "2027-05-08T10:00:00+02:00"),
    ("2027-05-07T10:00:00+02:00", 5, "2027-05-14T10:00:00+02:00"),
    ("2027-05-07T10:00:00+02:00", -10, "2027-04-23T10:00:00+02:00"),
    // over both changes of the clocks: the time of day stays
    ("2027-03-26T09:00:00+01:00", 1, "2027-03-29T09:00:00+02:00"),
    ("2027-10-29T09:00:00+02:00", 1, "2027-11-01T09:00:00+01:00"),
    // the day is that of the zone
    ("2027-05-07T22:30:00Z", 1, "2027-05-09T22:30:00Z"),
  ])
  func businessDaysSkipTheWeekend(from: String, count: Int, to: String) throws {
    let source = "businessDays(timestamp('\(from)'), \(count), 'Europe/Berlin') == timestamp('\(to)')"
    #expect(try Fixture().evaluate(source) == true)
  }

  @Test(arguments: [
    ("2027-05-07", 1, ["2027-05-10"], "2027-05-11"), ("2027-05-07", 2, ["2027-05-11", "2027-05-10"], "2027-05-13"),
    ("2027-05-12", -1, ["2027-05-11", "2027-05-10"], "2027-05-07"), ("2027-05-07", 1, ["2027-05-08"], "2027-05-10"),
    ("2027-05-10", 1, ["2027-05-10"], "2027-05-11"), ("2027-05-07", 1, ["2027-05-10", "2027-05-10"], "2027-05-11"),
  ])
  func businessDaysSkipHolidays(from: String, count: Int, holidays: [String], to: String) throws {
    let source = "businessDays(timestamp('\(from)T12:00:00Z'), \(count), 'UTC', h) == timestamp('\(to)T12:00:00Z')"
    let fixture = Fixture().with("h", .list(.string), .list(holidays.map(Value.string)))
    #expect(try fixture.evaluate(source) == true)
  }

  @Test func addingAndCountingBusinessDaysAgreeWithWalkingDayByDay() throws {
    var random = SplitMix(seed: 3)
    for _ in 0..<300 {
      func day() throws -> LocalDate {
        try #require(LocalDate(year: 2027, month: 1, day: 1)?.adding(months: 0, days: Int64(random.next() % 400)))
      }
      let start = try day()
      let holidays = try (0..<random.next() % 30).map { _ in try day() }
      let calendar = BusinessCalendar(holidays: holidays)
      let count = Int64(random.next() % 41) - 20
      guard count != 0 else { continue }
      var (walked, left) = (start, count.magnitude)
      while left > 0 {
        walked = try #require(walked.adding(months: 0, days: count.signum()))
        if calendar.isBusinessDay(walked) { left -= 1 }
      }
      #expect(calendar.day(count, after: start) == walked)
      if count > 0 { #expect(calendar.count(after: start, through: walked) == count) }
      if count < 0 { #expect(calendar.count(from: walked, before: start) == -count) }
    }
  }

  @Test(arguments: [
    ("2027-05-07", "2027-05-10", 1), ("2027-05-07", "2027-05-09", 0), ("2027-05-10", "2027-05-07", -1),
    ("2027-05-09", "2027-05-07", -1), ("2027-05-07", "2027-05-07", 0), ("0001-01-01", "9999-12-31", 2_608_614),
  ])
  func businessDaysAreCounted(from: String, to: String, count: Int64) throws {
    let source = "businessDaysBetween(timestamp('\(from)T12:00:00Z'), timestamp('\(to)T12:00:00Z'), 'UTC')"
    #expect(try Fixture().evaluate(source) == .int(count))
  }

  @Test(arguments: [
    ("businessDays(timestamp('9999-12-31T00:00:00Z'), 1, 'UTC')", "overflow"),
    ("businessDays(timestamp(0), 9223372036854775807, 'UTC')", "overflow"),
    ("businessDays(timestamp(0), -9223372036854775807 - 1, 'UTC')", "overflow"),
    ("businessDays(timestamp(0), 1, 'UTC', ['2027-02-30'])", "bad-date"),
    ("wall(timestamp('9999-12-31T00:00:00Z'), 'P1D', 'UTC')", "overflow"),
    ("wall(timestamp(0), '-P2000Y', 'UTC')", "overflow"),
  ])
  func theCalendarEndsWithAnError(source: String, code: String) throws {
    #expect(try Fixture().failure(source) == code)
  }

  /// Each must be true. The clocks go from 02:00 to 03:00 on 2027-03-28, and from 03:00 to 02:00 on 2027-10-31.
  @Test(arguments: [
    "wall(timestamp('2027-03-27T02:30:00+01:00'), 'P1D', 'Europe/Berlin') == timestamp('2027-03-28T03:30:00+02:00')",
    "wall(timestamp('2027-10-30T02:30:00+02:00'), 'P1D', 'Europe/Berlin') == timestamp('2027-10-31T02:30:00+02:00')",
    "wall(timestamp('2027-03-29T09:00:00+02:00'), '-P1D', 'Europe/Berlin') == timestamp('2027-03-28T09:00:00+02:00')",
    "wall(timestamp('2027-03-31T09:00:00Z'), '-P1M', 'UTC') == timestamp('2027-02-28T09:00:00Z')",
    // quiet hours that end at a time that is shown twice, once before and once after the clocks go back
    "quiet(timestamp('2027-10-31T02:15:00+02:00'), '01:00', '02:30', 'Europe/Berlin') == timestamp('2027-10-31T02:30:00+02:00')",
    "quiet(timestamp('2027-10-31T02:15:00+01:00'), '01:00', '02:30', 'Europe/Berlin') == timestamp('2027-10-31T02:30:00+01:00')",
    // and at a time that is skipped
    "quiet(timestamp('2027-03-28T01:15:00+01:00'), '01:00', '02:30', 'Europe/Berlin') == timestamp('2027-03-28T03:30:00+02:00')",
    "local(timestamp('2027-10-31T02:30:00+01:00'), 'Europe/Berlin') == '2027-10-31 02:30'",
    "date(timestamp('0001-01-01T00:00:00Z'), 'UTC') == '0001-01-01'",
    "wall(timestamp('2027-03-27T02:30:00+01:00'), 'P1D', 'Europe/Berlin', 'earlier') == timestamp('2027-03-28T01:30:00+01:00')",
    "wall(timestamp('2027-10-30T02:30:00+02:00'), 'P1D', 'Europe/Berlin', 'later', 'second') == timestamp('2027-10-31T02:30:00+01:00')",
  ])
  func theClocksMayChange(source: String) throws {
    #expect(try Fixture().evaluate(source, expecting: .bool) == true)
  }
}
