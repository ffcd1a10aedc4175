public import CivilTime

/// The hours of a day of the week.
public struct DaySchedule: Hashable, Sendable {
  /// In any order; overlapping and touching ones count as one. Empty for a day without work.
  public var slots: [Hours]
  /// The breaks that are taken out of the day's open time.
  public var breaks: [Hours]

  /// - Parameter slots: empty for a day without work.
  public init(slots: [Hours] = [], breaks: [Hours] = []) {
    (self.slots, self.breaks) = (slots, breaks)
  }
}

/// Days of a calendar, both included.
public struct DateRange: Hashable, Sendable {
  /// The first day.
  public let from: LocalDate
  /// The last day.
  public let to: LocalDate

  /// Returns nil if the last day is before the first.
  public init?(from: LocalDate, to: LocalDate) {
    guard from <= to else { return nil }
    (self.from, self.to) = (from, to)
  }

  /// True for the first day, the last, and those between.
  public func contains(_ date: LocalDate) -> Bool { from <= date && date <= to }
}

/// The time that a consultant offers, on the clock of their zone.
public struct Schedule: Sendable {
  /// The zone in which hours, dates, limits and grids are meant.
  public var zone: ZoneRules
  /// By day of the week: 0 is Sunday. Always seven.
  public var weekly: [DaySchedule]
  /// The hours of certain days, in the place of the week's hours and breaks. Without hours, the day is closed.
  public var overrides: [LocalDate: [Hours]]
  /// Days off.
  public var holidays: [DateRange]
  /// Time that is not offered, whatever the hours say.
  public var blocks: [Interval]
  /// Time that other calendars say is busy. The buffer follows it, as it follows a meeting.
  public var busy: [Interval]
  /// Minutes that are free after each meeting.
  public var buffer: Int
  /// The number of meetings that may start on one day.
  public var maxPerDay: Int
  /// Days between today and the first and the last day that can be booked, on the calendar of the zone.
  public var advance: ClosedRange<Int>
  /// Minutes between now and the first start that can be booked.
  public var notice: Int
  /// False if nothing new can be booked at present.
  public var isAccepting: Bool

  /// - Parameter weekly: by day of the week, 0 is Sunday; days that are missing are without work.
  public init(
    zone: ZoneRules, weekly: [Int: DaySchedule], overrides: [LocalDate: [Hours]] = [:], holidays: [DateRange] = [],
    blocks: [Interval] = [], busy: [Interval] = [], buffer: Int = 0, maxPerDay: Int = 50,
    advance: ClosedRange<Int> = 0...60, notice: Int = 120, isAccepting: Bool = true
  ) {
    self.zone = zone
    self.weekly = (0..<7).map { weekly[$0] ?? DaySchedule() }
    (self.overrides, self.holidays, self.blocks, self.busy) = (overrides, holidays, blocks, busy)
    (self.buffer, self.maxPerDay) = (buffer, maxPerDay)
    (self.advance, self.notice, self.isAccepting) = (advance, notice, isAccepting)
  }
}
