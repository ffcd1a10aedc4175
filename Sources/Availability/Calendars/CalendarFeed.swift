public import CivilTime

/// The busy time that a calendar tells (RFC 5545), for one whose zone is known.
public struct CalendarFeed: Sendable {
  /// Busy time within the window.
  public let busy: [Interval]
  /// The parts that could not be read, one sentence each. An event whose rule is not known counts once, at its first start.
  public let problems: [String]
  /// True if the text is a calendar from its first line to its last. Any other text, such as an error page or half a file,
  /// says nothing about anybody's time.
  public let isWhole: Bool

  /// - Parameters:
  ///   - zone: the zone of floating times and of whole days.
  ///   - addresses: the reader's own addresses in lower case; an event that one of them has declined is not busy.
  ///   - isOwn: true for the UID of an event that is counted already, such as a booking's invitation.
  public init(
    _ text: String, zone: ZoneRules, zones: any ZoneSource, window: Interval,
    addresses: Set<String> = [],
    isOwn: (String) -> Bool = { _ in false }
  ) {
    var events: [CalendarEvent] = []
    var problems: [String] = []
    var busy: [Interval] = []
    var open: [String] = []
    var lines: [ContentLine] = []
    var calendars = 0
    for line in ContentLine.lines(text) {
      switch line.name {
      case "BEGIN":
        open.append(line.value.uppercased())
        if open == ["VCALENDAR"] { calendars += 1 }
        if open.last == "VEVENT" { lines = [] }
      case "END":
        if open.last == "VEVENT" {
          if let event = CalendarEvent(lines, zone: zone, zones: zones, problems: &problems) {
            events.append(event)
          } else {
            problems.append("an event without a start that can be read")
          }
        }
        _ = open.popLast()
      case "FREEBUSY"
      where open.last == "VFREEBUSY" && line.parameters["FBTYPE"]?.uppercased() != "FREE":
        busy += line.value.split(separator: ",").compactMap { CalendarEvent.period($0, zone) }
      default: if open.last == "VEVENT" { lines.append(line) }
      }
    }
    let overrides = Dictionary(grouping: events.filter { $0.replaces != nil }, by: \.uid)
    for event in events where event.replaces == nil {
      guard !isOwn(event.uid) else { continue }
      let replaced = Set((overrides[event.uid] ?? []).compactMap { $0.replaces?.instant(zone) })
      if event.isBusy(addresses) {
        busy += event.occurrences(in: window, reader: zone, without: replaced)
      }
    }
    for event in events where event.replaces != nil && !isOwn(event.uid) && event.isBusy(addresses) {
      busy += event.occurrences(in: window, reader: zone, without: [])
    }
    self.busy = busy.filter { !$0.isEmpty && $0.overlaps(window) }.sorted()
    self.problems = problems
    isWhole = calendars > 0 && open.isEmpty
  }
}
