extension Duration {
  /// Nanoseconds, with what is below one nanosecond dropped.
  public var totalNanoseconds: Int128 {
    let (seconds, attoseconds) = components
    return Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
  }

  /// `nanoseconds` must lie within ±(2⁶³−1) seconds; every caller in this package keeps it far below.
  public init(totalNanoseconds nanoseconds: Int128) {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    self.init(secondsComponent: Int64(clamping: seconds), attosecondsComponent: Int64(rest) * 1_000_000_000)
  }

  /// ISO 8601: `P1DT2H3.5S`, `P2W`, `-PT5M`. A day is 24 hours, a week seven of them; years and months have no length
  /// and are refused.
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

  /// ISO 8601 in hours, minutes and seconds, whole days as days: `P1DT2H`, `PT0S`, `-PT0.5S`.
  public var iso8601: String { iso8601(withDays: true) }

  /// A period has days of its own, which are not 24 hours long.
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
