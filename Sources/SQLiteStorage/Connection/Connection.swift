import CSQLite
import Storage

/// One connection of SQLite's C API with its prepared statements. It is used by one thread at a time.
final class Connection {
  enum Role { case writer, reader }

  let path: String
  let role: Role
  private var handle: OpaquePointer?
  /// Prepared statements by the table's slot and the query's number.
  private var statements: [[Statement?]]
  /// Prepared statements whose text depends on a filter, by their text.
  private var filtered: [String: Statement] = [:]
  /// The failure that ended the transaction (`full`, `busy`) or the writer (`ambiguous`); nil if there was none.
  private(set) var doom: StoreError?

  /// Settings of the library, which it takes before its first use only. A refusal costs time and nothing else.
  private static let library: Void = { _ = csq_config_no_memory_statistics() }()

  /// Opens the file, which has to exist. Throws `incompatible` if it cannot be opened.
  init(path: String, role: Role, busyTimeout milliseconds: Int32) throws(StoreError) {
    _ = Self.library
    self.path = path
    self.role = role
    statements = Array(repeating: [], count: TableSlot.allCases.count)
    let access = role == .writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
    let code = sqlite3_open_v2(path, &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let handle else {
      let detail = String(cString: sqlite3_errstr(code))
      close()
      throw StoreError(
        .incompatible, "cannot open \(path): \(detail); the folder must exist and belong to the user of magnetiqd")
    }
    sqlite3_busy_timeout(handle, milliseconds)
    var ignored: Int32 = 0
    for (option, value) in [
      (SQLITE_DBCONFIG_DEFENSIVE, Int32(1)), (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
      (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, role == .reader ? 1 : 0),
    ] {
      _ = csq_db_config_int(handle, option, value, &ignored)
    }
    // A row of a snapshot or a request is longer than SQLite's own slots (1,200 bytes), and would be allocated for each
    // statement that writes it.
    if role == .writer { _ = csq_db_config_lookaside(handle, 8_192, 64) }
  }

  deinit { close() }

  func close() {
    statements = []
    filtered = [:]
    sqlite3_close_v2(handle)
    handle = nil
  }

  /// The open handle, for the few calls that need it. Throws `misuse` once the connection is closed.
  func raw() throws(StoreError) -> OpaquePointer {
    guard let handle else { throw StoreError(.misuse, "the connection to \(path) is closed") }
    return handle
  }

  /// Returns the prepared statement of a query, reset and ready to be bound.
  func statement<Q: Query>(_ query: Q) throws(StoreError) -> Statement {
    let slot = Q.slot.rawValue
    let index = query.rawValue
    if slot < statements.count, index < statements[slot].count, let cached = statements[slot][index] { return cached }
    let prepared = try prepare(query.sql, name: "\(Q.slot).\(query)", persistent: true)
    if statements[slot].isEmpty { statements[slot] = Array(repeating: nil, count: Q.allCases.count) }
    statements[slot][index] = prepared
    return prepared
  }

  /// Returns the prepared statement of a text. The text is composed of a few fixed parts, never of data.
  func statement(composed sql: String, name: String) throws(StoreError) -> Statement {
    if let cached = filtered[sql] { return cached }
    let prepared = try prepare(sql, name: name, persistent: true)
    filtered[sql] = prepared
    return prepared
  }

  func prepare(_ sql: String, name: String, persistent: Bool) throws(StoreError) -> Statement {
    var pointer: OpaquePointer?
    let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let code = sqlite3_prepare_v3(try raw(), sql, -1, flags, &pointer, nil)
    guard code == SQLITE_OK, let pointer else { throw failure(code, doing: name) }
    return Statement(pointer, name: name, connection: self)
  }

  /// Runs one or several statements that return no rows.
  func execute(_ sql: String) throws(StoreError) {
    let code = sqlite3_exec(try raw(), sql, nil, nil, nil)
    guard code == SQLITE_OK else {
      throw failure(code, doing: String(sql.prefix { $0 != "\n" && $0 != ";" }.prefix(60)))
    }
  }

  /// Returns the first column of the first row; 0 if there is no row.
  func scalar(_ sql: String) throws(StoreError) -> Int64 {
    let statement = try prepare(sql, name: sql, persistent: false)
    return try statement.first { $0.int() } ?? 0
  }

  func pragma(_ name: String) throws(StoreError) -> Int64 { try scalar("PRAGMA \(name)") }

  /// Runs `body` in a transaction of its own, for installation and migration.
  func transaction(_ body: () throws(StoreError) -> Void) throws(StoreError) {
    try execute("BEGIN IMMEDIATE")
    do throws(StoreError) {
      try body()
      try execute("COMMIT")
    } catch {
      try? execute("ROLLBACK")
      throw error
    }
  }

  var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }
  var lastChangeCount: Int64 { sqlite3_changes64(handle) }
  /// True while SQLite itself holds a transaction open.
  var isInTransaction: Bool { handle != nil && sqlite3_get_autocommit(handle) == 0 }

  /// Converts the result code of a failed call into an error, and remembers it if it ends the transaction or the
  /// writer.
  func failure(_ code: Int32, doing what: String) -> StoreError {
    let error = StoreError(sqlite: code, detail: handle.map { String(cString: sqlite3_errmsg($0)) } ?? "", doing: what)
    if error.isTransient || error.kind == .ambiguous, doom?.kind != .ambiguous { doom = error }
    return error
  }

  /// Forgets a failure that ended with its transaction. An ambiguous failure stays.
  func heal() {
    if doom?.kind != .ambiguous { doom = nil }
  }
}
