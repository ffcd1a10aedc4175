public import Storage

enum InboxQuery: Int, Query {
  /// `consumed` and `countConsumed` walk the whole table; they serve operators' lists.
  case byID, page, due, next, hasPending, pendingOfFamily, withoutFamily, inStatus, consumed, count, countConsumed
  case insert, update

  static var slot: TableSlot { .inbox }
  private static let columns = """
    id, source, key, name, role, family, status, body, received_at, signed_at, next_at, cursor, tries
    """
  private static let isPending = "status = 'pending' AND active = 1 AND next_at IS NULL"
  private static let isLater = "status IN ('pending', 'unmatched') AND active = 1 AND next_at IS NOT NULL"

  var sql: String {
    switch self {
    case .byID: "SELECT \(Self.columns) FROM inbox WHERE id = ?1"
    case .page: "SELECT \(Self.columns) FROM inbox WHERE id > ?1 ORDER BY id LIMIT ?2"
    // Pending events are read in order from their index, no further than needed. Due events that waited for a time are
    // few.
    case .due:
      """
      SELECT \(Self.columns) FROM inbox INDEXED BY inbox_due WHERE \(Self.isPending)
      UNION ALL
      SELECT \(Self.columns) FROM inbox INDEXED BY inbox_later WHERE \(Self.isLater) AND next_at <= ?1
      ORDER BY id LIMIT ?2
      """
    case .next: "SELECT next_at FROM inbox INDEXED BY inbox_later WHERE \(Self.isLater) ORDER BY next_at LIMIT 1"
    case .hasPending: "SELECT 1 FROM inbox INDEXED BY inbox_due WHERE \(Self.isPending) LIMIT 1"
    case .pendingOfFamily:
      "SELECT count(*) FROM inbox INDEXED BY inbox_family WHERE status = 'pending' AND family = ?1"
    case .withoutFamily:
      """
      SELECT (SELECT count(*) FROM inbox INDEXED BY inbox_status WHERE status <> 'consumed' AND status = 'unmatched')
        + (SELECT count(*) FROM inbox INDEXED BY inbox_family WHERE status = 'pending' AND family IS NULL)
      """
    case .inStatus:
      """
      SELECT \(Self.columns) FROM inbox INDEXED BY inbox_status WHERE status <> 'consumed' AND status = ?1
      ORDER BY id LIMIT ?2
      """
    case .consumed: "SELECT \(Self.columns) FROM inbox WHERE status = 'consumed' ORDER BY id LIMIT ?1"
    case .count:
      "SELECT count(*) FROM inbox INDEXED BY inbox_status WHERE status <> 'consumed' AND status = ?1"
    case .countConsumed: "SELECT count(*) FROM inbox WHERE status = 'consumed'"
    case .insert:
      """
      INSERT INTO inbox (source, key, name, role, family, status, body, received_at, signed_at, next_at, cursor, tries,
        active)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
        CASE WHEN ?5 IS NULL OR ?6 <> 'pending' THEN 1 ELSE (SELECT status = 'running' FROM families WHERE id = ?5) END)
      """
    case .update:
      """
      UPDATE inbox SET family = ?1, status = ?2, body = ?3, next_at = ?4, cursor = ?5, tries = ?6, active = CASE
        WHEN ?1 IS NULL OR ?2 <> 'pending' THEN 1
        ELSE (SELECT f.status = 'running' FROM families f WHERE f.id = ?1) END
      WHERE id = ?7
      """
    }
  }

  static func record(_ row: Statement) throws(StoreError) -> InboxRecord {
    InboxRecord(
      id: InboxID(rawValue: row.int()), source: row.text(), key: row.text(), name: row.text(), role: row.text(),
      family: row.optionalInt().map(FamilyID.init(rawValue:)), status: try row.choice(), body: row.bytes(),
      receivedAt: row.int(), signedAt: row.optionalInt(), nextAt: row.optionalInt(),
      cursor: row.optionalInt().map(FamilyID.init(rawValue:)), tries: row.int())
  }
}

extension SQLiteReader {
  /// Finds the event by its primary key.
  public func inbox(_ id: InboxID) throws(StoreError) -> InboxRecord? {
    try read(InboxQuery.byID).bind(id.rawValue).first(InboxQuery.record)
  }

  /// Walks the primary key from `after`.
  public func inbox(after: InboxID?, limit: Int) throws(StoreError) -> [InboxRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "inbox")
    return try read(InboxQuery.page).bind(after?.rawValue ?? Int64.min).bind(Int64(limit)).all(InboxQuery.record)
  }

  /// Merges two partial indexes; events of stopped families are in neither.
  public func dueInbox(now: StoredInstant, limit: Int) throws(StoreError) -> [InboxRecord] {
    try read(InboxQuery.due).bind(now).bind(Int64(max(0, limit))).all(InboxQuery.record)
  }

  /// Reads the start of a partial index.
  public func nextInbox() throws(StoreError) -> StoredInstant? {
    try read(InboxQuery.next).first { $0.int() }
  }

  /// Looks into a partial index.
  public func hasPendingInbox() throws(StoreError) -> Bool {
    try read(InboxQuery.hasPending).first { $0.int() } != nil
  }

  /// Counts over the partial index of a family's events.
  public func pendingCount(of family: FamilyID) throws(StoreError) -> Int64 {
    try read(InboxQuery.pendingOfFamily).bind(family.rawValue).first { $0.int() } ?? 0
  }

  /// Counts over two partial indexes.
  public func countInboxWithoutFamily() throws(StoreError) -> Int64 {
    try read(InboxQuery.withoutFamily).first { $0.int() } ?? 0
  }

  /// Walks a partial index, but the whole table for consumed events.
  public func inbox(in status: InboxRecord.Status, limit: Int) throws(StoreError) -> [InboxRecord] {
    let statement =
      status == .consumed ? try read(InboxQuery.consumed) : try read(InboxQuery.inStatus).bind(status.rawValue)
    return try statement.bind(Int64(max(0, limit))).all(InboxQuery.record)
  }

  /// Counts over a partial index, but over the whole table for consumed events.
  public func countInbox(in status: InboxRecord.Status) throws(StoreError) -> Int64 {
    let statement =
      status == .consumed ? try read(InboxQuery.countConsumed) : try read(InboxQuery.count).bind(status.rawValue)
    return try statement.first { $0.int() } ?? 0
  }
}

extension SQLiteWriter {
  func insertInbox(_ record: InboxRecord) throws(StoreError) -> InboxID {
    try write(InboxQuery.insert).bind(record.source).bind(record.key).bind(record.name).bind(record.role)
      .bind(record.family?.rawValue).bind(record.status.rawValue).bind(text: record.body).bind(record.receivedAt)
      .bind(record.signedAt).bind(record.nextAt).bind(record.cursor?.rawValue).bind(record.tries).run()
    return InboxID(rawValue: lastID)
  }

  func updateInbox(_ record: InboxRecord) throws(StoreError) {
    let changed = try write(InboxQuery.update).bind(record.family?.rawValue).bind(record.status.rawValue)
      .bind(text: record.body).bind(record.nextAt).bind(record.cursor?.rawValue).bind(record.tries)
      .bind(record.id.rawValue).run()
    guard changed == 1 else { throw StoreError(.conflict, "inbox event \(record.id) does not exist; read it again") }
  }
}
