import CivilTime

/// A rule by which an event recurs (RFC 5545, 3.3.10), for days and longer.
struct RecurrenceRule {
  enum Frequency: String {
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"
  }

  /// A day of the week, and which of them in the month or year; 0 for each.
  struct WeekdayPick: Hashable {
    let ordinal: Int
    /// 0 is Sunday.
    let weekday: Int
  }

  var frequency: Frequency
  var interval = 1
  var count: Int?
  var until: CalendarTime?
  var days: [WeekdayPick] = []
  var monthDays: [Int] = []
  var months: [Int] = []
  var positions: [Int] = []
  /// 0 is Sunday.
  var weekStart = 1

  private static let weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"]

  /// Returns nil for a rule that has parts which are not known here.
  init?(_ text: String) {
    var parts: [String: Substring] = [:]
    for part in text.split(separator: ";") {
      let halves = part.split(separator: "=", maxSplits: 1)
      guard halves.count == 2 else { return nil }
      parts[halves[0].uppercased()] = halves[1]
    }
    guard let name = parts.removeValue(forKey: "FREQ"),
      let frequency = Frequency(rawValue: name.uppercased())
    else {
      return nil
    }
    self.frequency = frequency
    for (key, value) in parts {
      switch key {
      case "INTERVAL":
        guard let number = Int(value), (1...10_000).contains(number) else { return nil }
        interval = number
      case "COUNT":
        guard let number = Int(value), number >= 1 else { return nil }
        count = number
      case "UNTIL":
        guard let time = CalendarTime(value, .utc) else { return nil }
        until = time
      case "BYDAY":
        for text in value.split(separator: ",") {
          guard let weekday = Self.weekdays.firstIndex(of: text.suffix(2).uppercased()) else {
            return nil
          }
          let ordinal = text.dropLast(2)
          guard ordinal.isEmpty || Int(ordinal) != nil else { return nil }
          days.append(WeekdayPick(ordinal: Int(ordinal) ?? 0, weekday: weekday))
        }
      case "BYMONTHDAY":
        guard let numbers = Self.numbers(value, 31) else { return nil }
        monthDays = numbers
      case "BYMONTH":
        guard let numbers = Self.numbers(value, 12) else { return nil }
        months = numbers
      case "BYSETPOS":
        guard let numbers = Self.numbers(value, 366) else { return nil }
        positions = numbers
      case "WKST":
        guard let weekday = Self.weekdays.firstIndex(of: value.uppercased()) else { return nil }
        weekStart = weekday
      default: return nil
      }
    }
  }

  private static func numbers(_ text: Substring, _ most: Int) -> [Int]? {
    let numbers = text.split(separator: ",").map { Int($0) }
    guard numbers.allSatisfy({ $0.map { $0 != 0 && abs($0) <= most } ?? false }) else { return nil }
    return numbers.compactMap(\.self)
  }

  /// Periods that are looked at before a rule is given up: a rule may never match.
  private static let mostPeriods = 20_000

  /// Returns the days of the occurrences from the first day on, in order, through `last`.
  func dates(from first: LocalDate, through last: LocalDate) -> [LocalDate] {
    var found: [LocalDate] = []
    for number in 0..<Self.mostPeriods {
      guard let period = period(number, from: first), period.begins <= last.daysSinceEpoch else {
        break
      }
      let days = candidates(period, first)
      let picked = positions.isEmpty ? days : Self.pick(days, positions)
      for day in picked where day >= first.daysSinceEpoch {
        if let count, found.count >= count { return found }
        guard let date = LocalDate(daysSinceEpoch: day), date <= last else { return found }
        found.append(date)
      }
      if let count, found.count >= count { break }
    }
    return found
  }

  private static func pick(_ days: [Int64], _ positions: [Int]) -> [Int64] {
    let picked = positions.compactMap { position -> Int64? in
      let index = position > 0 ? position - 1 : days.count + position
      return days.indices.contains(index) ? days[index] : nil
    }
    return Set(picked).sorted()
  }

  /// The days of a period: [begins, ends).
  private typealias Period = (begins: Int64, ends: Int64)

  private func period(_ number: Int, from first: LocalDate) -> Period? {
    let steps = Int64(number * interval)
    switch frequency {
    case .daily:
      let day = first.daysSinceEpoch + steps
      return (day, day + 1)
    case .weekly:
      let back = Int64((first.weekday - weekStart + 7) % 7)
      let begin = first.daysSinceEpoch - back + steps * 7
      return (begin, begin + 7)
    case .monthly:
      guard
        let month = LocalDate(year: first.year, month: first.month, day: 1)?.adding(
          months: steps, days: 0),
        let next = month.adding(months: 1, days: 0)
      else { return nil }
      return (month.daysSinceEpoch, next.daysSinceEpoch)
    case .yearly:
      guard let year = LocalDate(year: first.year + Int(steps), month: 1, day: 1),
        let next = year.adding(months: 12, days: 0)
      else { return nil }
      return (year.daysSinceEpoch, next.daysSinceEpoch)
    }
  }

  private func candidates(_ period: Period, _ first: LocalDate) -> [Int64] {
    let isLong = frequency == .monthly || frequency == .yearly
    return (period.begins..<period.ends).filter { day in
      guard let date = LocalDate(daysSinceEpoch: day) else { return false }
      if !months.isEmpty, !months.contains(date.month) { return false }
      if !monthDays.isEmpty, !monthDays.contains(where: { Self.isMonthDay($0, date) }) {
        return false
      }
      if !days.isEmpty {
        guard days.contains(where: { isWeekday($0, date, period) }) else { return false }
      } else if frequency == .weekly {
        return date.weekday == first.weekday
      }
      if isLong, days.isEmpty, monthDays.isEmpty {
        guard date.day == first.day else { return false }
        return frequency == .monthly || !months.isEmpty || date.month == first.month
      }
      return true
    }
  }

  private static func isMonthDay(_ wanted: Int, _ date: LocalDate) -> Bool {
    wanted > 0 ? date.day == wanted : length(date) + wanted + 1 == date.day
  }

  private static func length(_ date: LocalDate) -> Int {
    let next = LocalDate(year: date.year, month: date.month, day: 1)?.adding(months: 1, days: -1)
    return next?.day ?? 31
  }

  /// An ordinal counts within the month, or within the year where a yearly rule names no month.
  private func isWeekday(_ pick: WeekdayPick, _ date: LocalDate, _ period: Period) -> Bool {
    guard date.weekday == pick.weekday else { return false }
    guard pick.ordinal != 0, frequency == .monthly || frequency == .yearly else { return true }
    let isOfYear = frequency == .yearly && months.isEmpty
    let before = isOfYear ? date.daysSinceEpoch - period.begins : Int64(date.day - 1)
    let after =
      isOfYear ? period.ends - 1 - date.daysSinceEpoch : Int64(Self.length(date) - date.day)
    return pick.ordinal > 0 ? before / 7 + 1 == pick.ordinal : after / 7 + 1 == -pick.ordinal
  }
}
