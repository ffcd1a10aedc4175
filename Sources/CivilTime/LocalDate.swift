/// A day of the calendar, without a zone.
public struct LocalDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 1 to 9999, except for the local date of an instant at the edge of the range, which may be in year 0 or 10000.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31, no greater than the length of the month.
  public let day: Int

  /// Returns nil if the month has no such day, or outside the years 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9_999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDays.length(ofMonth: month, year: year)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  // A local date at the edge of the range of instants may be in year 0 or 10000.
  init(days: Int64) { (year, month, day) = CivilDays.date(days: days) }

  /// Returns nil outside the years 1 to 9999.
  public init?(daysSinceEpoch days: Int64) {
    guard Self.allDays.contains(days) else { return nil }
    self.init(days: days)
  }

  /// The days from 0001-01-01 to 9999-12-31.
  private static let allDays: ClosedRange<Int64> = -719_162...2_932_896

  /// Days since 1970-01-01; negative before it.
  public var daysSinceEpoch: Int64 { CivilDays.days(year: year, month: month, day: day) }
  /// The day of the week: 0 is Sunday, 6 is Saturday.
  public var weekday: Int { CivilDays.weekday(days: daysSinceEpoch) }
  /// The day of the year: 1 is 1 January.
  public var dayOfYear: Int { Int(daysSinceEpoch - CivilDays.days(year: year, month: 1, day: 1)) + 1 }
  /// `YYYY-MM-DD`.
  public var description: String { "\(Digits.padded(year, 4))-\(Digits.padded(month, 2))-\(Digits.padded(day, 2))" }

  /// Parses `YYYY-MM-DD`. Throws `bad-date` for any other text and for a day that does not exist.
  public static func parse(_ text: String) throws(CivilTimeError) -> LocalDate {
    var scanner = DigitScanner(text)
    guard let year = scanner.fixed(4), scanner.take("-"), let month = scanner.fixed(2), scanner.take("-"),
      let day = scanner.fixed(2), scanner.atEnd, let date = LocalDate(year: year, month: month, day: day)
    else {
      throw CivilTimeError(code: "bad-date", message: "'\(text.prefix(64))' is not a day; write it as 2027-03-28")
    }
    return date
  }

  /// Adds the months first and then the days. If the target month lacks the day, its last day is taken. Returns nil
  /// outside the years 1 to 9999.
  public func adding(months: Int64, days: Int64) -> LocalDate? {
    let (total, overflow) = (Int64(year) * 12 + Int64(month - 1)).addingReportingOverflow(months)
    guard !overflow else { return nil }
    let (newYear, newMonth) = CivilDays.floorDivide(total, 12)
    guard (1...9_999).contains(newYear) else { return nil }
    let length = CivilDays.length(ofMonth: Int(newMonth) + 1, year: Int(newYear))
    let start = CivilDays.days(year: Int(newYear), month: Int(newMonth) + 1, day: min(day, length))
    let (sum, tooFar) = start.addingReportingOverflow(days)
    return tooFar ? nil : LocalDate(daysSinceEpoch: sum)
  }

  /// True if `a` is an earlier day than `b`.
  public static func < (a: LocalDate, b: LocalDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }
}
