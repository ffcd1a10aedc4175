/// What a calendar and a clock on the wall show, without saying where.
public struct LocalDateTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let date: LocalDate
  public let time: LocalTime

  public init(date: LocalDate, time: LocalTime) {
    self.date = date
    self.time = time
  }

  init(secondsSinceEpoch: Int64, nanosecond: Int) {
    let (days, rest) = CivilDays.floorDivide(secondsSinceEpoch, CivilDays.secondsPerDay)
    date = LocalDate(days: days)
    time = LocalTime(secondOfDay: Int(rest), nanosecond: nanosecond)
  }

  /// Seconds since 1970-01-01T00:00:00 on the same clock.
  public var secondsSinceEpoch: Int64 {
    date.daysSinceEpoch * CivilDays.secondsPerDay + Int64(time.secondOfDay)
  }

  /// `YYYY-MM-DDTHH:MM:SS` and, where there is one, the fraction.
  public var description: String { "\(date)T\(time)" }

  public static func < (a: LocalDateTime, b: LocalDateTime) -> Bool {
    a.date != b.date ? a.date < b.date : a.time < b.time
  }
}
