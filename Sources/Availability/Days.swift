public import CivilTime

/// The days of a calendar as windows of time.
public enum Days {
  /// The largest number of days that one question about slots may ask for.
  public static let most = 62

  /// Returns the time from the first day's beginning to the last day's end in a zone. A midnight that the clocks skip is
  /// the instant of the change. Returns nil if the last day is before the first, or at the edge of the calendar.
  public static func window(_ from: LocalDate, _ to: LocalDate, _ zone: ZoneRules) -> Interval? {
    guard from <= to, let after = to.adding(months: 0, days: 1),
      let start = zone.firstInstant(atOrAfterWall: LocalDateTime(date: from, time: .midnight)),
      let end = zone.firstInstant(atOrAfterWall: LocalDateTime(date: after, time: .midnight))
    else { return nil }
    return Interval(start.seconds, end.seconds)
  }

  /// Returns the days on which a zone's clocks change, from a week before the first day to the last one: people who are
  /// used to the old difference between two zones may come at the wrong hour.
  public static func changes(from first: LocalDate, to last: LocalDate, _ zone: ZoneRules) -> [LocalDate] {
    guard let week = first.adding(months: 0, days: -7), let window = window(week, last, zone) else { return [] }
    return WallTimeline(zone, from: window.start, through: window.end).changes.compactMap { second in
      Instant(seconds: second).map { zone.local(at: $0).date }
    }
  }
}

/// A start that can be booked, as two clocks show it.
public struct Slot: Hashable, Sendable {
  /// The start.
  public let start: Instant
  /// The end.
  public let end: Instant
  /// The start on the clock of the consultant's zone, and its offset in seconds east of UTC.
  public let consultant: (wall: LocalDateTime, offset: Int)
  /// The start on the clock of the client's zone, and its offset in seconds east of UTC.
  public let client: (wall: LocalDateTime, offset: Int)

  /// Returns nil outside the years 1 to 9999.
  public init?(start: Int64, minutes: Int, consultant: ZoneRules, client: ZoneRules) {
    guard let first = Instant(seconds: start), let last = Instant(seconds: start + Int64(minutes) * 60) else {
      return nil
    }
    (self.start, end) = (first, last)
    self.consultant = (consultant.local(at: first), consultant.offset(at: first))
    self.client = (client.local(at: first), client.offset(at: first))
  }

  /// Two slots are equal if they start and end together.
  public static func == (a: Slot, b: Slot) -> Bool { a.start == b.start && a.end == b.end }
  /// Hashes start and end.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(start)
    hasher.combine(end)
  }
}
