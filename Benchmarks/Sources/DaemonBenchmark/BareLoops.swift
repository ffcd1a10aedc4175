import CSQLite
import Glibc

/// SQLite without anything around it: the floors. The file has the settings of the store's writer, and its log is copied back as often.
final class BareConnection {
  private let handle: OpaquePointer
  private let slice: Int32 = 2_000
  private let logged = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  private var copied: Int32 = 0

  init(_ path: String) throws {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(path, &opened, flags, nil) == SQLITE_OK, let opened else {
      throw BenchError("cannot open \(path)")
    }
    handle = opened
    logged.initialize(to: 0)
    for pragma in [
      "page_size = 4096", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON",
      "wal_autocheckpoint = 0", "temp_store = MEMORY", "cache_size = -65536",
    ] { try execute("PRAGMA \(pragma)") }
    sqlite3_wal_hook(
      handle,
      { context, _, _, pages in
        context?.assumingMemoryBound(to: Int32.self).pointee = pages
        return SQLITE_OK
      }, logged)
  }

  deinit {
    sqlite3_close_v2(handle)
    logged.deallocate()
  }

  func execute(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
  }

  func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK,
      let statement
    else { throw failure(sql) }
    return statement
  }

  /// Runs a statement to its end.
  func run(_ statement: OpaquePointer) throws {
    var code = sqlite3_step(statement)
    while code == SQLITE_ROW { code = sqlite3_step(statement) }
    guard code == SQLITE_DONE else { throw failure(String(cString: sqlite3_sql(statement))) }
    sqlite3_reset(statement)
  }

  /// After a commit: copies the log back when it is long enough, as the daemon does.
  func maintain() {
    let pages = logged.pointee
    if pages < copied { copied = 0 }
    guard pages - copied >= slice else { return }
    var (total, done): (Int32, Int32) = (0, 0)
    guard sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_PASSIVE, &total, &done) == SQLITE_OK else {
      return
    }
    (logged.pointee, copied) = (total, done)
  }

  private func failure(_ what: String) -> BenchError {
    BenchError("\(String(cString: sqlite3_errmsg(handle))): \(what.prefix(200))")
  }
}

/// The recorded statements, run again over a copy of the store on which they were recorded, with the same commits.
struct Replay {
  let log: StatementLog

  func run(path: String) throws {
    let connection = try BareConnection(path)
    var statements: [OpaquePointer] = []
    defer { for statement in statements { sqlite3_finalize(statement) } }
    for text in log.texts { statements.append(try connection.prepare(text)) }
    let commit = log.texts.firstIndex(of: "COMMIT")
    for (text, values) in log.entries {
      let statement = statements[text]
      for (index, value) in values.enumerated() { bind(value, at: Int32(index + 1), of: statement) }
      try connection.run(statement)
      if text == commit { connection.maintain() }
    }
  }

  /// An address for values without bytes, which SQLite would take for NULL. Nothing is read from it or written to it.
  nonisolated(unsafe) private static let nothing = UnsafeMutablePointer<CChar>.allocate(capacity: 1)

  private func bind(_ value: StatementLog.Bound, at index: Int32, of statement: OpaquePointer) {
    switch value {
    case .null: sqlite3_bind_null(statement, index)
    case .int(let number): sqlite3_bind_int64(statement, index, number)
    case .real(let number): sqlite3_bind_double(statement, index, number)
    case .text(let bytes):
      bytes.withUnsafeBytes { bytes in
        let text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        _ = csq_bind_text_copy(statement, index, text ?? UnsafePointer(Self.nothing), Int32(bytes.count))
      }
    case .blob(let bytes):
      bytes.withUnsafeBytes { bytes in
        _ = csq_bind_blob_copy(
          statement, index, bytes.baseAddress ?? UnsafeRawPointer(Self.nothing), Int32(bytes.count))
      }
    }
  }
}

/// As many rows of the same sizes as the recorded statements write, into one plain table, with the same commits.
struct BareRows {
  private enum Act {
    case row(Int)
    case commit
  }

  private var acts: [Act] = []
  private let body: [UInt8]

  init(_ log: StatementLog) {
    var longest = 1
    for (text, values) in log.entries {
      let text = log.texts[text]
      if text == "COMMIT" {
        acts.append(.commit)
      } else if text.hasPrefix("INSERT") || text.hasPrefix("UPDATE") || text.hasPrefix("REPLACE") {
        let bytes = values.reduce(0) { $0 + $1.bytes }
        longest = max(longest, bytes)
        acts.append(.row(bytes))
      }
    }
    body = (0..<longest).map { UInt8(truncatingIfNeeded: $0 &* 167) }
  }

  func run(path: String) throws {
    let connection = try BareConnection(path)
    try connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")
    let insert = try connection.prepare("INSERT INTO rows (body) VALUES (?1)")
    defer { sqlite3_finalize(insert) }
    try connection.execute("BEGIN IMMEDIATE")
    for act in acts {
      switch act {
      case .row(let bytes):
        body.withUnsafeBytes { _ = sqlite3_bind_blob(insert, 1, $0.baseAddress, Int32(bytes), nil) }
        try connection.run(insert)
      case .commit:
        try connection.execute("COMMIT")
        connection.maintain()
        try connection.execute("BEGIN IMMEDIATE")
      }
    }
    try connection.execute("COMMIT")
  }
}
