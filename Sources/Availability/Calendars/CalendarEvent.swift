import CivilTime

/// An event of a calendar, as far as it says when somebody is busy.
struct CalendarEvent {
  let uid: String
  let start: CalendarTime
  private let end: CalendarTime?
  private let duration: Period?
  private let rule: RecurrenceRule?
  private let extra: [CalendarTime]
  private let except: [CalendarTime]
  /// The start of the occurrence that it stands for; nil for the event itself.
  let replaces: CalendarTime?
  private let isOpaque: Bool
  private let isCancelled: Bool
  /// Addresses that have declined.
  private let declined: Set<String>

  /// Returns nil without a start that can be read.
  init?(_ lines: [ContentLine], zone: ZoneRules, zones: any ZoneSource, problems: inout [String]) {
    var unknown: Set<String> = []
    func times(_ line: ContentLine) -> [CalendarTime] {
      var own = zone
      if let name = line.parameters["TZID"] {
        if Self.isZoneName(name), let rules = zones.rules(for: name) {
          own = rules
        } else {
          unknown.insert(name)
        }
      }
      return line.value.split(separator: ",").compactMap {
        CalendarTime($0.prefix { $0 != "/" }, own)
      }
    }
    func all(_ name: String) -> [CalendarTime] { lines.filter { $0.name == name }.flatMap(times) }
    func first(_ name: String) -> String? { lines.first { $0.name == name }?.value }
    guard let start = all("DTSTART").first else { return nil }
    self.start = start
    uid = first("UID") ?? ""
    end = all("DTEND").first
    duration = first("DURATION").flatMap { try? Period.parse(iso8601: $0) }
    let rules = lines.filter { $0.name == "RRULE" }.map {
      (text: $0.value, rule: RecurrenceRule($0.value))
    }
    rule = rules.first?.rule
    for entry in rules where entry.rule == nil {
      problems.append("the rule '\(entry.text.prefix(80))' is not known")
    }
    extra = all("RDATE")
    except = all("EXDATE")
    replaces = all("RECURRENCE-ID").first
    if lines.contains(where: { $0.name == "RECURRENCE-ID" && $0.parameters["RANGE"] != nil }) {
      problems.append(
        "a change of an occurrence and all later ones is taken for a change of the one")
    }
    isOpaque = first("TRANSP")?.uppercased() != "TRANSPARENT"
    isCancelled = first("STATUS")?.uppercased() == "CANCELLED"
    declined = Set(
      lines.filter {
        $0.name == "ATTENDEE" && $0.parameters["PARTSTAT"]?.uppercased() == "DECLINED"
      }
      .map { $0.value.lowercased().replacingPrefix("mailto:") })
    for name in unknown.sorted() {
      problems.append("the zone '\(name.prefix(64))' is not known; the reader's is taken")
    }
  }

  /// A name may become part of a path.
  private static func isZoneName(_ name: String) -> Bool {
    name.utf8.count <= 64
      && name.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || "/_-+".utf8.contains($0)
      }
  }

  /// True if it takes time: opaque, not cancelled, and not declined by the reader.
  func isBusy(_ addresses: Set<String>) -> Bool {
    isOpaque && !isCancelled && declined.isDisjoint(with: addresses)
  }

  /// Returns the time of each occurrence that touches the window.
  func occurrences(in window: Interval, reader: ZoneRules, without replaced: Set<Instant>)
    -> [Interval]
  {
    let zone = start.zone(reader)
    let wall = start.wall(reader)
    var starts: [CalendarTime] = []
    if let rule {
      let last = zone.local(at: Instant(seconds: window.end) ?? .latest).date
      for date in rule.dates(from: wall.date, through: last) {
        let time = moved(to: date, wall.time)
        if let until = rule.until, isAfter(time, until, reader) { break }
        starts.append(time)
      }
    } else {
      starts = [start]
    }
    let dropped = Set(except.compactMap { $0.instant(reader) }).union(replaced)
    var seen: Set<Instant> = []
    return (starts + extra).compactMap { time in
      guard let begin = time.instant(reader), !dropped.contains(begin), seen.insert(begin).inserted
      else { return nil }
      let interval = Interval(begin, finish(time, begin, reader))
      return interval.overlaps(window) ? interval : nil
    }
  }

  private func moved(to date: LocalDate, _ time: LocalTime) -> CalendarTime {
    switch start {
    case .date: .date(date)
    case .local(_, let zone): .local(LocalDateTime(date: date, time: time), zone)
    case .instant:
      ZoneRules.utc.instant(of: LocalDateTime(date: date, time: time)).map { .instant($0) } ?? start
    }
  }

  private func isAfter(_ time: CalendarTime, _ until: CalendarTime, _ reader: ZoneRules) -> Bool {
    switch until {
    case .date(let date): time.wall(reader).date > date
    case .local(let local, _): time.wall(reader) > local
    case .instant(let instant): (time.instant(reader) ?? .latest) > instant
    }
  }

  /// A day ends with its last; a time lasts as long as the event's first occurrence.
  private func finish(_ time: CalendarTime, _ begin: Instant, _ reader: ZoneRules) -> Instant {
    if case .date(let date) = time {
      var days: Int64 = 1
      if case .date(let last)? = end, case .date(let first) = start {
        days = max(1, last.daysSinceEpoch - first.daysSinceEpoch)
      } else if let duration {
        days = max(1, duration.weeks * 7 + duration.days)
      }
      return date.adding(months: 0, days: days).flatMap { CalendarTime.date($0).instant(reader) }
        ?? begin
    }
    if let end, let first = start.instant(reader), let last = end.instant(reader) {
      return begin.adding(last.duration(since: first)) ?? begin
    }
    return duration.flatMap { wallPlus(begin, $0, time.zone(reader)) } ?? begin
  }

  /// A period of free-busy: two times, or a time and a duration.
  static func period(_ text: Substring, _ zone: ZoneRules) -> Interval? {
    let halves = text.split(separator: "/")
    guard halves.count == 2, let begin = CalendarTime(halves[0], zone)?.instant(zone) else {
      return nil
    }
    if let end = CalendarTime(halves[1], zone)?.instant(zone) { return Interval(begin, end) }
    guard let period = try? Period.parse(iso8601: String(halves[1])),
      let end = wallPlus(begin, period, .utc)
    else {
      return nil
    }
    return Interval(begin, end)
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
