/// The footer of a TZif file: a POSIX TZ string (RFC 9636 §3.3) with the rules of a zone after its last transition.
struct PosixRule: Hashable, Sendable {
  struct Change: Hashable, Sendable {
    enum Day: Hashable, Sendable {
      /// 1 to 365; 29 February is never counted.
      case julian(Int)
      /// 0 to 365; 29 February is counted.
      case zeroBased(Int)
      /// The `week`-th `weekday` of `month`; week 5 is the last one, and weekday 0 is Sunday.
      case monthWeek(month: Int, week: Int, weekday: Int)
    }
    let day: Day
    /// Seconds after local midnight, from -167 to 167 hours.
    let second: Int64

    func secondsSinceEpoch(year: Int) -> Int64 {
      let days: Int64
      switch day {
      case .julian(let n):
        let leapDay = CivilDays.isLeap(year) && n >= 60 ? 1 : 0
        days = CivilDays.days(year: year, month: 1, day: 1) + Int64(n - 1 + leapDay)
      case .zeroBased(let n):
        days = CivilDays.days(year: year, month: 1, day: 1) + Int64(n)
      case .monthWeek(let month, let week, let weekday):
        let first = CivilDays.days(year: year, month: month, day: 1)
        let ahead = (weekday - CivilDays.weekday(days: first) + 7) % 7
        var day = ahead + (week - 1) * 7
        while day >= CivilDays.length(ofMonth: month, year: year) { day -= 7 }
        days = first + Int64(day)
      }
      return days * CivilDays.secondsPerDay + second
    }
  }

  let standard: Int32
  let daylight: Int32
  let start: Change?
  let end: Change?

  func offset(atSecond second: Int64) -> Int {
    guard let start, let end else { return Int(standard) }
    let days = CivilDays.floorDivide(second + Int64(standard), CivilDays.secondsPerDay).quotient
    let year = CivilDays.date(days: days).year
    let begins = start.secondsSinceEpoch(year: year) - Int64(standard)
    let ends = end.secondsSinceEpoch(year: year) - Int64(daylight)
    let summer = begins < ends ? second >= begins && second < ends : second >= begins || second < ends
    return Int(summer ? daylight : standard)
  }

  static func parse(_ text: String) throws(CivilTimeError) -> PosixRule {
    let failure = CivilTimeError(code: "bad-zone-rule", message: "'\(text.prefix(64))' is not a POSIX TZ rule")
    var scanner = DigitScanner(text)
    guard name(&scanner), let standard = time(&scanner, hours: 24) else { throw failure }
    if scanner.atEnd { return PosixRule(standard: Int32(-standard), daylight: 0, start: nil, end: nil) }
    guard name(&scanner) else { throw failure }
    var daylight = standard - 3_600
    if scanner.next != UInt8(ascii: ",") {
      guard let value = time(&scanner, hours: 24) else { throw failure }
      daylight = value
    }
    guard scanner.take(","), let start = change(&scanner), scanner.take(","), let end = change(&scanner), scanner.atEnd
    else { throw failure }
    return PosixRule(standard: Int32(-standard), daylight: Int32(-daylight), start: start, end: end)
  }

  private static func name(_ scanner: inout DigitScanner) -> Bool {
    let quoted = scanner.take("<")
    let begin = scanner.position
    while let byte = scanner.next {
      let letter = (65...90).contains(byte & 0xDF)
      guard letter || (quoted && ((48...57).contains(byte) || byte == 43 || byte == 45)) else { break }
      scanner.position += 1
    }
    guard scanner.position - begin >= 3 else { return false }
    return !quoted || scanner.take(">")
  }

  /// Reads `[+-]hh[:mm[:ss]]` in seconds.
  private static func time(_ scanner: inout DigitScanner, hours limit: Int64) -> Int64? {
    let negative = scanner.take("-")
    if !negative { _ = scanner.take("+") }
    guard let hours = scanner.running(), hours <= limit else { return nil }
    var total = hours * 3_600
    for unit: Int64 in [60, 1] where scanner.take(":") {
      guard let value = scanner.fixed(2), value <= 59 else { return nil }
      total += Int64(value) * unit
    }
    return negative ? -total : total
  }

  private static func change(_ scanner: inout DigitScanner) -> Change? {
    let day: Change.Day
    if scanner.take("M") {
      guard let month = scanner.running(), (1...12).contains(month), scanner.take("."),
        let week = scanner.running(), (1...5).contains(week), scanner.take("."),
        let weekday = scanner.running(), (0...6).contains(weekday)
      else { return nil }
      day = .monthWeek(month: Int(month), week: Int(week), weekday: Int(weekday))
    } else if scanner.take("J") {
      guard let n = scanner.running(), (1...365).contains(n) else { return nil }
      day = .julian(Int(n))
    } else {
      guard let n = scanner.running(), (0...365).contains(n) else { return nil }
      day = .zeroBased(Int(n))
    }
    guard scanner.take("/") else { return Change(day: day, second: 7_200) }
    guard let second = time(&scanner, hours: 167) else { return nil }
    return Change(day: day, second: second)
  }
}
