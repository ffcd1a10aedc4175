/// An amount of calendar time. Its years, months, weeks and days are counted on the local calendar of a zone, and its
/// time part in elapsed time. Across a change of the clocks `P1D` keeps the time of day, and `PT24H` does not.
public struct Period: Hashable, Sendable, CustomStringConvertible {
  /// Calendar years; may be negative.
  public let years: Int64
  /// Calendar months; may be negative.
  public let months: Int64
  /// Weeks of seven calendar days; may be negative.
  public let weeks: Int64
  /// Calendar days; may be negative.
  public let days: Int64
  /// Elapsed time, added after the calendar parts; may be negative.
  public let time: Duration

  /// Without arguments this is the empty period.
  public init(years: Int64 = 0, months: Int64 = 0, weeks: Int64 = 0, days: Int64 = 0, time: Duration = .zero) {
    (self.years, self.months, self.weeks, self.days, self.time) = (years, months, weeks, days, time)
  }

  /// Parses ISO 8601: `P1Y2M3W4DT5H6M7.8S`. Each part is optional, but at least one is required; a sign before `P`
  /// applies to all parts. A number is at most 999,999,999,999. Throws `bad-duration` for any other text.
  public static func parse(iso8601 text: String) throws(CivilTimeError) -> Period {
    var scanner = DurationScanner(text)
    return try scanner.period()
  }

  /// The ISO 8601 form. A period with parts of both signs has signs within, which `parse` does not accept.
  public var description: String {
    var sign: Int64 = 1
    if years <= 0, months <= 0, weeks <= 0, days <= 0, time <= .zero, self != Period() { sign = -1 }
    var out = sign < 0 ? "-P" : "P"
    for (count, letter) in [(years, "Y"), (months, "M"), (weeks, "W"), (days, "D")] where count != 0 {
      out += "\(count * sign)\(letter)"
    }
    if time != .zero || out.utf8.last == UInt8(ascii: "P") {
      out += (sign < 0 ? .zero - time : time).iso8601(withDays: false).dropFirst()
    }
    return out
  }
}
