public import Storage

enum TaskQuery: Int, Query {
  /// `inClosedStatus` walks all rows after a given id; it serves operators' lists.
  case byID, withKey, ofFamily, openOfFamily, due, next, inOpenStatus, inClosedStatus, insert, update

  static var slot: TableSlot { .tasks }
  private static let columns = """
    id, family, instance, step, step_type, class, key, generation, lane, machine, incarnation, serial, late, \
    useful_until, attempt_timeout, retry_first, retry_factor, retry_cap, status, attempts, next_at, deadline, request, \
    result, created_at, updated_at
    """
  private static let isDue =
    "step_type = ?1 AND active = 1 AND (status = 'ready' OR status = 'unknown' OR status = 'accepted') AND next_at IS NOT NULL"

  var sql: String {
    switch self {
    case .byID: "SELECT \(Self.columns) FROM tasks WHERE id = ?1"
    case .withKey:
      "SELECT \(Self.columns) FROM tasks INDEXED BY tasks_key WHERE closed = 0 AND key <> '' AND key = ?1"
    case .ofFamily: "SELECT \(Self.columns) FROM tasks WHERE family = ?1 ORDER BY id"
    case .openOfFamily: "SELECT \(Self.columns) FROM tasks WHERE family = ?1 AND closed = 0 ORDER BY id"
    case .due:
      """
      SELECT \(Self.columns) FROM tasks INDEXED BY tasks_due WHERE \(Self.isDue) AND next_at <= ?2
      ORDER BY next_at, id LIMIT ?3
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
      INSERT INTO tasks (family, instance, step, step_type, class, key, generation, lane, machine, incarnation, serial,
        late, useful_until, attempt_timeout, retry_first, retry_factor, retry_cap, status, attempts, next_at, deadline,
        request, result, created_at, updated_at, active)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
        ?24, ?25, (SELECT status = 'running' FROM families WHERE id = ?1))
      """
    case .update:
      """
      UPDATE tasks SET generation = ?1, late = ?2, useful_until = ?3, attempt_timeout = ?4, retry_first = ?5,
        retry_factor = ?6, retry_cap = ?7, status = ?8, attempts = ?9, next_at = ?10, deadline = ?11, request = ?12,
        result = ?13, updated_at = ?14,
        active = (SELECT f.status = 'running' FROM families f WHERE f.id = family)
      WHERE id = ?15
      """
    }
  }

  static func record(_ row: Statement) throws(StoreError) -> TaskRecord {
    let record = TaskRecord(
      id: TaskID(rawValue: row.int()), family: FamilyID(rawValue: row.int()), instance: InstanceID(rawValue: row.int()),
      step: row.text(), stepType: row.text(), stepClass: row.text(), key: row.text(), generation: row.int(),
      lane: row.text(), machine: row.text(), incarnation: row.int(), serial: row.int(), isLate: row.int() != 0,
      usefulUntil: row.optionalInt(), attemptTimeout: row.optionalInt(), retryFirst: row.int(), retryFactor: row.int(),
      retryCap: row.int(), status: try row.choice(), attempts: row.int(), nextAt: row.optionalInt(),
      deadline: row.optionalInt(), request: row.bytes(), result: row.bytes(), createdAt: row.int(),
      updatedAt: row.int())
    guard TaskRecord.stepClasses.contains(record.stepClass) else {
      throw StoreError(
        .corrupt,
        "task \(record.id): class '\(record.stepClass)' is unknown to this program; run the newer release")
    }
    return record
  }
}

extension SQLiteReader {
  /// Finds the task by its primary key.
  public func task(_ id: TaskID) throws(StoreError) -> TaskRecord? {
    try read(TaskQuery.byID).bind(id.rawValue).first(TaskQuery.record)
  }

  /// Reads the tasks by the index of families.
  public func tasks(of family: FamilyID, closed: Bool) throws(StoreError) -> [TaskRecord] {
    try read(closed ? TaskQuery.ofFamily : .openOfFamily).bind(family.rawValue).all(TaskQuery.record)
  }

  /// Finds the task in a partial index of open tasks with keys.
  public func openTask(key: String) throws(StoreError) -> TaskRecord? {
    try read(TaskQuery.withKey).bind(key).first(TaskQuery.record)
  }

  /// Merges one partial index walk for each step type, in order of time.
  public func dueTasks(of stepTypes: [String], now: StoredInstant, limit: Int) throws(StoreError) -> [TaskRecord] {
    guard limit > 0 else { return [] }
    var due: [TaskRecord] = []
    for stepType in stepTypes {
      // Once enough tasks are found, tasks that are due later than these are not read.
      let end = due.count == limit ? due.last?.nextAt ?? now : now
      due += try read(TaskQuery.due).bind(stepType).bind(end).bind(Int64(limit)).all(TaskQuery.record)
      due.sort { ($0.nextAt ?? now, $0.id) < ($1.nextAt ?? now, $1.id) }
      // A step type that is named twice yields its tasks once.
      due = due.indices.filter { $0 == 0 || due[$0].id != due[$0 - 1].id }.prefix(limit).map { due[$0] }
    }
    return due
  }

  /// Reads the start of a partial index for each step type.
  public func nextTask(of stepTypes: [String]) throws(StoreError) -> StoredInstant? {
    var earliest: StoredInstant?
    for stepType in stepTypes {
      guard let next = try read(TaskQuery.next).bind(stepType).first({ $0.int() }) else { continue }
      earliest = min(earliest ?? next, next)
    }
    return earliest
  }

  /// Walks a partial index for open tasks, and the whole table from `after` for closed ones.
  public func tasks(in status: TaskRecord.Status, after: TaskID?, limit: Int) throws(StoreError) -> [TaskRecord] {
    try read(status.isClosed ? TaskQuery.inClosedStatus : .inOpenStatus).bind(status.rawValue)
      .bind(after?.rawValue ?? Int64.min).bind(Int64(max(0, limit))).all(TaskQuery.record)
  }
}

extension SQLiteWriter {
  func insertTask(_ record: TaskRecord) throws(StoreError) -> TaskID {
    try write(TaskQuery.insert).bind(record.family.rawValue).bind(record.instance.rawValue).bind(record.step)
      .bind(record.stepType).bind(record.stepClass).bind(record.key).bind(record.generation).bind(record.lane)
      .bind(record.machine).bind(record.incarnation).bind(record.serial).bind(record.isLate ? 1 : 0)
      .bind(record.usefulUntil).bind(record.attemptTimeout).bind(record.retryFirst).bind(record.retryFactor)
      .bind(record.retryCap)
      .bind(record.status.rawValue).bind(record.attempts).bind(record.nextAt).bind(record.deadline)
      .bind(text: record.request).bind(text: record.result).bind(record.createdAt).bind(record.updatedAt).run()
    return TaskID(rawValue: lastID)
  }

  func updateTask(_ record: TaskRecord) throws(StoreError) {
    let changed = try write(TaskQuery.update).bind(record.generation).bind(record.isLate ? 1 : 0)
      .bind(record.usefulUntil).bind(record.attemptTimeout).bind(record.retryFirst).bind(record.retryFactor)
      .bind(record.retryCap).bind(record.status.rawValue).bind(record.attempts).bind(record.nextAt)
      .bind(record.deadline).bind(text: record.request).bind(text: record.result).bind(record.updatedAt)
      .bind(record.id.rawValue).run()
    guard changed == 1 else { throw StoreError(.conflict, "task \(record.id) does not exist; read it again") }
  }
}
