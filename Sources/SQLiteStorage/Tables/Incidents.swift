public import Storage

enum IncidentQuery: Int, Query {
  /// `all` reads the table from its start.
  case byID, all, inStatus, ofFamily, ofFamilyInStatus, countOpen, aboutEvent, openWithCode, openAboutTask, insert,
    update

  static var slot: TableSlot { .incidents }
  private static let columns = """
    id, family, inbox, task, code, title, detail, status, opened_at, closed_at, closed_by, reason
    """

  var sql: String {
    switch self {
    case .byID: "SELECT \(Self.columns) FROM incidents WHERE id = ?1"
    case .all: "SELECT \(Self.columns) FROM incidents WHERE id > 0 ORDER BY id LIMIT ?1"
    case .inStatus: "SELECT \(Self.columns) FROM incidents WHERE status = ?1 ORDER BY id LIMIT ?2"
    case .ofFamily: "SELECT \(Self.columns) FROM incidents WHERE family = ?1 ORDER BY id LIMIT ?2"
    case .ofFamilyInStatus:
      "SELECT \(Self.columns) FROM incidents WHERE family = ?1 AND status = ?2 ORDER BY id LIMIT ?3"
    case .countOpen: "SELECT count(*) FROM incidents WHERE status = 'open'"
    case .aboutEvent: "SELECT 1 FROM incidents INDEXED BY incidents_inbox WHERE inbox = ?1 AND code = ?2 LIMIT 1"
    case .openWithCode:
      """
      SELECT \(Self.columns) FROM incidents INDEXED BY incidents_open
      WHERE status = 'open' AND code = ?1 AND family IS ?2 ORDER BY id LIMIT 1
      """
    case .openAboutTask:
      """
      SELECT \(Self.columns) FROM incidents INDEXED BY incidents_task WHERE status = 'open' AND task = ?1 ORDER BY id
      """
    case .insert:
      """
      INSERT INTO incidents (family, inbox, task, code, title, detail, status, opened_at, closed_at, closed_by, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """
    case .update:
      "UPDATE incidents SET status = ?1, detail = ?2, closed_at = ?3, closed_by = ?4, reason = ?5 WHERE id = ?6"
    }
  }

  static func record(_ row: Statement) throws(StoreError) -> IncidentRecord {
    IncidentRecord(
      id: IncidentID(rawValue: row.int()), family: row.optionalInt().map(FamilyID.init(rawValue:)),
      inbox: row.optionalInt().map(InboxID.init(rawValue:)), task: row.optionalInt().map(TaskID.init(rawValue:)),
      code: row.text(), title: row.text(), detail: row.bytes(), status: try row.choice(), openedAt: row.int(),
      closedAt: row.optionalInt(), closedBy: row.text(), reason: row.text())
  }
}

extension SQLiteReader {
  /// Finds the incident by its primary key.
  public func incident(_ id: IncidentID) throws(StoreError) -> IncidentRecord? {
    try read(IncidentQuery.byID).bind(id.rawValue).first(IncidentQuery.record)
  }

  /// Walks the index of the family or of the status, or the table from its start.
  public func incidents(
    status: IncidentRecord.Status?, family: FamilyID?, limit: Int
  ) throws(StoreError) -> [IncidentRecord] {
    let statement =
      switch (family, status) {
      case (nil, nil): try read(IncidentQuery.all)
      case (nil, let status?): try read(IncidentQuery.inStatus).bind(status.rawValue)
      case (let family?, nil): try read(IncidentQuery.ofFamily).bind(family.rawValue)
      case (let family?, let status?):
        try read(IncidentQuery.ofFamilyInStatus).bind(family.rawValue).bind(status.rawValue)
      }
    return try statement.bind(Int64(max(0, limit))).all(IncidentQuery.record)
  }

  /// Counts over the open incidents.
  public func countOpenIncidents() throws(StoreError) -> Int64 {
    try read(IncidentQuery.countOpen).first { $0.int() } ?? 0
  }

  /// Looks into the index by event.
  public func hasIncident(code: String, inbox: InboxID) throws(StoreError) -> Bool {
    try read(IncidentQuery.aboutEvent).bind(inbox.rawValue).bind(code).first { $0.int() } != nil
  }

  /// Reads the start of the partial index of open incidents with this code.
  public func openIncident(code: String, family: FamilyID?) throws(StoreError) -> IncidentRecord? {
    try read(IncidentQuery.openWithCode).bind(code).bind(family?.rawValue).first(IncidentQuery.record)
  }

  /// Reads the partial index of open incidents by task.
  public func openIncidents(about task: TaskID) throws(StoreError) -> [IncidentRecord] {
    try read(IncidentQuery.openAboutTask).bind(task.rawValue).all(IncidentQuery.record)
  }
}

extension SQLiteWriter {
  func insertIncident(_ record: IncidentRecord) throws(StoreError) -> IncidentID {
    try write(IncidentQuery.insert).bind(record.family?.rawValue).bind(record.inbox?.rawValue)
      .bind(record.task?.rawValue).bind(record.code).bind(record.title).bind(text: record.detail)
      .bind(record.status.rawValue).bind(record.openedAt).bind(record.closedAt).bind(record.closedBy)
      .bind(record.reason).run()
    return IncidentID(rawValue: lastID)
  }

  func updateIncident(_ record: IncidentRecord) throws(StoreError) {
    let changed = try write(IncidentQuery.update).bind(record.status.rawValue).bind(text: record.detail)
      .bind(record.closedAt).bind(record.closedBy).bind(record.reason).bind(record.id.rawValue).run()
    guard changed == 1 else { throw StoreError(.conflict, "incident \(record.id) does not exist; read it again") }
  }
}
