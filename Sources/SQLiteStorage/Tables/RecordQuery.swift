import Storage

enum RecordQuery: Int, Query {
  case get, ofKind, log, page, last, insert, update, append, drop, dropLog

  static var slot: TableSlot { .records }
  private static let columns = "kind, id, version, body, at"

  var sql: String {
    switch self {
    case .get: "SELECT \(Self.columns) FROM records WHERE kind = ?1 AND id = ?2"
    case .ofKind: "SELECT \(Self.columns) FROM records WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT ?3"
    case .log:
      """
      SELECT position, actor, reason, \(Self.columns) FROM record_log
      WHERE kind = ?1 AND id = ?2 ORDER BY version
      """
    case .page:
      "SELECT position, actor, reason, \(Self.columns) FROM record_log WHERE position > ?1 ORDER BY position LIMIT ?2"
    case .last: "SELECT position FROM record_log WHERE kind = ?1 ORDER BY position DESC LIMIT 1"
    case .insert: "INSERT INTO records (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"
    case .update: "UPDATE records SET version = ?3, body = ?4, at = ?5 WHERE kind = ?1 AND id = ?2 AND version = ?3 - 1"
    case .append:
      "INSERT INTO record_log (\(Self.columns), actor, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    case .drop: "DELETE FROM records WHERE kind = ?1 AND id = ?2 AND version = ?3"
    case .dropLog: "DELETE FROM record_log WHERE kind = ?1 AND id = ?2"
    }
  }

  static func record(_ row: Statement) -> StoredRecord {
    StoredRecord(kind: row.text(), id: row.text(), version: row.int(), body: row.bytes(), at: row.int())
  }

  static func entry(_ row: Statement) -> RecordLogEntry {
    let (position, actor, reason) = (row.int(), row.text(), row.text())
    return RecordLogEntry(position: position, record: record(row), actor: actor, reason: reason)
  }
}
