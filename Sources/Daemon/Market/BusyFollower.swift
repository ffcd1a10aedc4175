import Availability
import CEL
import CivilTime
import EngineMessages
import Execution
import Marketplace
import Storage
import WorkflowEngine

/// Reads when consultants are busy from the calendars' server (`executors.calendar`), for those whose record names a
/// calendar there.
struct BusyFollower: Sendable {
  /// The name of that calendar among those of a consultant.
  static let calendar = "server"
  private static let step = "calendar.busy"
  /// A record is written when the times have changed, and as often at least, so that its age says whether the server
  /// answers.
  private static let rewrite = Duration.seconds(6 * 3_600)
  private static let day: Int64 = 86_400

  let writer: WriterThread
  let readers: ReaderPool
  let shelf: CatalogueShelf
  /// All executors; without one for calendars nothing is read.
  let executors: [any Executor]

  /// A consultant whose calendar is to be read.
  private struct Owner: Sendable {
    let slug: String
    let calendar: String
    let window: Interval
    /// The meetings that are booked: the calendar has them too, and they are counted as bookings.
    let own: Set<Interval>
    let known: (busy: BusyTime, version: Int64)?
    let version: Int64
  }

  /// Reads all calendars, one after the other, so that one consultant's server is not asked for all at once. A calendar that
  /// cannot be read keeps what it said; its age shows.
  func look() async {
    guard let executor = executors.first(where: { $0.steps.contains { $0.name == Self.step } }) else { return }
    let now = writer.clock.now
    let owners = await readers.read { reader throws(StoreError) in try self.owners(now, reader) }
    for owner in owners ?? [] {
      guard let times = await busy(of: owner, executor, now) else { continue }
      let read = BusyTime(fetched: now, intervals: times.filter { !owner.own.contains($0) })
      guard read.intervals.count <= BusyTime.most else { continue }
      if let known = owner.known?.busy, known.intervals == read.intervals,
        let age = known.fetched.adding(Self.rewrite), now < age
      {
        continue
      }
      await put(read, owner)
    }
  }

  private func owners(_ now: Instant, _ reader: any StoreReader) throws(StoreError) -> [Owner] {
    let catalogue = try shelf.catalogue(reader)
    var owners: [Owner] = []
    for (slug, entry) in catalogue.consultants.sorted(by: { $0.key < $1.key }) where entry.consultant.life.isShown {
      guard let calendar = entry.consultant.calendar else { continue }
      // Whole days, so that the same calendar reads the same all day.
      let first = (now.seconds / Self.day - 1) * Self.day
      let window = Interval(first, first + Int64(entry.consultant.advance.upperBound + 4) * Self.day)
      let record = try reader.record(
        kind: CatalogueRecord.Kind.busy.rawValue, id: BusyTime.id(slug, Self.calendar))
      let known = record.flatMap { record in
        BusyTime(record: StoredJSON.value(record.body)).map { (busy: $0, version: record.version) }
      }
      owners.append(
        Owner(
          slug: slug, calendar: calendar, window: window, own: try meetings(slug, window, reader), known: known,
          version: record?.version ?? 0))
    }
    return owners
  }

  /// The times of the booked meetings as their views say them, without preparation and buffer.
  private func meetings(
    _ slug: String, _ window: Interval, _ reader: any StoreReader
  ) throws(StoreError) -> Set<Interval> {
    let claims = try reader.claims(
      on: "consultant/\(slug)", from: window.start * 1_000_000, to: window.end * 1_000_000, limit: 10_000)
    var meetings: Set<Interval> = []
    for id in Set(claims.map(\.family)) {
      guard let family = try reader.family(id) else { continue }
      let view = try FamilyView.fields(of: family, reader)
      if let start = HeldTime.instant(view["start"]), let end = HeldTime.instant(view["end"]) {
        meetings.insert(Interval(start, end))
      }
    }
    return meetings
  }

  /// Returns the busy times; nil if the server did not say.
  private func busy(of owner: Owner, _ executor: any Executor, _ now: Instant) async -> [Interval]? {
    guard let from = Instant(seconds: owner.window.start), let to = Instant(seconds: owner.window.end) else {
      return nil
    }
    let request = StepRequest(
      attempt: AttemptName(task: 0, number: 1), step: Self.step, key: "busy/\(owner.slug)/\(now.seconds)",
      input: ["owner": .string(owner.calendar), "from": .timestamp(from), "to": .timestamp(to)],
      reference: "consultant:\(owner.slug)", now: now, number: 1)
    let outcome = await withCheckedContinuation { continuation in
      executor.execute(request, isCancelled: { false }) { continuation.resume(returning: $0) }
    }
    guard case .done(let value) = outcome else { return nil }
    return (value["busy"]?.listValue ?? []).compactMap { time in
      guard let start = time["start"]?.timestampValue, let end = time["end"]?.timestampValue, start < end else {
        return nil
      }
      return Interval(start, end)
    }
  }

  private func put(_ read: BusyTime, _ owner: Owner) async {
    let id = BusyTime.id(owner.slug, Self.calendar)
    let draft = RecordDraft(
      kind: CatalogueRecord.Kind.busy.rawValue, id: id, version: owner.version + 1, body: JSON.encode(read.record))
    let command = OperatorCommand(
      action: .putRecords([draft]), key: "busy/\(id)/\(draft.version)", actor: "calendar", reason: "read")
    _ = await writer.submit { .command(command, $0) }
  }
}
