/// The date and time that a calendar and a clock on a wall show, without a zone.
public struct LocalDateTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The day that the calendar shows.
  public let date: LocalDate
  /// The time of day that the clock shows.
  public let time: LocalTime

  /// Every date has every time of day; a zone's clock may still skip or repeat it.
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

  /// `YYYY-MM-DDTHH:MM:SS`, with the fraction if there is one.
  public var description: String { "\(date)T\(time)" }

  /// True if `a` is earlier than `b` on the same clock.
  public static func < (a: LocalDateTime, b: LocalDateTime) -> Bool {
    a.date != b.date ? a.date < b.date : a.time < b.time
  }
}
