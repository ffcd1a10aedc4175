import CEL
import CivilTime
import Testing

@Suite struct WorkflowFunctionTests {
  @Test(arguments: [
    (3_000, 2_550), (15_000, 12_750), (30_000, 25_500), (50_000, 42_500), (2_999, 2_549), (3_333, 2_833), (10, 8),
    (1, 0),
    (4_501, 3_825), (12_345, 10_493),
  ])
  func aShareIsRoundedDown(price: Int64, payout: Int64) throws {
    #expect(try Fixture().evaluate("share(\(price), 8500)") == .int(payout))
  }

  @Test func sharesDoNotOverflowOnTheWay() throws {
    #expect(try Fixture().evaluate("share(9223372036854775807, 10000)") == .int(.max))
    #expect(try Fixture().failure("share(9223372036854775807, 10001)") == "overflow")
    #expect(try Fixture().evaluate("share(-1, 8500)") == -1)
  }

  /// Each must be true.
  @Test(arguments: [
    "period('P1D') == duration('24h')", "period('P8D') > period('PT5M')", "min(1, 2) == 1", "max(1, 2, 3) == 3",
    "max(timestamp('2027-01-01T00:00:00Z'), timestamp('2028-01-01T00:00:00Z')).getFullYear() == 2028",
    "min(period('PT5M'), period('PT1H')) == period('PT5M')", "clamp(5, 1, 3) == 3", "clamp(0, 1, 3) == 1",
    "clamp(context.start - period('PT36H'), context.start - period('PT48H'), context.start - period('PT24H')) == context.start - period('PT36H')",
    "quiet(timestamp('2027-06-01T23:00:00+02:00'), '21:00', '08:00', 'Europe/Berlin') == timestamp('2027-06-02T08:00:00+02:00')",
    "wall(context.start, '-P1D', 'Europe/Berlin') == timestamp('2027-03-27T09:00:00+01:00')",
    "wall(context.start, 'P13M', 'Europe/Berlin') == timestamp('2028-04-28T09:00:00+02:00')",
    "wall(timestamp('2027-03-27T02:30:00+01:00'), 'P1D', 'Europe/Berlin') == timestamp('2027-03-28T03:30:00+02:00')",
    "wall(timestamp('2027-03-27T02:30:00+01:00'), 'P1D', 'Europe/Berlin', 'earlier') == timestamp('2027-03-28T01:30:00+01:00')",
    "wall(timestamp('2027-10-30T02:30:00+02:00'), 'P1D', 'Europe/Berlin') == timestamp('2027-10-31T02:30:00+02:00')",
    "wall(timestamp('2027-10-30T02:30:00+02:00'), 'P1D', 'Europe/Berlin', 'later', 'second') == timestamp('2027-10-31T02:30:00+01:00')",
    "context.start - period('PT24H') == timestamp('2027-03-27T08:00:00+01:00')",
    "date(timestamp('2027-06-01T23:00:00Z'), 'Europe/Berlin') == '2027-06-02'",
    "local(context.start, 'Europe/Berlin') == '2027-03-28 09:00'",
  ])
  func isTrue(source: String) throws {
    #expect(try Fixture.booking.evaluate(source, expecting: .bool) == true)
  }

  @Test(arguments: [
    ("period('P1M')", "bad-literal"), ("period('1d')", "bad-literal"),
    ("timestamp('2027-02-30T00:00:00Z')", "bad-literal"),
    ("duration('1d')", "bad-literal"), ("quiet(now, '25:00', '08:00', 'UTC')", "bad-literal"),
    ("local(now, 'Europe/Belrin')", "bad-literal"), ("wall(now, 'P', 'UTC')", "bad-literal"),
    ("wall(now, 'P1D', 'UTC', 'skip')", "bad-literal"), ("wall(now, 'P1D', 'UTC', 'later', 'both')", "bad-literal"),
    ("'a'.matches('(')", "bad-literal"),
    ("share(1.5, 1)", "no-overload"), ("min(now, 1)", "no-overload"),
  ])
  func literalsAreLookedAtBeforeAnythingRuns(source: String, code: String) {
    #expect(Fixture.booking.issues(source).map(\.code) == [code])
  }
}
