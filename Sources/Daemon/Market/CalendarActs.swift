import Availability
import CEL
import CivilTime
import Control
import EngineMessages
import Marketplace
import Storage
import WorkflowEngine

/// Takes the busy time of other calendars, and tells when a consultant is busy.
struct CalendarActs: Sendable {
  let acts: OperatorActs
  let reads: CatalogueReads

  /// Calendars are read from yesterday on, for as long as anything can be booked.
  private static let reach: Int64 = 800 * 86_400

  func run(_ request: ImportCalendar, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    let (slug, text) = (request.slug.string, request.text.string)
    let id = BusyTime.id(slug, request.name?.string ?? "calendar")
    let (shelf, now) = (reads.shelf, reads.now())
    let read = try await reads.store.query {
      reader throws(StoreError) -> (busy: BusyTime, version: Int64, isWhole: Bool)? in
      guard let consultant = try shelf.catalogue(reader).consultants[slug]?.consultant, let zone = consultant.zone
      else { return nil }
      let feed = CalendarFeed(
        text, zone: zone, zones: shelf.zones, window: Interval(now.seconds - 86_400, now.seconds + Self.reach),
        addresses: Set([consultant.email?.lowercased()].compactMap(\.self)),
        // An invitation of ours is a booking, which is counted as such.
        isOwn: { uid in (try? reader.familyID(key: uid)) != nil })
      let version = try reader.record(kind: CatalogueRecord.Kind.busy.rawValue, id: id)?.version ?? 0
      return (BusyTime(fetched: now, intervals: feed.busy, problems: feed.problems), version, feed.isWhole)
    }
    guard let read else { throw CatalogueReads.unknown(.consultant, slug) }
    guard read.isWhole else {
      throw ControlFailure(
        status: 422, code: "wrong_data",
        message: "this is no whole calendar, from BEGIN:VCALENDAR to END:VCALENDAR; what is known of \(slug) stays",
        hint: "look into the file: it may be an error page, or half of a download")
    }
    guard read.busy.intervals.count <= BusyTime.most else {
      throw ControlFailure(
        status: 422, code: "wrong_data", message: "the calendar has more than \(BusyTime.most) busy times")
    }
    let problems = read.busy.problems.prefix(20).map { "problem: \($0)" }
    let sentence = "\(read.busy.intervals.count) busy times of \(slug)"
    guard !caller.dryRun else {
      var result = ActResult(verdict: "kept", text: sentence)
      result.effects = problems
      return result
    }
    let draft = RecordDraft(
      kind: CatalogueRecord.Kind.busy.rawValue, id: id, version: read.version + 1, body: JSON.encode(read.busy.record))
    var result = try await acts.command(.putRecords([draft]), caller)
    (result.text, result.effects) = (sentence, problems)
    return result
  }

  func run(_ request: ExportCalendar) async throws(ControlFailure) -> ExportedCalendar {
    let (slug, shelf, now) = (request.slug.string, reads.shelf, reads.now())
    let busy = try await reads.store.query { reader throws(StoreError) -> [Interval]? in
      let catalogue = try shelf.catalogue(reader)
      guard catalogue.consultants[slug] != nil else { return nil }
      let from = (now.seconds - 86_400) * 1_000_000
      let claims = try reader.claims(on: "consultant/\(slug)", from: from, to: .max, limit: StoreLimits.rows.upperBound)
      let booked = claims.map { Interval($0.from / 1_000_000, $0.to / 1_000_000) }
      return IntervalSet(booked + catalogue.busy(slug).filter { $0.end * 1_000_000 > from }).intervals
    }
    guard let busy else { throw CatalogueReads.unknown(.consultant, slug) }
    return ExportedCalendar(text: FreeBusyText.make(slug, busy, now: now))
  }
}

/// Busy time as RFC 5545 writes it.
enum FreeBusyText {
  static func make(_ slug: String, _ busy: [Interval], now: Instant) -> String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Magnetiq//free-busy//EN", "BEGIN:VFREEBUSY", "UID:\(slug)",
      "DTSTAMP:\(basic(now.seconds))",
    ]
    if let first = busy.first, let last = busy.last {
      lines += ["DTSTART:\(basic(first.start))", "DTEND:\(basic(last.end))"]
    }
    lines += busy.map { "FREEBUSY;FBTYPE=BUSY:\(basic($0.start))/\(basic($0.end))" }
    return (lines + ["END:VFREEBUSY", "END:VCALENDAR", ""]).joined(separator: "\r\n")
  }

  /// `20270607T080000Z`.
  private static func basic(_ second: Int64) -> String {
    "\(Instant(seconds: second) ?? .epoch)".filter { $0 != "-" && $0 != ":" }
  }
}
