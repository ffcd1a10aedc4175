public import Storage

/// The last attempt of a task lies in the row of its state, the ones before it in a table of their own.
enum AttemptQuery: Int, Query {
  case ofTask, openLast, openEarlier, open, first, last, moveLast, replaceLast, insertEarlier, endLast, endEarlier

  static var slot: TableSlot { .attempts }
  private static let columns = "task, number, kind, key, started_at, ended_at, outcome, detail"
  private static let lastColumns = """
    task, attempt, attempt_kind, attempt_key, attempt_started_at, attempt_ended_at, attempt_outcome, \
    coalesce(attempt_detail, result)
    """
  private static let written = """
    attempt = ?2, attempt_kind = ?3, attempt_key = ?4, attempt_started_at = ?5, attempt_ended_at = ?6, \
    attempt_outcome = ?7, attempt_detail = nullif(?8, result)
    """

  var sql: String {
    switch self {
    case .ofTask:
      """
      SELECT \(Self.columns) FROM attempts WHERE task = ?1
      UNION ALL SELECT \(Self.lastColumns) FROM task_states WHERE task = ?1 AND attempt IS NOT NULL ORDER BY 2
      """
    case .openLast:
      """
      SELECT \(Self.lastColumns), (SELECT family FROM tasks WHERE id = task) FROM task_states
      WHERE task = ?1 AND attempt = ?2 AND attempt_ended_at IS NULL
      """
    case .openEarlier:
      """
      SELECT \(Self.columns), (SELECT family FROM tasks WHERE id = task) FROM attempts
      WHERE task = ?1 AND number = ?2 AND ended_at IS NULL
      """
    // The partial indexes hold only open attempts, so walking them does not walk the tables.
    case .open:
      """
      SELECT \(Self.columns) FROM attempts INDEXED BY attempts_open WHERE ended_at IS NULL
      UNION ALL SELECT \(Self.lastColumns) FROM task_states INDEXED BY task_states_out
      WHERE attempt IS NOT NULL AND attempt_ended_at IS NULL ORDER BY 1, 2
      """
    case .first: "UPDATE task_states SET \(Self.written) WHERE task = ?1 AND attempt IS NULL"
    case .last: "SELECT attempt FROM task_states WHERE task = ?1"
    case .moveLast: "INSERT INTO attempts (\(Self.columns)) SELECT \(Self.lastColumns) FROM task_states WHERE task = ?1"
    case .replaceLast: "UPDATE task_states SET \(Self.written) WHERE task = ?1"
    case .insertEarlier: "INSERT INTO attempts (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    case .endLast:
      """
      UPDATE task_states SET attempt_ended_at = ?1, attempt_outcome = ?2, attempt_detail = nullif(?3, result)
      WHERE task = ?4 AND attempt = ?5 AND attempt_ended_at IS NULL
      """
    case .endEarlier:
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
  /// Reads the attempts by the primary keys.
  public func attempts(of task: TaskID) throws(StoreError) -> [AttemptRecord] {
    try read(AttemptQuery.ofTask).bind(task.rawValue).all(AttemptQuery.record)
  }

  /// Reads the attempt by the primary keys, first the last one of the task.
  public func openAttempt(
    of task: TaskID, number: Int64
  ) throws(StoreError) -> (family: FamilyID, attempt: AttemptRecord)? {
    for query in [AttemptQuery.openLast, .openEarlier] {
      let found = try read(query).bind(task.rawValue).bind(number).first { row throws(StoreError) in
        let attempt = try AttemptQuery.record(row)
        return (family: FamilyID(rawValue: row.int()), attempt: attempt)
      }
      if let found { return found }
    }
    return nil
  }

  /// Walks the partial indexes that hold only open attempts.
  public func openAttempts() throws(StoreError) -> [AttemptRecord] {
    try read(AttemptQuery.open).all(AttemptQuery.record)
  }
}

extension SQLiteWriter {
  func insertAttempt(_ record: AttemptRecord) throws(StoreError) {
    if try run(.first, record) { return }
    guard let last = try read(AttemptQuery.last).bind(record.task.rawValue).first({ $0.int() }) else {
      throw StoreError(.constraint, "attempt \(record.task)/\(record.number): there is no such task")
    }
    guard record.number != last else {
      throw StoreError(.constraint, "attempt \(record.task)/\(record.number) exists; each number counts once")
    }
    if record.number < last {
      _ = try run(.insertEarlier, record)
    } else {
      try write(AttemptQuery.moveLast).bind(record.task.rawValue).run()
      _ = try run(.replaceLast, record)
    }
  }

  private func run(_ query: AttemptQuery, _ record: AttemptRecord) throws(StoreError) -> Bool {
    try write(query).bind(record.task.rawValue).bind(record.number).bind(record.kind.rawValue).bind(record.key)
      .bind(record.startedAt).bind(record.endedAt).bind(record.outcome).bind(text: record.detail).run() == 1
  }

  func endAttempt(_ record: AttemptRecord) throws(StoreError) {
    _ = try write(AttemptQuery.endLast)
    guard let endedAt = record.endedAt else {
      throw StoreError(.misuse, "attempt \(record.task)/\(record.number): endedAt is nil; give the instant of its end")
    }
    func run(_ query: AttemptQuery) throws(StoreError) -> Bool {
      try write(query).bind(endedAt).bind(record.outcome).bind(text: record.detail).bind(record.task.rawValue)
        .bind(record.number).run() == 1
    }
    if try run(.endLast) { return }
    guard try run(.endEarlier) else {
      throw StoreError(.conflict, "attempt \(record.task)/\(record.number) is not open: an outcome counts once")
    }
  }
}
