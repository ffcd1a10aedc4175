public import CivilTime

/// Decides when a meeting can start: for lists of slots and for the booking itself, so that what is shown is what is
/// booked. It is made for a window and answers for starts within it.
public struct BookableTime: Sendable {
  private let schedule: Schedule
  private let terms: MeetingTerms
  private let now: Int64
  private let timeline: WallTimeline
  /// The window of starts.
  private let window: Interval
  /// The hours without breaks.
  private let hours: IntervalSet
  private let blocks: IntervalSet
  private let busy: IntervalSet
  private let busySpans: IntervalSet
  private let meetings: IntervalSet
  private let spans: IntervalSet
  /// How many meetings start on a day, by days since 1970 on the calendar of the zone.
  private let startsByDay: [Int64: Int]
  private let today: Int64

  private static let day: Int64 = 86_400

  /// - Parameters:
  ///   - window: where starts are asked for.
  ///   - booked: all meetings whose span or day touches the window, without the ones that are to be replaced.
  public init(_ schedule: Schedule, _ terms: MeetingTerms, window: Interval, booked: [BookedMeeting], now: Instant) {
    self.schedule = schedule
    self.terms = terms
    self.window = window
    self.now = now.nanoseconds > 0 ? now.seconds + 1 : now.seconds
    let timeline = WallTimeline(
      schedule.zone, from: window.start - 3 * Self.day, through: window.end + 3 * Self.day)
    self.timeline = timeline
    today = Self.localDay(now.seconds + Int64(schedule.zone.offset(at: now)))
    hours = Self.hours(schedule, timeline, window)
    blocks = IntervalSet(schedule.blocks)
    busy = IntervalSet(schedule.busy)
    let buffer = Int64(schedule.buffer) * 60
    busySpans = IntervalSet(schedule.busy.filter { !$0.isEmpty }.map { Interval($0.start, $0.end + buffer) })
    meetings = IntervalSet(booked.map(\.meeting))
    spans = IntervalSet(booked.map(\.span))
    var startsByDay: [Int64: Int] = [:]
    for meeting in booked {
      let start = meeting.meeting.start
      startsByDay[Self.localDay(start + timeline.offset(at: start)), default: 0] += 1
    }
    self.startsByDay = startsByDay
  }

  private static func localDay(_ wall: Int64) -> Int64 { wall >= 0 ? wall / day : -((day - 1 - wall) / day) }

  /// The open time of the window and a day on each side, without breaks; blocks are not taken out.
  private static func hours(_ schedule: Schedule, _ timeline: WallTimeline, _ window: Interval) -> IntervalSet {
    var open: [Interval] = []
    var closed: [Interval] = []
    let first = localDay(window.start + timeline.offset(at: window.start)) - 1
    let last = localDay(window.end + timeline.offset(at: window.end)) + 1
    guard first <= last else { return IntervalSet() }
    for number in first...last {
      guard let date = LocalDate(daysSinceEpoch: number), !schedule.holidays.contains(where: { $0.contains(date) })
      else { continue }
      func interval(_ hours: Hours) -> Interval {
        Interval(
          timeline.first(atOrAfter: number * day + Int64(hours.from) * 60),
          timeline.first(atOrAfter: number * day + Int64(hours.to) * 60))
      }
      if let slots = schedule.overrides[date] {
        open += slots.map(interval)
      } else {
        open += schedule.weekly[date.weekday].slots.map(interval)
        closed += schedule.weekly[date.weekday].breaks.map(interval)
      }
    }
    return IntervalSet(open).subtracting(IntervalSet(closed))
  }

  /// Says whether a meeting can start at a second since 1970. Outside the window nothing is known, and the answer is
  /// that it is outside the hours.
  public func decision(_ start: Int64) -> StartDecision {
    let wall = start + timeline.offset(at: start)
    let day = Self.localDay(wall)
    if let date = LocalDate(daysSinceEpoch: day), schedule.holidays.contains(where: { $0.contains(date) }) {
      return .conflict(.holiday)
    }
    let candidate = BookedMeeting(start: start, terms: terms, buffer: schedule.buffer)
    guard start >= window.start, start < window.end, hours.contains(candidate.meeting) else {
      return .conflict(.outsideHours)
    }
    guard isOnGrid(wall) else { return .conflict(.outsideHours, .offGrid) }
    guard schedule.isAccepting else { return .conflict(.blocked, .notAccepting) }
    if start < now + Int64(schedule.notice) * 60 || day < today + Int64(schedule.advance.lowerBound) {
      return .conflict(.blocked, .tooSoon)
    }
    if day > today + Int64(schedule.advance.upperBound) { return .conflict(.blocked, .tooFar) }
    if blocks.overlaps(candidate.meeting) || busy.overlaps(candidate.meeting) { return .conflict(.blocked) }
    if meetings.overlaps(candidate.meeting) { return .conflict(.booked) }
    if spans.overlaps(candidate.span) || busySpans.overlaps(candidate.span) { return .conflict(.bufferTime) }
    if startsByDay[day, default: 0] >= schedule.maxPerDay { return .conflict(.maxDailyLimit) }
    return .free
  }

  private func isOnGrid(_ wall: Int64) -> Bool {
    let minute = wall - Self.localDay(wall) * Self.day
    let distance = minute - Int64(terms.offset % terms.grid) * 60
    return minute % 60 == 0 && distance % (Int64(terms.grid) * 60) == 0
  }

  /// Returns the seconds since 1970 at which a meeting can start, in order.
  public func starts(limit: Int = .max) -> [Int64] {
    var starts: [Int64] = []
    let length = Int64(terms.length) * 60
    for interval in hours.intervals {
      let first = max(interval.start, window.start)
      let last = min(interval.end - length, window.end - 1)
      guard first <= last else { continue }
      forEachGridPoint(first, last + 1) { start in
        if starts.count < limit, decision(start).isFree { starts.append(start) }
      }
      if starts.count >= limit { break }
    }
    return starts
  }

  /// Returns every point of the grid in the window with its decision, in order.
  public func cells() -> [(start: Int64, decision: StartDecision)] {
    var cells: [(start: Int64, decision: StartDecision)] = []
    forEachGridPoint(window.start, window.end) { cells.append(($0, decision($0))) }
    return cells
  }

  /// The offered time of the window: the hours without breaks and blocks.
  public var offered: IntervalSet { hours.subtracting(blocks).within(window) }

  /// The grid is one of the wall. Within a span of one offset it is even.
  private func forEachGridPoint(_ from: Int64, _ to: Int64, _ body: (Int64) -> Void) {
    let step = Int64(terms.grid) * 60
    let shift = Int64(terms.offset % terms.grid) * 60
    timeline.forEachSpan(from: from, to: to) { start, end, offset in
      let wall = start + offset - shift
      let rest = wall % step
      let ahead = rest == 0 ? 0 : (rest > 0 ? step - rest : -rest)
      var at = start + ahead
      while at < end {
        body(at)
        at += step
      }
    }
  }
}
