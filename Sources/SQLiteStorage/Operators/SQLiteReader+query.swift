import CSQLite
public import Storage

extension SQLiteReader {
  /// Answers one SELECT, for people. Runs on a connection of its own, which can only read and is gone afterwards.
  ///
  /// `misuse` for a statement that is wrong, writes, is not alone or takes too long; its message is SQLite's.
  public func query(sql: String, limits: QueryLimits = .init()) throws(StoreError) -> QueryResult {
    try StoreLimits.check(limits.rows, 1...100_000, "query: rows")
    let connection = try Connection(path: self.connection.path, role: .reader, busyTimeout: 1_000)
    // Sorts spill to temporary files rather than into the daemon's memory.
    try connection.execute("PRAGMA query_only = 1; PRAGMA cache_size = -2048;")
    let handle = try connection.raw()
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Int32(clamping: max(limits.bytes, 65_536)))
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
    let rules = UnsafeMutablePointer<QueryGuard>.allocate(capacity: 1)
    rules.initialize(
      to: QueryGuard(
        allowsPersonalData: limits.personalData,
        deadline: QueryGuard.nanoseconds() + limits.milliseconds * 1_000_000))
    defer {
      connection.close()
      rules.deallocate()
    }
    QueryGuard.install(rules, on: handle)
    let statement = try Self.single(sql, handle)
    defer { sqlite3_finalize(statement) }
    return try Self.collect(statement, handle, limits)
  }

  /// Prepares the text's only statement; comments and a last semicolon may follow.
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
    _ statement: OpaquePointer, _ handle: OpaquePointer, _ limits: QueryLimits
  ) throws(StoreError) -> QueryResult {
    let columns = (0..<sqlite3_column_count(statement)).map { index in
      sqlite3_column_name(statement, index).map { String(cString: $0) } ?? ""
    }
    var result = QueryResult(columns: columns, rows: [], isTruncated: false)
    var bytes = 0
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        guard result.rows.count < limits.rows else {
          result.isTruncated = true
          return result
        }
        let row = (0..<Int32(columns.count)).map { text(statement, $0) }
        bytes += row.reduce(0) { $0 + ($1?.utf8.count ?? 0) }
        guard bytes <= limits.bytes else {
          result.isTruncated = true
          return result
        }
        result.rows.append(row)
      case SQLITE_DONE: return result
      case SQLITE_INTERRUPT:
        throw StoreError(.misuse, "query: not done after \(limits.milliseconds) ms; ask for less, by a key or an id")
      case let code:
        let error = StoreError(sqlite: code, detail: String(cString: sqlite3_errmsg(handle)), doing: "query")
        throw error
      }
    }
  }

  private static func text(_ statement: OpaquePointer, _ index: Int32) -> String? {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_NULL: return nil
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(statement, index))
      let bytes = UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, index), count: count)
      let digits = Array("0123456789abcdef".utf8)
      let hex = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
      return "x'\(String(decoding: hex, as: UTF8.self))'"
    default:
      let start = sqlite3_column_text(statement, index)
      let count = Int(sqlite3_column_bytes(statement, index))
      return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
  }
}
