import CivilTime
import Testing

@Suite struct InstantTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0, 0), ("2027-03-28T09:00:00+02:00", 1_806_217_200, 0),
    ("0001-01-01T00:00:00Z", -62_135_596_800, 0), ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
    ("1969-12-31T23:59:59.5Z", -1, 500_000_000), ("2024-02-29T00:00:00-00:00", 1_709_164_800, 0),
  ])
  func rfc3339IsRead(text: String, seconds: Int64, nanoseconds: Int32) throws {
    let instant = try Instant.parse(text)
    #expect(instant.seconds == seconds)
    #expect(instant.nanoseconds == nanoseconds)
  }

  @Test(arguments: [
    "2027-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2027-01-01T24:00:00Z", "2027-01-01T00:60:00Z",
    "2027-01-01T00:00:60Z", "2027-01-01 00:00:00Z", "2027-01-01t00:00:00Z", "2027-01-01T00:00:00",
    "2027-01-01T00:00:00z", "2027-1-01T00:00:00Z", "2027-01-01T00:00Z", "2027-01-01T00:00:00.Z",
    "2027-01-01T00:00:00.1234567890Z", "2027-01-01T00:00:00+2:00", "2027-01-01T00:00:00+24:00",
    "2027-01-01T00:00:00Z ", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "",
    "٢027-01-01T00:00:00Z",
  ])
  func otherInstantsThanRFC3339AreRefused(text: String) {
    #expect(throws: CivilTimeError.self) { try Instant.parse(text) }
  }

  @Test(arguments: [
    ("2027-03-28T07:00:00Z", "2027-03-28T07:00:00Z"), ("2027-03-28T09:00:00.50+02:00", "2027-03-28T07:00:00.500Z"),
    ("2027-03-28T07:00:00.000001Z", "2027-03-28T07:00:00.000001Z"),
    ("2027-03-28T07:00:00.000000001Z", "2027-03-28T07:00:00.000000001Z"),
  ])
  func theTextIsUTCWithTheShortestFraction(given: String, shown: String) throws {
    #expect(try Instant.parse(given).description == shown)
  }

  @Test func arithmeticStaysInTheYears1To9999() throws {
    #expect(Instant.earliest.adding(.nanoseconds(-1)) == nil)
    #expect(Instant.latest.adding(.nanoseconds(1)) == nil)
    #expect(Instant.epoch.adding(.nanoseconds(-1))?.description == "1969-12-31T23:59:59.999999999Z")
    #expect(Instant.latest.duration(since: .earliest) == .seconds(315_537_897_599) + .nanoseconds(999_999_999))
    #expect(Instant(seconds: 0, nanoseconds: -1) == nil)
    #expect(Instant(seconds: 253_402_300_800) == nil)
  }

  @Test func microsecondsAreNeverBeforeTheInstant() throws {
    let instant = try #require(Instant(seconds: -1, nanoseconds: 999_999_001))
    #expect(instant.microsecondsRoundedUp == 0)
    #expect(Instant(microseconds: -1)?.description == "1969-12-31T23:59:59.999999Z")
    #expect(Instant(microseconds: .max) == nil)
  }

  @Test func everyDayOfFourCenturiesIsReadAsItIsWritten() throws {
    var day = try Instant.parse("1800-01-01T00:00:00Z")
    let end = try Instant.parse("2204-01-01T00:00:00Z")
    while day < end {
      #expect(try Instant.parse(day.description) == day)
      day = try #require(day.adding(.seconds(86_400 * 3)))
    }
  }
}
