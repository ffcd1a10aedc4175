/// A day of the calendar, without a zone.
public struct LocalDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let year: Int
  /// 1 … 12
  public let month: Int
  /// 1 … 31
  public let day: Int

  /// nil when the month has no such day, or outside years 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9_999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDays.length(ofMonth: month, year: year)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  // A local date at the edge of the instants' range may fall into year 0 or 10000.
  init(days: Int64) { (year, month, day) = CivilDays.date(days: days) }

  /// Days since 1970-01-01.
  public var daysSinceEpoch: Int64 { CivilDays.days(year: year, month: month, day: day) }
  /// 0 is Sunday.
  public var weekday: Int { CivilDays.weekday(days: daysSinceEpoch) }
  /// 1 is the first of January.
  public var dayOfYear: Int { Int(daysSinceEpoch - CivilDays.days(year: year, month: 1, day: 1)) + 1 }
  /// `YYYY-MM-DD`
  public var description: String { "\(Digits.padded(year, 4))-\(Digits.padded(month, 2))-\(Digits.padded(day, 2))" }

  /// `YYYY-MM-DD`, a day that exists.
  public static func parse(_ text: String) throws(CivilTimeError) -> LocalDate {
    var scanner = DigitScanner(text)
    guard let year = scanner.fixed(4), scanner.take("-"), let month = scanner.fixed(2), scanner.take("-"),
      let day = scanner.fixed(2), scanner.atEnd, let date = LocalDate(year: year, month: month, day: day)
    else {
      throw CivilTimeError(code: "bad-date", message: "'\(text.prefix(64))' is not a day; write it as 2027-03-28")
    }
    return date
  }

  /// Months first (a day that the target month lacks becomes its last), then days; nil outside years 1 to 9999.
  public func adding(months: Int64, days: Int64) -> LocalDate? {
    let (total, overflow) = (Int64(year) * 12 + Int64(month - 1)).addingReportingOverflow(months)
    guard !overflow else { return nil }
    let (newYear, newMonth) = CivilDays.floorDivide(total, 12)
    guard (1...9_999).contains(newYear) else { return nil }
    let length = CivilDays.length(ofMonth: Int(newMonth) + 1, year: Int(newYear))
    let start = CivilDays.days(year: Int(newYear), month: Int(newMonth) + 1, day: min(day, length))
    let (sum, tooFar) = start.addingReportingOverflow(days)
    guard !tooFar, (-719_162...2_932_896).contains(sum) else { return nil }
    return LocalDate(days: sum)
  }

  public static func < (a: LocalDate, b: LocalDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }
}
