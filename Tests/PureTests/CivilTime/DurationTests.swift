import CivilTime
import Testing

@Suite struct DurationTests {
  @Test(arguments: [
    ("PT0S", 0), ("PT15M", 900), ("P1DT2H3S", 93_603), ("P2W", 1_209_600), ("-PT5M", -300), ("+P1D", 86_400),
    ("P1W1D", 691_200), ("PT36H", 129_600),
  ])
  func iso8601IsRead(text: String, seconds: Int64) throws {
    #expect(try Duration.parse(iso8601: text) == .seconds(seconds))
  }

  @Test func fractionsOfSecondsAreExact() throws {
    #expect(try Duration.parse(iso8601: "PT3.5S") == .milliseconds(3_500))
    #expect(try Duration.parse(iso8601: "-PT0.000000001S") == .nanoseconds(-1))
    #expect(try Duration.parse(iso8601: "PT0,25S") == .milliseconds(250))
  }

  @Test(arguments: [
    "", "P", "PT", "P1", "1D", "P1S", "PT1D", "P1DT", "PT1.5H", "P1.5D", "PT1S1M", "PT1M1M", "P-1D", "p1d",
    "PT1.S", "PT1.1234567891S", "P99999999999999999999D", "P1D ", "P1H",
    "PT999999999999H60M", "P200620060202W", "P999999999999DT24H", "-P142857142858W",
  ])
  func otherDurationsThanISO8601AreRefused(text: String) {
    #expect(throws: CivilTimeError.self) { try Duration.parse(iso8601: text) }
  }

  @Test(arguments: ["P1M", "P1Y", "P1Y2M", "P13M"])
  func yearsAndMonthsHaveNoLength(text: String) {
    let error = #expect(throws: CivilTimeError.self) { try Duration.parse(iso8601: text) }
    #expect(error?.code == "calendar-duration")
  }

  @Test(arguments: [
    ("PT0S", "PT0S"), ("PT90M", "PT1H30M"), ("PT24H", "P1D"), ("P1DT2H3.5S", "P1DT2H3.5S"), ("-PT0.5S", "-PT0.5S"),
    ("P2W", "P14D"),
  ])
  func theTextIsShortest(given: String, shown: String) throws {
    #expect(try Duration.parse(iso8601: given).iso8601 == shown)
  }

  @Test func theLongestIsReadAgain() throws {
    let longest = try Duration.parse(iso8601: "P999999999999DT23H59M59S")
    #expect(try Duration.parse(iso8601: longest.iso8601) == longest)
  }

  @Test(arguments: [
    ("P1Y2M3W4DT5H6M7.8S", "P1Y2M3W4DT5H6M7.8S"), ("-P1M", "-P1M"), ("PT0S", "PT0S"), ("P0D", "PT0S"),
    // Elapsed hours are no days of the calendar.
    ("P3DT48H", "P3DT48H"), ("PT25H", "PT25H"), ("-P1DT24H", "-P1DT24H"),
  ])
  func periodsKeepTheirParts(given: String, shown: String) throws {
    #expect(try Period.parse(iso8601: given).description == shown)
  }
}
