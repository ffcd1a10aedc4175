import Storage

extension MemoryReader {
  func task(_ id: TaskID) throws(StoreError) -> TaskRecord? { tables.tasks[id.rawValue] }

  func tasks(of family: FamilyID, closed: Bool) throws(StoreError) -> [TaskRecord] {
    let tables = tables
    return tables.tasksByFamily
      .values(from: Pair(family.rawValue, .min), while: { $0.a == family.rawValue })
      .compactMap { tables.tasks[$0] }
      .filter { closed || !$0.status.isClosed }
  }

  func openTask(key: String) throws(StoreError) -> TaskRecord? {
    let tables = tables
    return tables.openTaskByKey[Text(key)].flatMap { tables.tasks[$0] }
  }

  func dueTasks(of stepTypes: [String], now: StoredInstant, limit: Int) throws(StoreError) -> [TaskRecord] {
    waitingTasks(of: stepTypes, until: now, limit: limit)
  }

  func nextTask(of stepTypes: [String]) throws(StoreError) -> StoredInstant? {
    waitingTasks(of: stepTypes, until: .max, limit: 1).first?.nextAt
  }

  /// Returns the tasks of running families that are to be attempted, in order of their next attempt.
  private func waitingTasks(of stepTypes: [String], until: StoredInstant, limit: Int) -> [TaskRecord] {
    let tables = tables
    var found = OrderedMap<Pair<Int64, Int64>, TaskRecord>()
    for type in stepTypes.map(Text.init) {
      let ids = tables.tasksByTime.values(
        from: Triple(type, .min, .min), while: { $0.a == type && $0.b <= until },
        where: { id in tables.tasks[id].map { tables.isRunning($0.family) } ?? false }, limit: limit)
      for task in ids.compactMap({ tables.tasks[$0] }) {
        if let nextAt = task.nextAt { found[Pair(nextAt, task.id.rawValue)] = task }
      }
    }
    return found.values(limit: limit)
  }

  func tasks(in status: TaskRecord.Status, after: TaskID?, limit: Int) throws(StoreError) -> [TaskRecord] {
    let after = after?.rawValue ?? Int64.min
    return tables.tasks.values(
      from: after, where: { $0.id.rawValue > after && $0.status == status }, limit: limit)
  }

  func attempts(of task: TaskID) throws(StoreError) -> [AttemptRecord] {
    tables.attempts.values(from: Pair(task.rawValue, .min), while: { $0.a == task.rawValue })
  }

  func openAttempt(
    of task: TaskID, number: Int64
  ) throws(StoreError) -> (family: FamilyID, attempt: AttemptRecord)? {
    let tables = tables
    guard let row = tables.attempts[Pair(task.rawValue, number)], row.endedAt == nil,
      let family = tables.tasks[task.rawValue]?.family
    else { return nil }
    return (family, row)
  }

  func openAttempts() throws(StoreError) -> [AttemptRecord] {
    let tables = tables
    var found: [AttemptRecord] = []
    tables.openAttempts.walk { key, _ in
      if let row = tables.attempts[key] { found.append(row) }
      return true
    }
    return found
  }
}

extension Tables {
  /// Replaces a task and updates the indexes that find it. Throws `constraint` if another open task has its key.
  fileprivate mutating func put(task row: TaskRecord, replacing old: TaskRecord?) throws(StoreError) {
    let holdsKey = !row.status.isClosed && !row.key.isEmpty
    if holdsKey, let holder = openTaskByKey[Text(row.key)], holder != row.id.rawValue {
      throw StoreError(.constraint, "tasks: key \(row.key) belongs to open task \(holder); one act, one task")
    }
    if let old {
      if !old.status.isClosed, !old.key.isEmpty { openTaskByKey[Text(old.key)] = nil }
      if let time = Self.time(of: old) { tasksByTime[time] = nil }
    }
    tasks[row.id.rawValue] = row
    if holdsKey { openTaskByKey[Text(row.key)] = row.id.rawValue }
    if let time = Self.time(of: row) { tasksByTime[time] = row.id.rawValue }
  }

  private static func time(of row: TaskRecord) -> Triple<Text, Int64, Int64>? {
    guard row.status == .ready || row.status == .unknown || row.status == .accepted else { return nil }
    return row.nextAt.map { Triple(Text(row.stepType), $0, row.id.rawValue) }
  }
}

extension MemoryWriter {
  func insertTask(_ record: TaskRecord) throws(StoreError) -> TaskID {
    try write("tasks") { tables throws(StoreError) in
      try tables.requireInstance(record.instance, of: record.family, "tasks")
      guard TaskRecord.stepClasses.contains(record.stepClass) else {
        throw StoreError(
          .constraint, "tasks: class \(record.stepClass), expected one of \(TaskRecord.stepClasses)")
      }
      var row = record
      row.id = TaskID(rawValue: tables.tasks.nextID)
      try tables.put(task: row, replacing: nil)
      tables.tasksByFamily[Pair(row.family.rawValue, row.id.rawValue)] = row.id.rawValue
      return row.id
    }
  }

  func updateTask(_ record: TaskRecord) throws(StoreError) {
    try write("tasks") { tables throws(StoreError) in
      guard let old = tables.tasks[record.id.rawValue] else {
        throw StoreError(.conflict, "task \(record.id) does not exist; read it again")
      }
      var row = old
      row.generation = record.generation
      row.isLate = record.isLate
      row.usefulUntil = record.usefulUntil
      row.attemptTimeout = record.attemptTimeout
      row.retryFirst = record.retryFirst
      row.retryFactor = record.retryFactor
      row.retryCap = record.retryCap
      row.status = record.status
      row.attempts = record.attempts
      row.nextAt = record.nextAt
      row.deadline = record.deadline
      row.result = record.result
      row.updatedAt = record.updatedAt
      try tables.put(task: row, replacing: old)
    }
  }

  func insertAttempt(_ record: AttemptRecord) throws(StoreError) {
    try write("attempts") { tables throws(StoreError) in
      let key = Pair(record.task.rawValue, record.number)
      guard tables.tasks[key.a] != nil, tables.attempts[key] == nil else {
        throw StoreError(.constraint, "attempt \(record.task)/\(record.number): it exists, or its task does not")
      }
      tables.attempts[key] = record
      if record.endedAt == nil { tables.openAttempts[key] = record.task }
    }
  }

  func endAttempt(_ record: AttemptRecord) throws(StoreError) {
    try write("attempts") { tables throws(StoreError) in
      guard let endedAt = record.endedAt else {
        throw StoreError(
          .misuse, "attempt \(record.task)/\(record.number): endedAt is nil; give the instant of its end")
      }
      let key = Pair(record.task.rawValue, record.number)
      guard var row = tables.attempts[key], row.endedAt == nil else {
        throw StoreError(.conflict, "attempt \(record.task)/\(record.number) is not open: an outcome counts once")
      }
      row.endedAt = endedAt
      row.outcome = record.outcome
      row.detail = record.detail
      tables.attempts[key] = row
      tables.openAttempts[key] = nil
    }
  }
}
