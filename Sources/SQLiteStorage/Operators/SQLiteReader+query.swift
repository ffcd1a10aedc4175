import CSQLite
import Encoding
public import Storage

extension SQLiteReader {
  /// Answers one SELECT, for people. It runs on a connection of its own, which can only read and is closed afterwards.
  ///
  /// Throws `misuse`, with SQLite's message, for a statement that is wrong, writes, is not the only one, takes too long
  /// or is interrupted.
  ///
  /// - Parameters:
  ///   - sql: at most 65,535 bytes without a zero byte.
  ///   - interruption: ends the query from another thread.
  public func query(
    sql: String, limits: QueryLimits = .init(), interruption: Interruption = .init()
  ) throws(StoreError) -> QueryResult {
    try StoreLimits.check(limits.rows, 1...100_000, "query: rows")
    let rules = QueryGuard(
      allowsPersonalData: limits.personalData,
      deadline: QueryGuard.nanoseconds() + limits.milliseconds * 1_000_000, interruption: interruption)
    let connection = try Connection(path: self.connection.path, role: .reader, busyTimeout: 1_000)
    defer { withExtendedLifetime(rules) { connection.close() } }
    // Sorts spill into temporary files instead of the daemon's memory.
    try connection.execute("PRAGMA query_only = 1; PRAGMA cache_size = -2048;")
    let handle = try connection.raw()
    QueryLimits.apply(to: handle)
    try rules.restrict(connection)
    return try rules.watching(handle) { () throws(StoreError) in
      let statement = try Self.single(sql, handle)
      defer { sqlite3_finalize(statement) }
      return try Self.collect(statement, handle, limits, interruption)
    }
  }

  /// Prepares the only statement of a text. Comments and a final semicolon may follow it.
  private static func single(_ sql: String, _ handle: OpaquePointer) throws(StoreError) -> OpaquePointer {
    let bytes = sql.utf8.map { CChar(bitPattern: $0) } + [0]
    guard bytes.count <= 65_536, !bytes.dropLast().contains(0) else {
      throw StoreError(.misuse, "query: at most 65,535 bytes without a zero byte; given \(bytes.count - 1)")
    }
    var found: [OpaquePointer] = []
    var failure = SQLITE_OK
    bytes.withUnsafeBufferPointer { text in
      var rest = text.baseAddress
      while let here = rest, here.pointee != 0, failure == SQLITE_OK, found.count < 2 {
        var statement: OpaquePointer?
        failure = sqlite3_prepare_v3(handle, here, -1, 0, &statement, &rest)
        if let statement { found.append(statement) }
      }
    }
    if failure == SQLITE_OK, found.count == 1, sqlite3_stmt_readonly(found[0]) != 0 { return found[0] }
    let detail = failure == SQLITE_OK ? nil : String(cString: sqlite3_errmsg(handle))
    for statement in found { sqlite3_finalize(statement) }
    throw StoreError(.misuse, "query: \(detail ?? "expected exactly one statement that reads"); give one SELECT")
  }

  private static func collect(
    _ statement: OpaquePointer, _ handle: OpaquePointer, _ limits: QueryLimits, _ interruption: Interruption
  ) throws(StoreError) -> QueryResult {
    let columns = (0..<sqlite3_column_count(statement)).map { index in
      sqlite3_column_name(statement, index).map { String(cString: $0) } ?? ""
    }
    var result = QueryResult(columns: columns, rows: [], isTruncated: false)
    var left = limits.bytes
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        guard result.rows.count < limits.rows, let row = row(statement, columns.count, &left) else {
          result.isTruncated = true
          return result
        }
        result.rows.append(row)
      case SQLITE_DONE: return result
      case SQLITE_INTERRUPT where interruption.reason == .cancelled:
        throw StoreError(.misuse, "query: the caller no longer waits for the answer")
      case SQLITE_INTERRUPT:
        throw StoreError(.misuse, "query: not done after \(limits.milliseconds) ms; ask for less, by a key or an id")
      case let code:
        throw StoreError(sqlite: code, detail: String(cString: sqlite3_errmsg(handle)), doing: "query")
      }
    }
  }

  /// Returns a row as text; nil if it is longer than the rest of the answer may be.
  private static func row(_ statement: OpaquePointer, _ count: Int, _ left: inout Int) -> [String?]? {
    var row: [String?] = []
    for column in 0..<Int32(count) {
      let value = text(statement, column)
      left -= value?.utf8.count ?? 0
      if left < 0 { return nil }
      row.append(value)
    }
    return row
  }

  private static func text(_ statement: OpaquePointer, _ index: Int32) -> String? {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_NULL: return nil
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(statement, index))
      let bytes = UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, index), count: count)
      return "x'\(Hex.encode(bytes))'"
    default:
      let start = sqlite3_column_text(statement, index)
      let count = Int(sqlite3_column_bytes(statement, index))
      return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
  }
}
