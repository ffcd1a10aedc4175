import Availability
import CivilTime
import Testing

/// A consultant of one zone with hours on single days, and the starts that are free.
struct Situation {
  var zone: ZoneRules
  var schedule: Schedule
  var terms: MeetingTerms
  var booked: [BookedMeeting] = []
  var now = Instant.epoch

  /// - Parameter hours: by local date, as `09:00-12:00`.
  init(_ zone: String, length: Int, grid: Int, hours: [String: [String]] = [:]) throws {
    self.zone = try Zones.zone(zone)
    var overrides: [LocalDate: [Hours]] = [:]
    for (date, texts) in hours { overrides[try day(date)] = try texts.map { try Self.hours($0) } }
    schedule = Schedule(zone: self.zone, weekly: [:], overrides: overrides, advance: 0...3_000_000, notice: 0)
    terms = MeetingTerms(length: length, grid: grid)
  }

  static func hours(_ text: String) throws -> Hours {
    let minutes = text.split(separator: "-").compactMap { Hours.minute(String($0)) }
    try #require(minutes.count == 2)
    return try #require(Hours(from: minutes[0], to: minutes[1]))
  }

  func availability(_ from: String, _ to: String) throws -> BookableTime {
    let (first, last) = (try day(from), try day(to))
    let window = try #require(Days.window(first, last, zone))
    return BookableTime(schedule, terms, window: window, booked: booked, now: now)
  }

  /// Returns the free starts of some local days in UTC: `07:00`, those of another UTC day than the first local one as
  /// `30T23:00`.
  func starts(_ from: String, _ to: String? = nil) throws -> String {
    let first = try day(from)
    return try availability(from, to ?? from).starts().map { start in
      let local = ZoneRules.utc.local(at: try #require(Instant(seconds: start)))
      let text = local.time.withMinutes
      return local.date == first ? text : "\(local.date.description.suffix(2))T\(text)"
    }.joined(separator: " ")
  }

  func decision(_ instant: String, _ from: String) throws -> StartDecision {
    try availability(from, from).decision(try Instant.at(instant).seconds)
  }

  /// Books a meeting of other terms than those that are asked for, or of the same.
  mutating func book(_ start: String, length: Int? = nil) throws {
    var terms = terms
    terms.length = length ?? terms.length
    booked.append(BookedMeeting(start: try Instant.at(start).seconds, terms: terms, buffer: schedule.buffer))
  }
}
