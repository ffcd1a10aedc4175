public import Storage

enum TaskQuery: Int, Query {
  /// `inClosedStatus` walks all rows after a given id; it serves operators' lists.
  case byID, withKey, isKeyTaken, ofFamily, openOfFamily, due, next, inOpenStatus, inClosedStatus, insert, insertState
  case update, close, reopen

  static var slot: TableSlot { .tasks }
  private static let columns = """
    t.id, t.family, t.instance, t.step, s.step_type, t.class, t.key, s.generation, t.lane, t.machine, t.incarnation, \
    t.serial, s.late, s.useful_until, s.attempt_timeout, s.retry_first, s.retry_factor, s.retry_cap, s.status, \
    s.attempts, s.next_at, s.deadline, t.request, s.result, t.created_at, s.updated_at
    """
  /// A task without its state is read with an empty status, which is refused as corrupt; it does not vanish.
  private static let joined = "tasks t LEFT JOIN task_states s ON s.task = t.id"
  private static let changes = """
    generation = ?1, late = ?2, useful_until = ?3, attempt_timeout = ?4, retry_first = ?5, retry_factor = ?6, \
    retry_cap = ?7, status = ?8, attempts = ?9, next_at = ?10, deadline = ?11, \
    attempt_detail = nullif(coalesce(attempt_detail, result), ?12), result = ?12, updated_at = ?13
    """
  private static let isDue =
    "s.step_type = ?1 AND s.active = 1 AND (s.status = 'ready' OR s.status = 'unknown' OR s.status = 'accepted') AND s.next_at IS NOT NULL"

  var sql: String {
    switch self {
    case .byID: "SELECT \(Self.columns) FROM \(Self.joined) WHERE t.id = ?1"
    case .withKey:
      """
      SELECT \(Self.columns) FROM task_states s INDEXED BY task_states_key CROSS JOIN tasks t ON t.id = s.task
      WHERE s.open_key = ?1
      """
    case .isKeyTaken: "SELECT 1 FROM task_states INDEXED BY task_states_key WHERE open_key = ?1"
    case .ofFamily: "SELECT \(Self.columns) FROM \(Self.joined) WHERE t.family = ?1 ORDER BY t.id"
    case .openOfFamily:
      "SELECT \(Self.columns) FROM \(Self.joined) WHERE t.family = ?1 AND coalesce(s.closed, 0) = 0 ORDER BY t.id"
    case .due:
      """
      SELECT \(Self.columns) FROM task_states s INDEXED BY task_states_due CROSS JOIN tasks t ON t.id = s.task
      WHERE \(Self.isDue) AND s.next_at <= ?2 ORDER BY s.next_at, s.task LIMIT ?3
      """
    case .next:
      "SELECT next_at FROM task_states s INDEXED BY task_states_due WHERE \(Self.isDue) ORDER BY next_at LIMIT 1"
    case .inOpenStatus:
      """
      SELECT \(Self.columns) FROM task_states s INDEXED BY task_states_open CROSS JOIN tasks t ON t.id = s.task
      WHERE s.closed = 0 AND s.status = ?1 AND s.task > ?2 ORDER BY s.task LIMIT ?3
      """
    case .inClosedStatus:
      """
      SELECT \(Self.columns) FROM task_states s CROSS JOIN tasks t ON t.id = s.task
      WHERE s.status = ?1 AND s.task > ?2 ORDER BY s.task LIMIT ?3
      """
    case .insert:
      """
      INSERT INTO tasks (family, instance, step, class, key, lane, machine, incarnation, serial, request, created_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """
    case .insertState:
      """
      INSERT INTO task_states (task, step_type, open_key, generation, late, useful_until, attempt_timeout, retry_first,
        retry_factor, retry_cap, status, attempts, next_at, deadline, result, updated_at, active)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
        (SELECT status = 'running' FROM families WHERE id = ?17))
      """
    // Setting a key or `active` would write the indexes of it anew, even if it is the same.
    case .update: "UPDATE task_states SET \(Self.changes) WHERE task = ?14 AND closed = 0"
    case .close: "UPDATE task_states SET \(Self.changes), open_key = NULL WHERE task = ?14"
    case .reopen:
      """
      UPDATE task_states SET \(Self.changes),
        open_key = (SELECT nullif(t.key, '') FROM tasks t WHERE t.id = task),
        active = (SELECT f.status = 'running' FROM families f JOIN tasks t ON t.family = f.id WHERE t.id = task)
      WHERE task = ?14
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
    let openKey: String? = record.status.isClosed || record.key.isEmpty ? nil : record.key
    // A refusal of the second row would leave the first one behind.
    if let openKey, try read(TaskQuery.isKeyTaken).bind(openKey).first({ _ in true }) == true {
      throw StoreError(.constraint, "an open task has the key '\(openKey)'; close it first")
    }
    try write(TaskQuery.insert).bind(record.family.rawValue).bind(record.instance.rawValue).bind(record.step)
      .bind(record.stepClass).bind(record.key).bind(record.lane).bind(record.machine).bind(record.incarnation)
      .bind(record.serial).bind(text: record.request).bind(record.createdAt).run()
    let id = lastID
    try write(TaskQuery.insertState).bind(id).bind(record.stepType).bind(openKey).bind(record.generation)
      .bind(record.isLate ? 1 : 0).bind(record.usefulUntil).bind(record.attemptTimeout).bind(record.retryFirst)
      .bind(record.retryFactor).bind(record.retryCap).bind(record.status.rawValue).bind(record.attempts)
      .bind(record.nextAt).bind(record.deadline).bind(text: record.result).bind(record.updatedAt)
      .bind(record.family.rawValue).run()
    return TaskID(rawValue: id)
  }

  func updateTask(_ record: TaskRecord) throws(StoreError) {
    func run(_ query: TaskQuery) throws(StoreError) -> Bool {
      try write(query).bind(record.generation).bind(record.isLate ? 1 : 0).bind(record.usefulUntil)
        .bind(record.attemptTimeout).bind(record.retryFirst).bind(record.retryFactor).bind(record.retryCap)
        .bind(record.status.rawValue).bind(record.attempts).bind(record.nextAt).bind(record.deadline)
        .bind(text: record.result).bind(record.updatedAt).bind(record.id.rawValue).run() == 1
    }
    if record.status.isClosed {
      if try run(.close) { return }
    } else {
      if try run(.update) { return }
      if try run(.reopen) { return }
    }
    throw StoreError(.conflict, "task \(record.id) does not exist; read it again")
  }
}
