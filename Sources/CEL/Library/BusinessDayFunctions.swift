import CivilTime

/// The functions on business days: Mondays to Fridays that are not holidays.
struct BusinessDayFunctions: Sendable {
  let zones: ZoneLookup

  func add(to table: inout FunctionTable) {
    let zones = zones
    let holidays = CELType.list(.string)
    table.add(
      "businessDays",
      signatures: [
        ([.timestamp, .int, .string], .timestamp), ([.timestamp, .int, .string, holidays], .timestamp),
      ], literals: [zones.check(argument: 2)],
      .metered { (v: [Value], frame: inout Frame) throws(EvaluationError) -> Value in
        try Self.add(v, zones, &frame)
      })
    table.add(
      "businessDaysBetween",
      signatures: [
        ([.timestamp, .timestamp, .string], .int), ([.timestamp, .timestamp, .string, holidays], .int),
      ], literals: [zones.check(argument: 2)],
      .metered { (v: [Value], frame: inout Frame) throws(EvaluationError) -> Value in
        try Self.count(v, zones, &frame)
      })
  }

  private static func calendar(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> BusinessCalendar {
    guard values.count > 3 else { return BusinessCalendar(holidays: []) }
    guard case .list(let list) = values[3] else { throw .noOverload("holidays", values[3]) }
    try frame.charge(list.count)
    var holidays: [LocalDate] = []
    for element in list {
      guard case .string(let text) = element else { throw .noOverload("a holiday", element) }
      do { holidays.append(try LocalDate.parse(text)) } catch { throw EvaluationError(error.code, error.message) }
    }
    return BusinessCalendar(holidays: holidays)
  }

  /// Evaluates `businessDays(t, n, zone, holidays)`: the time of day of `t` on the n-th business day after the day of
  /// `t`, or before it for a negative `n`. For `n` = 0 it is `t` itself.
  static func add(_ values: [Value], _ zones: ZoneLookup, _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .timestamp(let instant) = values[0], case .int(let count) = values[1] else {
      throw .noOverload("businessDays", values)
    }
    let rules = try zones.rules(values[2])
    let calendar = try calendar(values, &frame)
    guard count != 0 else { return values[0] }
    let local = rules.local(at: instant)
    guard let day = calendar.day(count, after: local.date),
      let moved = rules.instant(of: LocalDateTime(date: day, time: local.time))
    else { throw .outOfYears }
    return .timestamp(moved)
  }

  /// Evaluates `businessDaysBetween(a, b, zone, holidays)`: the number of business days after the day of `a` up to and
  /// including the day of `b`. If `b` is on an earlier day, it is minus the number of those from the day of `b` up to
  /// but excluding the day of `a`.
  static func count(_ values: [Value], _ zones: ZoneLookup, _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .timestamp(let first) = values[0], case .timestamp(let second) = values[1] else {
      throw .noOverload("businessDaysBetween", values)
    }
    let rules = try zones.rules(values[2])
    let calendar = try calendar(values, &frame)
    let (a, b) = (rules.local(at: first).date, rules.local(at: second).date)
    return .int(a <= b ? calendar.count(after: a, through: b) : -calendar.count(from: b, before: a))
  }
}
