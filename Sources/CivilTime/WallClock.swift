/// `period` later on the calendar and the clock of `zone`: years and months first (a day that the month lacks becomes its
/// last), then weeks and days, all keeping the time of day; the time part is then added as elapsed time.
/// nil outside years 1 to 9999, or when the clocks skip that time and `policy` leaves it out.
public func wallPlus(
  _ instant: Instant, _ period: Period, _ zone: ZoneRules, _ policy: WallPolicy = .standard
) -> Instant? {
  let (months, tooManyMonths) = period.years.multipliedReportingOverflow(by: 12)
  let (allMonths, monthsOverflow) = months.addingReportingOverflow(period.months)
  let (weekDays, tooManyWeeks) = period.weeks.multipliedReportingOverflow(by: 7)
  let (allDays, daysOverflow) = weekDays.addingReportingOverflow(period.days)
  if tooManyMonths || monthsOverflow || tooManyWeeks || daysOverflow { return nil }
  var moved = instant
  // Without a calendar part nothing passes through the wall, so that a repeated hour keeps its place.
  if allMonths != 0 || allDays != 0 {
    let local = zone.local(at: instant)
    guard let date = local.date.adding(months: allMonths, days: allDays),
      let times = zone.wallTime(LocalDateTime(date: date, time: local.time)), let there = policy.choose(times)
    else { return nil }
    moved = there
  }
  return moved.adding(period.time)
}

/// The instant itself when the wall of `zone` shows a time outside the quiet hours, else their end. The hours begin at
/// `from` and end before `to`; they may pass midnight; equal times mean no quiet hours. An end that the wall shows twice
/// is the first of them that is not over. nil outside years 1 to 9999.
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
  // The wall was set back within the quiet hours: it shows their end once more.
  return zone.laterInstant(of: LocalDateTime(date: date, time: to)) ?? instant
}

/// As above, with times of day as `HH:MM`.
public func quiet(
  _ instant: Instant, from: String, to: String, _ zone: ZoneRules
) throws(CivilTimeError) -> Instant? {
  quiet(instant, from: try LocalTime.parse(from), to: try LocalTime.parse(to), zone)
}
