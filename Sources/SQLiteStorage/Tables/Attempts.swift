public import Storage

enum AttemptQuery: Int, Query {
  case ofTask, open, insert, end

  static var slot: TableSlot { .attempts }
  private static let columns = "task, number, kind, key, started_at, ended_at, outcome, detail"

  var sql: String {
    switch self {
    case .ofTask: "SELECT \(Self.columns) FROM attempts WHERE task = ?1 ORDER BY number"
    // The partial index holds only open attempts, so walking it does not walk the table.
    case .open:
      """
      SELECT \(Self.columns) FROM attempts INDEXED BY attempts_open WHERE ended_at IS NULL ORDER BY task, number
      """
    case .insert: "INSERT INTO attempts (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    case .end:
      """
      UPDATE attempts SET ended_at = ?1, outcome = ?2, detail = ?3 WHERE task = ?4 AND number = ?5 AND ended_at IS NULL
      """
    }
  }

  static func record(_ row: Statement) throws(StoreError) -> AttemptRecord {
    AttemptRecord(
      task: TaskID(rawValue: row.int()), number: row.int(), kind: try row.choice(), key: row.text(),
      startedAt: row.int(), endedAt: row.optionalInt(), outcome: row.text(), detail: row.bytes())
  }
}

extension SQLiteReader {
  /// Reads the attempts by the primary key.
  public func attempts(of task: TaskID) throws(StoreError) -> [AttemptRecord] {
    try read(AttemptQuery.ofTask).bind(task.rawValue).all(AttemptQuery.record)
  }

  /// Walks a partial index that holds only open attempts.
  public func openAttempts() throws(StoreError) -> [AttemptRecord] {
    try read(AttemptQuery.open).all(AttemptQuery.record)
  }
}

extension SQLiteWriter {
  func insertAttempt(_ record: AttemptRecord) throws(StoreError) {
    try write(AttemptQuery.insert).bind(record.task.rawValue).bind(record.number).bind(record.kind.rawValue)
      .bind(record.key).bind(record.startedAt).bind(record.endedAt).bind(record.outcome).bind(text: record.detail).run()
  }

  func endAttempt(_ record: AttemptRecord) throws(StoreError) {
    let statement = try write(AttemptQuery.end)
    guard let endedAt = record.endedAt else {
      throw StoreError(.misuse, "attempt \(record.task)/\(record.number): endedAt is nil; give the instant of its end")
    }
    let changed = try statement.bind(endedAt).bind(record.outcome).bind(text: record.detail)
      .bind(record.task.rawValue).bind(record.number).run()
    guard changed == 1 else {
      throw StoreError(.conflict, "attempt \(record.task)/\(record.number) is not open: an outcome counts once")
    }
  }
}
