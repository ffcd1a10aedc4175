public import Storage

enum TaskQuery: Int, Query {
  /// `closed` walks all rows after a given id: it is for operators' lists.
  case byID, ofFamily, openOfFamily, due, next, inOpenStatus, inClosedStatus, insert, update

  static var slot: TableSlot { .tasks }
  private static let columns = """
    id, family, instance, step, executor, class, key, generation, lane, status, attempts, next_at, deadline, request, \
    notes, result, created_at, updated_at
    """
  private static let isDue = "active = 1 AND status IN ('ready', 'unknown') AND next_at IS NOT NULL"

  var sql: String {
    switch self {
    case .byID: "SELECT \(Self.columns) FROM tasks WHERE id = ?1"
    case .ofFamily: "SELECT \(Self.columns) FROM tasks WHERE family = ?1 ORDER BY id"
    case .openOfFamily: "SELECT \(Self.columns) FROM tasks WHERE family = ?1 AND closed = 0 ORDER BY id"
    case .due:
      """
      SELECT \(Self.columns) FROM tasks INDEXED BY tasks_due WHERE \(Self.isDue) AND next_at <= ?1
      ORDER BY next_at, id LIMIT ?2
      """
    case .next:
      "SELECT next_at FROM tasks INDEXED BY tasks_due WHERE \(Self.isDue) ORDER BY next_at LIMIT 1"
    case .inOpenStatus:
      """
      SELECT \(Self.columns) FROM tasks INDEXED BY tasks_open WHERE closed = 0 AND status = ?1 AND id > ?2
      ORDER BY id LIMIT ?3
      """
    case .inClosedStatus: "SELECT \(Self.columns) FROM tasks WHERE status = ?1 AND id > ?2 ORDER BY id LIMIT ?3"
    case .insert:
      """
      INSERT INTO tasks (family, instance, step, executor, class, key, generation, lane, status, attempts, next_at,
        deadline, request, notes, result, created_at, updated_at, active)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
        (SELECT status = 'running' FROM families WHERE id = ?1))
      """
    case .update:
      """
      UPDATE tasks SET generation = ?1, status = ?2, attempts = ?3, next_at = ?4, deadline = ?5, request = ?6,
        notes = ?7, result = ?8, updated_at = ?9,
        active = (SELECT f.status = 'running' FROM families f WHERE f.id = family)
      WHERE id = ?10
      """
    }
  }

  static func record(_ row: Statement) throws(StoreError) -> TaskRecord {
    TaskRecord(
      id: TaskID(rawValue: row.int()), family: FamilyID(rawValue: row.int()), instance: InstanceID(rawValue: row.int()),
      step: row.text(), executor: row.text(), stepClass: row.text(), key: row.text(), generation: row.int(),
      lane: row.text(), status: try row.choice(), attempts: row.int(), nextAt: row.optionalInt(),
      deadline: row.optionalInt(), request: row.bytes(), notes: row.bytes(), result: row.bytes(),
      createdAt: row.int(), updatedAt: row.int())
  }
}

extension SQLiteReader {
  public func task(_ id: TaskID) throws(StoreError) -> TaskRecord? {
    try read(TaskQuery.byID).bind(id.rawValue).first(TaskQuery.record)
  }

  public func tasks(of family: FamilyID, closed: Bool) throws(StoreError) -> [TaskRecord] {
    try read(closed ? TaskQuery.ofFamily : .openOfFamily).bind(family.rawValue).all(TaskQuery.record)
  }

  public func dueTasks(now: StoredInstant, limit: Int) throws(StoreError) -> [TaskRecord] {
    try read(TaskQuery.due).bind(now).bind(Int64(max(0, limit))).all(TaskQuery.record)
  }

  public func nextTask() throws(StoreError) -> StoredInstant? {
    try read(TaskQuery.next).first { $0.int() }
  }

  public func tasks(in status: TaskRecord.Status, after: TaskID?, limit: Int) throws(StoreError) -> [TaskRecord] {
    try read(status.isClosed ? TaskQuery.inClosedStatus : .inOpenStatus).bind(status.rawValue)
      .bind(after?.rawValue ?? Int64.min).bind(Int64(max(0, limit))).all(TaskQuery.record)
  }
}

extension SQLiteWriter {
  func insertTask(_ record: TaskRecord) throws(StoreError) -> TaskID {
    try write(TaskQuery.insert).bind(record.family.rawValue).bind(record.instance.rawValue).bind(record.step)
      .bind(record.executor).bind(record.stepClass).bind(record.key).bind(record.generation).bind(record.lane)
      .bind(record.status.rawValue).bind(record.attempts).bind(record.nextAt).bind(record.deadline)
      .bind(text: record.request).bind(text: record.notes).bind(text: record.result).bind(record.createdAt)
      .bind(record.updatedAt).run()
    return TaskID(rawValue: lastID)
  }

  func updateTask(_ record: TaskRecord) throws(StoreError) {
    let changed = try write(TaskQuery.update).bind(record.generation).bind(record.status.rawValue)
      .bind(record.attempts).bind(record.nextAt).bind(record.deadline).bind(text: record.request)
      .bind(text: record.notes).bind(text: record.result).bind(record.updatedAt).bind(record.id.rawValue).run()
    guard changed == 1 else { throw StoreError(.conflict, "task \(record.id) does not exist; read it again") }
  }
}
