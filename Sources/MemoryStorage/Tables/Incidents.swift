import Storage

extension MemoryReader {
  func incident(_ id: IncidentID) throws(StoreError) -> IncidentRecord? { tables.incidents[id.rawValue] }

  func incidents(
    status: IncidentRecord.Status?, family: FamilyID?, limit: Int
  ) throws(StoreError) -> [IncidentRecord] {
    tables.incidents.values(
      where: { row in
        (status.map { $0 == row.status } ?? true) && (family.map { $0 == row.family } ?? true)
      }, limit: limit)
  }

  func countOpenIncidents() throws(StoreError) -> Int64 {
    Int64(tables.incidents.values(where: { $0.status == .open }).count)
  }

  func hasIncident(code: String, inbox: InboxID) throws(StoreError) -> Bool {
    let code = Text(code)
    return !tables.incidents.values(where: { $0.inbox == inbox && Text($0.code) == code }, limit: 1).isEmpty
  }

  func openIncident(code: String, family: FamilyID?) throws(StoreError) -> IncidentRecord? {
    let code = Text(code)
    return tables.incidents.values(
      where: { $0.status == .open && $0.family == family && Text($0.code) == code }, limit: 1
    ).first
  }

  func openIncidents(about task: TaskID) throws(StoreError) -> [IncidentRecord] {
    tables.incidents.values(where: { $0.status == .open && $0.task == task })
  }
}

extension MemoryWriter {
  func insertIncident(_ record: IncidentRecord) throws(StoreError) -> IncidentID {
    try write("incidents") { tables throws(StoreError) in
      if let family = record.family { try tables.requireFamily(family, "incidents") }
      guard record.inbox.map({ tables.inbox[$0.rawValue] != nil }) ?? true,
        record.task.map({ tables.tasks[$0.rawValue] != nil }) ?? true
      else {
        throw StoreError(.constraint, "incidents: the event or task that it is about does not exist; insert it first")
      }
      var row = record
      row.id = IncidentID(rawValue: tables.incidents.nextID)
      tables.incidents[row.id.rawValue] = row
      return row.id
    }
  }

  func updateIncident(_ record: IncidentRecord) throws(StoreError) {
    try write("incidents") { tables throws(StoreError) in
      guard var row = tables.incidents[record.id.rawValue] else {
        throw StoreError(.conflict, "incident \(record.id) does not exist; read it again")
      }
      row.status = record.status
      row.detail = record.detail
      row.closedAt = record.closedAt
      row.closedBy = record.closedBy
      row.reason = record.reason
      tables.incidents[row.id.rawValue] = row
    }
  }
}
