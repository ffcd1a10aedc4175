/// A calendar of business days: Mondays to Fridays without the given holidays. Every question is answered by
/// arithmetic, so distant days cost no more than near ones.
public struct BusinessCalendar: Hashable, Sendable {
  /// Days since 1970-01-01 in ascending order, without duplicates, Saturdays and Sundays.
  private let holidays: [Int64]

  /// - Parameter holidays: in any order; duplicates and weekends are ignored.
  public init(holidays: [LocalDate]) {
    let days = Set(holidays.map(\.daysSinceEpoch)).filter { (1...5).contains(CivilDays.weekday(days: $0)) }
    self.holidays = days.sorted()
  }

  /// The number of Mondays to Fridays from Monday, 1969-12-29, through that day; negative before it.
  private static func weekdays(through day: Int64) -> Int64 {
    let (week, rest) = CivilDays.floorDivide(day + 3, 7)
    return week * 5 + min(rest + 1, 5)
  }

  /// The day that is the n-th Monday to Friday of this count.
  private static func weekday(_ number: Int64) -> Int64 {
    let (week, rest) = CivilDays.floorDivide(number - 1, 5)
    return week * 7 + rest - 3
  }

  /// True for a Monday to Friday that is not a holiday.
  public func isBusinessDay(_ date: LocalDate) -> Bool {
    (1...5).contains(date.weekday) && !holidays.contains(date.daysSinceEpoch)
  }

  /// The number of business days after the first day, through the last. `last` must not be earlier than `first`.
  public func count(after first: LocalDate, through last: LocalDate) -> Int64 {
    count(first.daysSinceEpoch + 1, last.daysSinceEpoch)
  }

  /// The number of business days from the first day on, without the last. `last` must not be earlier than `first`.
  public func count(from first: LocalDate, before last: LocalDate) -> Int64 {
    count(first.daysSinceEpoch, last.daysSinceEpoch - 1)
  }

  private func count(_ first: Int64, _ last: Int64) -> Int64 {
    guard first <= last else { return 0 }
    let free = holidays.count { (first...last).contains($0) }
    return Self.weekdays(through: last) - Self.weekdays(through: first - 1) - Int64(free)
  }

  /// Returns the n-th business day after that day, or before it for a negative n; nil for 0 and outside the years 1 to
  /// 9999.
  public func day(_ count: Int64, after date: LocalDate) -> LocalDate? {
    // The years hold no more days than this, and larger sums might overflow.
    guard count != 0, count.magnitude <= 4_000_000 else { return nil }
    let start = date.daysSinceEpoch
    var number: Int64
    if count > 0 {
      number = Self.weekdays(through: start) + count
      for holiday in holidays where holiday > start && Self.weekdays(through: holiday) <= number { number += 1 }
    } else {
      number = Self.weekdays(through: start - 1) + 1 + count
      for holiday in holidays.reversed() where holiday < start && Self.weekdays(through: holiday) >= number {
        number -= 1
      }
    }
    return date.adding(months: 0, days: Self.weekday(number) - start)
  }
}
