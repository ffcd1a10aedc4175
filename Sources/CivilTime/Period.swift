/// An amount of calendar: its years, months, weeks and days are counted on the wall calendar of a zone, its time part in
/// elapsed time. `P1D` over a change of the clocks keeps the time of day; `PT24H` does not.
public struct Period: Hashable, Sendable, CustomStringConvertible {
  public let years: Int64
  public let months: Int64
  public let weeks: Int64
  public let days: Int64
  public let time: Duration

  public init(years: Int64 = 0, months: Int64 = 0, weeks: Int64 = 0, days: Int64 = 0, time: Duration = .zero) {
    (self.years, self.months, self.weeks, self.days, self.time) = (years, months, weeks, days, time)
  }

  /// ISO 8601: `P1Y2M3W4DT5H6M7.8S`, each part optional but at least one; a sign before `P` applies to all.
  /// Each number is at most 999,999,999,999.
  public static func parse(iso8601 text: String) throws(CivilTimeError) -> Period {
    var scanner = DurationScanner(text)
    return try scanner.period()
  }

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
