extension Duration {
  /// The whole nanoseconds; the rest below one nanosecond is dropped.
  public var totalNanoseconds: Int128 {
    let (seconds, attoseconds) = components
    return Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
  }

  /// - Parameter nanoseconds: within ±(2⁶³−1) seconds. Seconds beyond that are clamped.
  public init(totalNanoseconds nanoseconds: Int128) {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    self.init(secondsComponent: Int64(clamping: seconds), attosecondsComponent: Int64(rest) * 1_000_000_000)
  }

  /// Parses an ISO 8601 duration: `P1DT2H3.5S`, `P2W`, `-PT5M`. A day has 24 hours and a week seven days. Years and
  /// months have no fixed length and throw `calendar-duration`; other faults throw `bad-duration`.
  public static func parse(iso8601 text: String) throws(CivilTimeError) -> Duration {
    let period = try Period.parse(iso8601: text)
    guard period.years == 0, period.months == 0 else {
      throw CivilTimeError(
        code: "calendar-duration",
        message: "'\(text.prefix(64))' counts years or months, which have no fixed length; "
          + "use days (P30D), or add it to a date with wall(t, '\(text.prefix(64))', zone)")
    }
    let days = Int128(period.weeks) * 7 + Int128(period.days)
    let total = days * 86_400_000_000_000 + period.time.totalNanoseconds
    // Written in days, it has to be readable again.
    guard total.magnitude / 86_400_000_000_000 <= DurationScanner.largestNumber else {
      throw CivilTimeError(
        code: "bad-duration",
        message: "'\(text.prefix(64))' is longer than \(DurationScanner.largestNumber) days; write a shorter one")
    }
    return Duration(totalNanoseconds: total)
  }

  /// The ISO 8601 form in days, hours, minutes and seconds: `P1DT2H`, `PT0S`, `-PT0.5S`.
  public var iso8601: String { iso8601(withDays: true) }

  /// - Parameter withDays: false for the time part of a period, which has days of its own that are not 24 hours long.
  func iso8601(withDays: Bool) -> String {
    let total = totalNanoseconds
    if total == 0 { return "PT0S" }
    let magnitude = total.magnitude
    let (seconds, nanoseconds) = magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let (days, rest) = withDays ? seconds.quotientAndRemainder(dividingBy: 86_400) : (0, seconds)
    var out = total < 0 ? "-P" : "P"
    if days > 0 { out += "\(days)D" }
    if rest == 0, nanoseconds == 0 { return out }
    out += "T"
    if rest / 3_600 > 0 { out += "\(rest / 3_600)H" }
    if rest / 60 % 60 > 0 { out += "\(rest / 60 % 60)M" }
    if rest % 60 > 0 || nanoseconds > 0 { out += "\(rest % 60)\(Digits.shortestFraction(Int(nanoseconds)))S" }
    return out
  }
}
