/// The offsets of a zone through time: a table of transitions, and a rule for the time after the last one.
public struct ZoneRules: Hashable, Sendable {
  let transitions: [Int64]
  /// Seconds east of UTC from the transition with the same index on.
  let offsets: [Int32]
  let initialOffset: Int32
  let future: PosixRule?

  /// The zone whose offset is always 0.
  public static let utc = ZoneRules(transitions: [], offsets: [], initialOffset: 0, future: nil)

  init(transitions: [Int64], offsets: [Int32], initialOffset: Int32, future: PosixRule?) {
    (self.transitions, self.offsets) = (transitions, offsets)
    (self.initialOffset, self.future) = (initialOffset, future)
  }

  /// Returns a zone with one offset in seconds east of UTC; nil beyond 24 hours.
  public static func fixed(secondsEast: Int) -> ZoneRules? {
    guard (-86_400...86_400).contains(secondsEast) else { return nil }
    return ZoneRules(transitions: [], offsets: [], initialOffset: Int32(secondsEast), future: nil)
  }

  /// Returns a zone with the offset `+02:00`, `-02:30` or, in CEL's form, `02:00`; nil for any other text.
  public static func fixed(_ text: String) -> ZoneRules? {
    var scanner = DigitScanner(text)
    let negative = scanner.take("-")
    if !negative { _ = scanner.take("+") }
    guard let hours = scanner.fixed(2), scanner.take(":"), let minutes = scanner.fixed(2), scanner.atEnd,
      hours <= 23, minutes <= 59
    else { return nil }
    return fixed(secondsEast: (hours * 3_600 + minutes * 60) * (negative ? -1 : 1))
  }

  /// The offset at an instant, in seconds east of UTC.
  public func offset(at instant: Instant) -> Int { offset(atSecond: instant.seconds) }

  func offset(atSecond second: Int64) -> Int {
    if let future, second >= (transitions.last ?? Int64.min) { return future.offset(atSecond: second) }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return Int(low == 0 ? initialOffset : offsets[low - 1])
  }

  /// Returns the local date and time at an instant.
  public func local(at instant: Instant) -> LocalDateTime {
    LocalDateTime(
      secondsSinceEpoch: instant.seconds + Int64(offset(at: instant)), nanosecond: Int(instant.nanoseconds))
  }

  /// Returns the instant at which the clock shows `local`. A skipped time is moved forward by the length of the gap
  /// (02:30 becomes 03:30), and of a repeated time the earlier is taken. Returns nil outside the years 1 to 9999.
  public func instant(of local: LocalDateTime) -> Instant? {
    switch wallTime(local) {
    case .once(let instant), .skipped(_, let instant), .twice(let instant, _): instant
    case nil: nil
    }
  }

  /// Returns the instants at which the clock shows `local`: one, none or two. Returns nil outside the years 1 to 9999.
  public func wallTime(_ local: LocalDateTime) -> WallTime? {
    let wall = local.secondsSinceEpoch
    let before = Int64(offset(atSecond: wall - 86_400))
    let after = Int64(offset(atSecond: wall + 86_400))
    func instant(_ offset: Int64) -> Instant? {
      Instant(seconds: wall - offset, nanoseconds: Int32(local.time.nanosecond))
    }
    guard let first = instant(before), let second = instant(after) else { return nil }
    if before == after { return .once(first) }
    let isBefore = Int64(offset(atSecond: wall - before)) == before
    let isAfter = Int64(offset(atSecond: wall - after)) == after
    switch (isBefore, isAfter) {
    case (true, true): return .twice(first: first, second: second)
    case (true, false): return .once(first)
    case (false, true): return .once(second)
    // Neither offset holds in a gap: the one before the change moves the time forward, and the one after it moves it
    // back.
    case (false, false): return .skipped(earlier: second, later: first)
    }
  }

  /// Returns the second instant at which the clock shows `local`; nil if there is only one, or outside the years 1 to
  /// 9999.
  func laterInstant(of local: LocalDateTime) -> Instant? {
    let wall = local.secondsSinceEpoch
    let second = wall - Int64(offset(atSecond: wall + 86_400))
    guard second + Int64(offset(atSecond: second)) == wall, let first = instant(of: local), first.seconds < second
    else { return nil }
    return Instant(seconds: second, nanoseconds: Int32(local.time.nanosecond))
  }

  /// Returns the first instant at which the clock shows `wall` or later. A skipped time is the instant of the change, and
  /// of a time that comes twice the first is meant. Returns nil outside the years 1 to 9999.
  public func firstInstant(atOrAfterWall wall: LocalDateTime) -> Instant? {
    let second = wall.secondsSinceEpoch
    let timeline = WallTimeline(
      self, from: second - 2 * CivilDays.secondsPerDay, through: second + 2 * CivilDays.secondsPerDay)
    return Instant(seconds: timeline.first(atOrAfter: second))
  }
}
