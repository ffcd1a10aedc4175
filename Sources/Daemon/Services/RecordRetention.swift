import CEL
import CivilTime
import EngineMessages
import Marketplace
import Storage
import WorkflowEngine

/// Drops records whose time is up: leads with their touchpoints, and searches, of which only the newest are kept besides.
struct RecordRetention: Sendable {
  /// So many go in one turn, so that a heap of them does not hold up bookings.
  private static let slice = 200
  private static let page = 1_000

  let writer: WriterThread
  let readers: ReaderPool
  /// After the last contact form.
  let leadsFor: Duration
  let searchesFor: Duration
  let mostSearches: Int

  func look() async {
    let now = writer.clock.now
    await drop(await readers.read { reader throws(StoreError) in try leads(now, reader) } ?? [])
    await drop(await readers.read { reader throws(StoreError) in try searches(now, reader) } ?? [])
  }

  private func drop(_ names: [RecordName]) async {
    var left = names[...]
    while !left.isEmpty {
      let slice = Array(left.prefix(Self.slice))
      left = left.dropFirst(Self.slice)
      // One that has changed meanwhile stays with its slice, and is looked at again an hour later.
      let change = RecordChange(drops: slice, actor: "magnetiqd", reason: "the time to keep it is up")
      guard await writer.submit({ .records(change, $0) }) != nil else { return }
    }
  }

  private func leads(_ now: Instant, _ reader: any StoreReader) throws(StoreError) -> [RecordName] {
    var names: [RecordName] = []
    try LeadRecords.each(reader) { record, lead throws(StoreError) in
      if isOver(lead.told, leadsFor, now) { names += try LeadRecords.names(of: record, reader) }
      return true
    }
    return names
  }

  private func searches(_ now: Instant, _ reader: any StoreReader) throws(StoreError) -> [RecordName] {
    var kept: [(at: Instant, name: RecordName)] = []
    var last: String?
    while true {
      let records = try reader.records(of: StoredSearch.kind, after: last, limit: Self.page)
      for record in records {
        let at = StoredSearch(record: StoredJSON.value(record.body))?.at ?? .epoch
        kept.append((at, RecordName(kind: record.kind, id: record.id, version: record.version)))
      }
      guard records.count == Self.page else { break }
      last = records.last?.id
    }
    kept.sort { ($0.at, $0.name.id) < ($1.at, $1.name.id) }
    let excess = max(0, kept.count - mostSearches)
    return kept.enumerated().filter { $0.offset < excess || isOver($0.element.at, searchesFor, now) }.map(
      \.element.name)
  }

  private func isOver(_ at: Instant, _ time: Duration, _ now: Instant) -> Bool {
    at.adding(time).map { $0 <= now } ?? false
  }
}
