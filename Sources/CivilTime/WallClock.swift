/// Returns the instant that is `period` later on the calendar and the clock of `zone`. Years and months are added
/// first; if the target month lacks the day, its last day is taken. Weeks and days follow, and the time of day stays
/// the same. The time part is added last, as elapsed time.
///
/// Returns nil outside the years 1 to 9999, or if the clocks skip that time and `policy` leaves it out.
public func wallPlus(
  _ instant: Instant, _ period: Period, _ zone: ZoneRules, _ policy: WallPolicy = .standard
) -> Instant? {
  let (months, tooManyMonths) = period.years.multipliedReportingOverflow(by: 12)
  let (allMonths, monthsOverflow) = months.addingReportingOverflow(period.months)
  let (weekDays, tooManyWeeks) = period.weeks.multipliedReportingOverflow(by: 7)
  let (allDays, daysOverflow) = weekDays.addingReportingOverflow(period.days)
  if tooManyMonths || monthsOverflow || tooManyWeeks || daysOverflow { return nil }
  var moved = instant
  // Without a calendar part the local time is not consulted, so that an instant in a repeated hour keeps its place.
  if allMonths != 0 || allDays != 0 {
    let local = zone.local(at: instant)
    guard let date = local.date.adding(months: allMonths, days: allDays),
      let times = zone.wallTime(LocalDateTime(date: date, time: local.time)), let there = policy.choose(times)
    else { return nil }
    moved = there
  }
  return moved.adding(period.time)
}

/// Returns the instant itself if the local time in `zone` is outside the quiet hours, and otherwise their end. The
/// hours begin at `from` and end before `to`. They may span midnight; equal times mean no quiet hours. If the clocks
/// show the end twice, the first of the two that is not over is taken. Returns nil outside the years 1 to 9999.
public func quiet(_ instant: Instant, from: LocalTime, to: LocalTime, _ zone: ZoneRules) -> Instant? {
  let local = zone.local(at: instant)
  let now = local.time
  let overMidnight = from > to
  let inside = overMidnight ? now >= from || now < to : now >= from && now < to
  guard inside else { return instant }
  let endsTomorrow = overMidnight && now >= from
  guard let date = endsTomorrow ? local.date.adding(months: 0, days: 1) : local.date,
    let end = zone.instant(of: LocalDateTime(date: date, time: to))
  else { return nil }
  guard end < instant else { return end }
  // The clocks were set back within the quiet hours and show their end once more.
  return zone.laterInstant(of: LocalDateTime(date: date, time: to)) ?? instant
}

/// The same as above, with times of day as `HH:MM`. Throws `bad-time-of-day`.
public func quiet(
  _ instant: Instant, from: String, to: String, _ zone: ZoneRules
) throws(CivilTimeError) -> Instant? {
  quiet(instant, from: try LocalTime.parse(from), to: try LocalTime.parse(to), zone)
}
