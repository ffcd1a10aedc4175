public import Storage

enum TimerQuery: Int, Query {
  case due, next, ofFamily, list, put, remove

  static var slot: TableSlot { .timers }
  private static let columns = "due, family, instance, name, generation"

  var sql: String {
    switch self {
    case .due:
      """
      SELECT \(Self.columns) FROM timers WHERE active = 1 AND due <= ?1 ORDER BY due, instance, name LIMIT ?2
      """
    case .next: "SELECT min(due) FROM timers WHERE active = 1"
    case .ofFamily:
      """
      SELECT t.due, t.family, t.instance, t.name, t.generation
      FROM instances i CROSS JOIN timers t INDEXED BY timers_name ON t.instance = i.id
      WHERE i.family = ?1 ORDER BY t.due, t.instance, t.name
      """
    // Two ordered halves are merged as they are read.
    case .list:
      """
      SELECT \(Self.columns) FROM timers WHERE active = 0 AND due < ?1
      UNION ALL
      SELECT \(Self.columns) FROM timers WHERE active = 1 AND due < ?1
      ORDER BY due, instance, name LIMIT ?2
      """
    // There is no conflict target, because a timer that is armed again for the same instant violates both unique keys.
    case .put:
      """
      INSERT INTO timers (active, due, family, instance, name, generation)
      VALUES ((SELECT status = 'running' FROM families WHERE id = ?2), ?1, ?2, ?3, ?4, ?5)
      ON CONFLICT DO UPDATE SET active = excluded.active, due = excluded.due, family = excluded.family,
        generation = excluded.generation
      """
    case .remove: "DELETE FROM timers WHERE instance = ?1 AND name = ?2"
    }
  }

  static func record(_ row: Statement) -> TimerRecord {
    TimerRecord(
      due: row.int(), family: FamilyID(rawValue: row.int()), instance: InstanceID(rawValue: row.int()),
      name: row.text(), generation: row.int())
  }
}

extension SQLiteReader {
  /// Walks the primary key over running families only.
  public func dueTimers(now: StoredInstant, limit: Int) throws(StoreError) -> [TimerRecord] {
    try read(TimerQuery.due).bind(now).bind(Int64(max(0, limit))).all(TimerQuery.record)
  }

  /// Reads the start of the primary key over running families only.
  public func nextTimer() throws(StoreError) -> StoredInstant? {
    try read(TimerQuery.next).first { $0.optionalInt() } ?? nil
  }

  /// Reads the timers by the index of instances.
  public func timers(of family: FamilyID) throws(StoreError) -> [TimerRecord] {
    try read(TimerQuery.ofFamily).bind(family.rawValue).all(TimerQuery.record)
  }

  /// Merges the timers of running and other families as they are read.
  public func timers(dueBefore instant: StoredInstant, limit: Int) throws(StoreError) -> [TimerRecord] {
    try read(TimerQuery.list).bind(instant).bind(Int64(max(0, limit))).all(TimerQuery.record)
  }
}

extension SQLiteWriter {
  func putTimer(_ record: TimerRecord) throws(StoreError) {
    try write(TimerQuery.put).bind(record.due).bind(record.family.rawValue).bind(record.instance.rawValue)
      .bind(record.name).bind(record.generation).run()
  }

  func removeTimer(instance: InstanceID, name: String) throws(StoreError) {
    try write(TimerQuery.remove).bind(instance.rawValue).bind(name).run()
  }
}
