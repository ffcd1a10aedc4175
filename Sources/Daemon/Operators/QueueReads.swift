import Control
import CivilTime
import Storage

/// Reads of timers that are due, and of stored events that wait.
struct QueueReads: Sendable {
  let store: StoreReads

  func timers(_ request: ListTimers) async throws(ControlFailure) -> Page<TimerEntry> {
    let limit = request.limit.items
    let before = request.before?.microsecondsRoundedUp ?? .max
    return try await store.query { reader throws(StoreError) in
      var timers: [TimerRecord]
      if let reference = request.reference {
        guard let family = try reader.family(key: reference.string) else { return Page([]) }
        timers = try reader.timers(of: family.id).filter { $0.due < before }
          .sorted { ($0.due, $0.name) < ($1.due, $1.name) }
      } else {
        timers = try reader.timers(dueBefore: before, limit: limit + 1)
      }
      let more = timers.count > limit
      timers = Array(timers.prefix(limit))
      var items: [TimerEntry] = []
      for timer in timers {
        guard let family = try reader.family(timer.family) else { continue }
        let instance = try reader.instances(of: timer.family).first { $0.id == timer.instance }
        items.append(
          TimerEntry(
            due: StoredJSON.instant(timer.due), reference: family.key, workflow: instance?.workflow ?? "",
            name: timer.name))
      }
      return Page(items, more: more)
    }
  }

  func inbox(_ request: ListInbox) async throws(ControlFailure) -> Page<InboxEntry> {
    let status = request.status.flatMap { InboxRecord.Status(rawValue: $0.rawValue) } ?? .unmatched
    let limit = request.limit.items
    return try await store.query { reader throws(StoreError) in
      let records = try reader.inbox(in: status, limit: limit + 1)
      var items: [InboxEntry] = []
      for record in records.prefix(limit) {
        if let source = request.source, record.source != source.string { continue }
        items.append(
          InboxEntry(
            id: RecordNumber(record.id.rawValue), source: record.source, key: record.key, name: record.name,
            status: record.status.rawValue, received: StoredJSON.instant(record.receivedAt), attempts: record.tries,
            reference: try record.family.flatMap { family throws(StoreError) in try reader.family(family)?.key }))
      }
      return Page(items, more: records.count > limit)
    }
  }
}
