public import Storage

extension SQLiteStore {
  /// Reads the whole file and returns its faults, one line for each; empty if there are none. It takes about as long as
  /// reading the file, so it is never part of a start.
  ///
  /// Beside SQLite's own checks of pages, indexes and foreign keys, it compares the columns that the schema keeps
  /// twice. It throws only if the file cannot be opened as a store; an interrupted check is a finding.
  public func integrityCheck(interruption: Interruption = .init()) throws(StoreError) -> [String] {
    try StoreFile(path: path).check(role: .reader)
    let connection = try Connection(path: path, role: .reader, busyTimeout: options.readerBusyTimeout)
    try SQLiteReader.identify(connection)
    try Migrator().check(connection)
    let findings = try QueryGuard(interruption: interruption).watching(connection.raw()) {
      Self.findings(of: Self.pages, on: connection) + Self.findings(of: Self.references, on: connection)
        + Self.findings(of: Self.activity, on: connection)
    }
    return interruption.reason == nil ? findings : findings + ["the check was interrupted"]
  }

  private typealias Check = (Connection) throws(StoreError) -> [String]

  /// Returns the findings of a check. Damage that ends the check is a finding too.
  private static func findings(of check: Check, on connection: Connection) -> [String] {
    do throws(StoreError) { return try check(connection) } catch { return [error.message] }
  }

  private static func pages(_ connection: Connection) throws(StoreError) -> [String] {
    let lines = try connection.prepare("PRAGMA integrity_check(100)", name: "integrity_check", persistent: false)
      .all { $0.text() }
    return lines == ["ok"] ? [] : lines
  }

  private static func references(_ connection: Connection) throws(StoreError) -> [String] {
    try connection.prepare("PRAGMA foreign_key_check", name: "foreign_key_check", persistent: false)
      .all { row in "\(row.text()) row \(row.int()) refers to a missing row of \(row.text())" }
  }

  private static func activity(_ connection: Connection) throws(StoreError) -> [String] {
    var lines: [String] = []
    let rows = [
      ("timers", "timers t", "1"), ("inbox", "inbox t", "t.status = 'pending'"),
      ("task_states", "(SELECT s.*, k.family FROM task_states s JOIN tasks k ON k.id = s.task) t", "t.closed = 0"),
    ]
    for (table, source, condition) in rows {
      let wrong = try connection.scalar(
        """
        SELECT count(*) FROM \(source) JOIN families f ON f.id = t.family
        WHERE \(condition) AND t.active <> (f.status = 'running')
        """)
      if wrong > 0 { lines.append("\(table).active differs from the family's status in \(wrong) rows") }
    }
    let wrong = try connection.scalar(
      """
      SELECT count(*) FROM views v JOIN families f ON f.id = v.family WHERE v.live <> (f.status <> 'ended')
      """)
    let keys = try connection.scalar(
      """
      SELECT count(*) FROM task_states s JOIN tasks t ON t.id = s.task
      WHERE s.open_key IS NOT iif(s.closed, NULL, nullif(t.key, ''))
      """)
    if keys > 0 { lines.append("task_states.open_key differs from the task's key in \(keys) rows") }
    let stateless = try connection.scalar(
      "SELECT count(*) FROM tasks t WHERE NOT EXISTS (SELECT 1 FROM task_states s WHERE s.task = t.id)")
    if stateless > 0 { lines.append("\(stateless) tasks have no row of task_states") }
    let idle = try connection.scalar("SELECT count(*) FROM inbox WHERE family IS NULL AND active <> 1")
    if idle > 0 { lines.append("inbox.active is not set in \(idle) rows without a family: nothing would look again") }
    if wrong > 0 { lines.append("views.live differs from the family's status in \(wrong) rows") }
    return lines
  }
}
