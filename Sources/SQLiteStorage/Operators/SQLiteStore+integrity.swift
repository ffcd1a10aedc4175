public import Storage

extension SQLiteStore {
  /// Reads the whole file and says what is wrong with it, one finding a line; empty if nothing is. Takes about as long
  /// as reading the file does: never at start.
  ///
  /// Beside SQLite's own checks of pages and indexes and of foreign keys it compares what the schema keeps twice.
  public func integrityCheck() throws(StoreError) -> [String] {
    try StoreFile(path: path).check(role: .reader)
    let connection = try Connection(path: path, role: .reader, busyTimeout: options.readerBusyTimeout)
    try SQLiteReader.identify(connection)
    try Migrator().check(connection)
    var findings = try connection.prepare("PRAGMA integrity_check(100)", name: "integrity_check", persistent: false)
      .all { $0.text() }
    if findings == ["ok"] { findings = [] }
    findings += try connection.prepare("PRAGMA foreign_key_check", name: "foreign_key_check", persistent: false)
      .all { row in "\(row.text()) row \(row.int()) refers to a missing row of \(row.text())" }
    for (table, condition) in [("timers", "1"), ("tasks", "t.closed = 0"), ("inbox", "t.status = 'pending'")] {
      let wrong = try connection.scalar(
        """
        SELECT count(*) FROM \(table) t JOIN families f ON f.id = t.family
        WHERE \(condition) AND t.active <> (f.status = 'running')
        """)
      if wrong > 0 { findings.append("\(table).active differs from the family's status in \(wrong) rows") }
    }
    return findings
  }
}
