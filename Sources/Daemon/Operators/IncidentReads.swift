import Control
import Storage
import WorkflowEngine

/// Reads of incidents for operators.
struct IncidentReads: Sendable {
  let store: StoreReads

  func list(_ request: ListIncidents) async throws(ControlFailure) -> Page<IncidentSummary> {
    // `all` is no status of the store.
    let status = request.status.map { IncidentRecord.Status(rawValue: $0.rawValue) } ?? .open
    let limit = request.limit.items
    return try await store.query { reader throws(StoreError) in
      var family: FamilyID?
      if let reference = request.reference {
        guard let record = try reader.family(key: reference.string) else { return Page([]) }
        family = record.id
      }
      let records = try reader.incidents(status: status, family: family, limit: limit + 1)
      var items: [IncidentSummary] = []
      for record in records.prefix(limit) {
        var summary = IncidentSummary(record)
        if let family = record.family, let owner = try reader.family(family) {
          summary.reference = owner.key
          summary.workflow = owner.workflow
        }
        items.append(summary)
      }
      return Page(items, more: records.count > limit)
    }
  }

  func show(_ request: ShowIncident) async throws(ControlFailure) -> IncidentDetail {
    let shown = try await store.query { reader throws(StoreError) -> IncidentDetail? in
      guard let record = try reader.incident(IncidentID(rawValue: request.incident.number)) else { return nil }
      var summary = IncidentSummary(record)
      if let family = record.family { summary.reference = try reader.family(family)?.key }
      let isClosed = !record.closedBy.isEmpty
      return IncidentDetail(
        summary, detail: StoredJSON.value(record.detail), task: record.task.map { RecordNumber($0.rawValue) },
        inbox: record.inbox.map { RecordNumber($0.rawValue) }, closedBy: isClosed ? record.closedBy : nil,
        reason: isClosed ? record.reason : nil)
    }
    guard let shown else {
      throw StoreReads.notFound(
        "incident \(request.incident)", hint: "'magnetiqctl incidents list --status all' lists them")
    }
    return shown
  }
}

extension IncidentSummary {
  init(_ record: IncidentRecord) {
    self.init(
      incident: RecordNumber(record.id.rawValue), problem: record.code, status: record.status.rawValue,
      since: StoredJSON.instant(record.openedAt), message: record.title)
    let repetition = AlarmRepetition(of: record)
    guard let last = repetition.last else { return }
    times = repetition.times
    self.last = last
  }
}
