/// A rhythm on the local calendar of a zone: `base`, `base` + one period, `base` + two periods … Rounds keep the time
/// of day across changes of the clocks, and the day of the month where the month has it (otherwise its last day). Each
/// round is counted from the base, so that no round shifts the next.
///
/// With an offset, all rounds are later by that amount, which is counted from the base too. From 31 January, the
/// monthly rounds with an offset of one month are the last day of February, 31 March …
public struct WallRhythm: Hashable, Sendable {
  /// The instant from which the rounds are counted.
  public var base: Instant
  /// The distance between rounds; longer than zero.
  public var period: Period
  /// The zone whose calendar counts.
  public var zone: ZoneRules
  /// The choice for a round that the clocks skip or show twice.
  public var policy: WallPolicy
  /// The time from `base` to round 0.
  public var offset: Period

  /// Returns nil if the period is empty or has a negative part.
  public init?(
    base: Instant, period: Period, zone: ZoneRules, policy: WallPolicy = .standard, offset: Period = Period()
  ) {
    guard period.years >= 0, period.months >= 0, period.weeks >= 0, period.days >= 0, period.time >= .zero,
      period != Period()
    else { return nil }
    self.base = base
    self.period = period
    self.zone = zone
    self.policy = policy
    self.offset = offset
  }

  /// Creates the rhythm that starts a first period after `entered`. Both are added to the calendar at once where that
  /// gives the same days. Returns nil outside the years 1 to 9999, or if `every` is empty or has a negative part.
  public init?(entered: Instant, first: Period, every: Period, zone: ZoneRules, policy: WallPolicy) {
    let isMonths = first.weeks == 0 && first.days == 0
    let isDays = first.years == 0 && first.months == 0 && every.years == 0 && every.months == 0
    if first.time == .zero, isMonths || isDays {
      self.init(base: entered, period: every, zone: zone, policy: policy, offset: first)
      return
    }
    guard let base = wallPlus(entered, first, zone, WallPolicy(fold: policy.fold)) else { return nil }
    self.init(base: base, period: every, zone: zone, policy: policy)
  }

  /// Returns round `number`, from 0; nil if the clocks skip it, or outside the years 1 to 9999.
  public func round(_ number: Int64) -> Instant? {
    guard let times = period.times(number)?.plus(offset) else { return nil }
    return wallPlus(base, times, zone, policy)
  }

  /// Returns the first round after `number` that is later than `instant`; nil if there is none within the years 1 to
  /// 9999.
  public func next(after number: Int64, later instant: Instant) -> (number: Int64, due: Instant)? {
    // No round is longer than this, so the estimate passes over none; the fraction covers the rounding of the quotient itself.
    let longest =
      Double(period.years) * 366 + Double(period.months) * 31 + Double(period.weeks) * 7 + Double(period.days)
    let elapsed = Double(period.time.totalNanoseconds) / 1e9
    let seconds = longest * 86_400 + elapsed + (longest > 0 ? 90_001 : 0)
    let start = wallPlus(base, offset, zone) ?? base
    let passed = Double(instant.seconds - start.seconds) / seconds * (1 - 1e-12)
    var candidate = max(number + 1, passed > 2 ? Int64(passed) - 2 : 0)
    // This allows for ten thousand years of days and a hundred rounds that the clocks skip.
    var tries = 0
    while tries < 4_000_000, let times = period.times(candidate)?.plus(offset) {
      if let due = wallPlus(base, times, zone, policy) {
        if due > instant { return (candidate, due) }
      } else if wallPlus(base, times, zone) == nil {
        return nil  // The clocks do not skip this round, so the years have ended.
      }
      candidate += 1
      tries += 1
    }
    return nil
  }
}

extension Period {
  /// Returns nil if a part overflows.
  func plus(_ other: Period) -> Period? {
    let parts = [
      years.addingReportingOverflow(other.years), months.addingReportingOverflow(other.months),
      weeks.addingReportingOverflow(other.weeks), days.addingReportingOverflow(other.days),
    ]
    let limit = Int64.max / 4
    guard !parts.contains(where: \.overflow), abs(time.components.seconds) < limit,
      abs(other.time.components.seconds) < limit
    else { return nil }
    return Period(
      years: parts[0].partialValue, months: parts[1].partialValue, weeks: parts[2].partialValue,
      days: parts[3].partialValue, time: time + other.time)
  }

  /// Multiplies every part. Returns nil if a part does not fit into 64 bits.
  public func times(_ number: Int64) -> Period? {
    var isOver = false
    func product(_ part: Int64) -> Int64 {
      let (result, overflow) = part.multipliedReportingOverflow(by: number)
      if overflow { isOver = true }
      return result
    }
    let parts = (product(years), product(months), product(weeks), product(days))
    let (seconds, attoseconds) = time.components
    let long = Int128(seconds) * 1_000_000_000_000_000_000 + Int128(attoseconds)
    let (total, overflow) = long.multipliedReportingOverflow(by: Int128(number))
    let (whole, rest) = total.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
    guard !isOver, !overflow, let elapsed = Int64(exactly: whole) else { return nil }
    return Period(
      years: parts.0, months: parts.1, weeks: parts.2, days: parts.3,
      time: Duration(secondsComponent: elapsed, attosecondsComponent: Int64(rest)))
  }
}
