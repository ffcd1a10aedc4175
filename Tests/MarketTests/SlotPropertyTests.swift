import Availability
import CivilTime
import Testing

/// Random schedules against a scan of every minute, which knows nothing of intervals.
@Suite struct SlotPropertyTests {
  private static let zones = [
    "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo",
    "America/Santiago", "Pacific/Apia", "UTC", "America/St_Johns",
  ]
  // Days with and without changes of the clocks.
  private static let days = ["2027-03-27", "2027-10-30", "2027-04-03", "2026-09-05", "2027-06-07", "2011-12-28"]

  private struct Drawn {
    var situation: Situation
    var first: LocalDate
    var last: LocalDate
  }

  private func draw(_ random: inout SeededRandom) throws -> Drawn {
    let grid = MeetingTerms.grids.randomElement(using: &random) ?? 30
    var situation = try Situation(
      Self.zones.randomElement(using: &random) ?? "UTC", length: [15, 30, 60, 90].randomElement(using: &random) ?? 30,
      grid: grid)
    for day in 0..<7 {
      func hours() -> Hours? {
        Hours(from: Int.random(in: 0...287, using: &random) * 5, to: Int.random(in: 1...288, using: &random) * 5)
      }
      situation.schedule.weekly[day] = DaySchedule(
        slots: [hours(), hours(), hours()].compactMap(\.self), breaks: [hours()].compactMap(\.self))
    }
    let first = try day(Self.days.randomElement(using: &random) ?? "2027-06-07")
    situation.schedule.buffer = [0, 5, 15, 40].randomElement(using: &random) ?? 0
    situation.schedule.maxPerDay = Int.random(in: 1...4, using: &random)
    situation.terms.preparation = [0, 10].randomElement(using: &random) ?? 0
    situation.terms.followUp = [0, 20].randomElement(using: &random) ?? 0
    situation.schedule.notice = 30
    situation.schedule.advance = 0...2
    let start = try #require(Days.window(first, first, situation.zone)).start
    situation.now = try #require(Instant(seconds: start - 3_600 + Int64.random(in: 0...40, using: &random) * 600))
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      situation.booked.append(
        BookedMeeting(
          start: start + Int64.random(in: -200...900, using: &random) * 300, terms: MeetingTerms(length: 30),
          buffer: situation.schedule.buffer))
    }
    let block = start + Int64.random(in: 0...500, using: &random) * 300
    situation.schedule.blocks = [Interval(block, block + 5_400)]
    situation.schedule.busy = [Interval(block + 30_000, block + 33_000)]
    return Drawn(
      situation: situation, first: first, last: try #require(first.adding(months: 0, days: 2)))
  }

  /// The clock's face decides minute by minute whether the time is open.
  private func scan(_ drawn: Drawn) throws -> [Int64] {
    let (situation, schedule) = (drawn.situation, drawn.situation.schedule)
    let window = try #require(Days.window(drawn.first, drawn.last, situation.zone))
    // The last wall time of each day that has been reached: hours and breaks begin and end when it is first reached.
    var reached: [LocalDate: Int] = [:]
    var open: [Int64: Bool] = [:]
    var at = window.start - 2 * 86_400
    while at < window.end + 2 * 86_400 {
      let local = situation.zone.local(at: try #require(Instant(seconds: at)))
      let minute = local.time.secondOfDay / 60
      reached[local.date] = max(reached[local.date] ?? -1, minute)
      let now = reached[local.date] ?? 0
      let week = schedule.weekly[local.date.weekday]
      open[at] =
        week.slots.contains { $0.from <= now && now < $0.to } && !week.breaks.contains { $0.from <= now && now < $0.to }
      at += 60
    }
    let today = situation.zone.local(at: situation.now).date.daysSinceEpoch
    var starts: [Int64] = []
    at = window.start
    while at < window.end {
      defer { at += 60 }
      let local = situation.zone.local(at: try #require(Instant(seconds: at)))
      let meeting = stride(from: at, to: at + Int64(situation.terms.length) * 60, by: 60)
      guard local.time.secondOfDay / 60 % situation.terms.grid == 0, meeting.allSatisfy({ open[$0] == true }),
        at >= situation.now.seconds + Int64(schedule.notice) * 60,
        (today...today + 2).contains(local.date.daysSinceEpoch)
      else { continue }
      let end = at + Int64(situation.terms.length) * 60
      let from = at - Int64(situation.terms.preparation) * 60
      let to = end + Int64(situation.terms.followUp + schedule.buffer) * 60
      if schedule.blocks.contains(where: { $0.start < end && at < $0.end }) { continue }
      let after = Int64(schedule.buffer) * 60
      if schedule.busy.contains(where: { $0.start < to && from < $0.end + after }) { continue }
      if situation.booked.contains(where: { $0.span.start < to && from < $0.span.end }) { continue }
      let ofTheDay = situation.booked.filter {
        situation.zone.local(at: Instant(seconds: $0.meeting.start) ?? .epoch).date == local.date
      }
      if ofTheDay.count < schedule.maxPerDay { starts.append(at) }
    }
    return starts
  }

  @Test(arguments: 0..<60) func aScanOfEveryMinuteFindsTheSameStarts(seed: Int) throws {
    var random = SeededRandom(UInt64(seed))
    let drawn = try draw(&random)
    let availability = try drawn.situation.availability(drawn.first.description, drawn.last.description)
    #expect(availability.starts() == (try scan(drawn)), "seed \(seed)")
    #expect(availability.cells().filter(\.decision.isFree).map(\.start) == availability.starts(), "seed \(seed)")
  }

  /// A client who books what is offered, again and again, never gets two meetings that are too near.
  @Test(arguments: 100..<120) func bookedSlotsNeverOverlap(seed: Int) throws {
    var random = SeededRandom(UInt64(seed))
    var drawn = try draw(&random)
    drawn.situation.booked = []
    drawn.situation.schedule.maxPerDay = 50
    for _ in 0..<30 {
      let availability = try drawn.situation.availability(drawn.first.description, drawn.last.description)
      guard let start = availability.starts().randomElement(using: &random) else { break }
      drawn.situation.booked.append(
        BookedMeeting(start: start, terms: drawn.situation.terms, buffer: drawn.situation.schedule.buffer))
    }
    let spans = drawn.situation.booked.map(\.span).sorted()
    for (first, second) in zip(spans, spans.dropFirst()) { #expect(first.end <= second.start, "seed \(seed)") }
  }
}

/// A generator with a seed, so that a failing draw can be drawn again (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
