import CSQLite
import Storage

/// Writes the store. The writer owns the lock, the only connection that writes, and the checkpoints.
///
/// After `full` or `busy` the transaction is gone and the writer is usable again. After `ambiguous` it refuses every
/// call.
final class SQLiteWriter: SQLiteReader, StoreWriter {
  private enum Command: Int, Query {
    case begin, commit, rollback, beginSavepoint, releaseSavepoint, returnToSavepoint

    static var slot: TableSlot { .transaction }
    var sql: String {
      switch self {
      case .begin: "BEGIN IMMEDIATE"
      case .commit: "COMMIT"
      case .rollback: "ROLLBACK"
      // Savepoints of the same name nest, and each command refers to the newest one.
      case .beginSavepoint: "SAVEPOINT inner"
      case .releaseSavepoint: "RELEASE inner"
      case .returnToSavepoint: "ROLLBACK TO inner"
      }
    }
  }

  private let lock: WriterLock
  private let checkpoints: Checkpoints
  private var isOpen = false
  private var openSavepoints = 0

  init(opening store: SQLiteStore) throws(StoreError) {
    lock = try WriterLock(for: store.path)
    let file = StoreFile(path: store.path)
    try NewStore(path: store.path).makeIfAbsent { connection throws(StoreError) in
      try Self.configure(connection, store.options)
    }
    try file.check(role: .writer)
    let connection = try Connection(path: store.path, role: .writer, busyTimeout: store.options.writerBusyTimeout)
    try Self.identify(connection)
    // This precedes every setting, because a setting would change a file that is not ours.
    try Migrator().requireStore(connection)
    try Self.configure(connection, store.options)
    try Migrator().run(on: connection)
    checkpoints = Checkpoints(of: connection, options: store.options)
    super.init(writing: connection)
    try file.check(role: .writer)
  }

  // This precedes the release of the lock, which as a property is released after this body.
  deinit { close() }

  /// Closes the connection. The last connection that is closed removes the log.
  public func close() {
    rollback()
    checkpoints.stop()
    connection.close()
  }

  private static func configure(_ connection: Connection, _ options: SQLiteOptions) throws(StoreError) {
    try connection.execute(
      """
      PRAGMA page_size = 2048;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA secure_delete = ON;
      PRAGMA wal_autocheckpoint = 0;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -\(options.writerCacheKiB);
      """)
    if let maximum = options.maximumPages { try connection.execute("PRAGMA max_page_count = \(maximum)") }
    // SQLite ignores a pragma that it cannot follow, so those that promise durability are read back.
    for (name, expected) in [("synchronous", Int64(2)), ("foreign_keys", 1), ("secure_delete", 1)] {
      let given = try connection.pragma(name)
      guard given == expected else {
        throw StoreError(
          .incompatible, "PRAGMA \(name) is \(given), expected \(expected): this SQLite library does not fit")
      }
    }
    let mode = try connection.prepare("PRAGMA journal_mode", name: "journal_mode", persistent: false).first {
      $0.text()
    }
    guard mode == "wal" else {
      throw StoreError(
        .incompatible,
        "journal_mode is \(mode ?? "unknown"), expected wal: the file system of \(connection.path) must support it")
    }
  }

  // Transactions

  func begin() throws(StoreError) {
    guard !isOpen else { throw StoreError(.misuse, "begin: a transaction is open already") }
    defer { connection.heal() }
    try read(Command.begin).run()
    isOpen = true
  }

  func commit() throws(StoreError) {
    guard isOpen else { throw StoreError(.misuse, "commit: no transaction is open") }
    if let doom = connection.doom {
      rollback()
      throw doom
    }
    guard openSavepoints == 0 else {
      throw StoreError(.misuse, "commit: \(openSavepoints) savepoints are open; release them or roll them back")
    }
    #if FAIL_POINTS
      FailPoint.hit("commit.before")
    #endif
    do throws(StoreError) {
      try read(Command.commit).run()
      isOpen = false
      #if FAIL_POINTS
        FailPoint.hit("commit.after")
      #endif
    } catch {
      rollback()
      throw error
    }
  }

  func rollback() {
    guard isOpen else { return }
    isOpen = false
    openSavepoints = 0
    // After some failures SQLite has rolled back by itself.
    if connection.isInTransaction { _ = try? connection.statement(Command.rollback).run() }
    connection.heal()
  }

  func beginSavepoint() throws(StoreError) {
    try refuseIfBroken()
    guard isOpen else { throw StoreError(.misuse, "beginSavepoint: no transaction is open") }
    try read(Command.beginSavepoint).run()
    openSavepoints += 1
  }

  func releaseSavepoint() throws(StoreError) {
    try requireSavepoint("releaseSavepoint")
    #if FAIL_POINTS
      FailPoint.hit("savepoint.release")
    #endif
    try read(Command.releaseSavepoint).run()
    openSavepoints -= 1
  }

  func rollbackSavepoint() throws(StoreError) {
    try requireSavepoint("rollbackSavepoint")
    // A rollback to a savepoint leaves it open, so it is released too.
    try read(Command.returnToSavepoint).run()
    try read(Command.releaseSavepoint).run()
    openSavepoints -= 1
  }

  private func requireSavepoint(_ command: String) throws(StoreError) {
    try refuseIfBroken()
    guard openSavepoints > 0 else { throw StoreError(.misuse, "\(command): no savepoint is open") }
  }

  func maintain(idle: Bool) throws(StoreError) {
    guard !isOpen else { throw StoreError(.misuse, "maintain: a transaction is open") }
    try refuseIfBroken()
    defer { connection.heal() }
    try checkpoints.run(idle: idle)
  }

  /// Returns the statement of a query that writes. Throws outside a transaction, and within one that was doomed.
  func write<Q: Query>(_ query: Q) throws(StoreError) -> Statement {
    try refuseIfBroken()
    guard isOpen else { throw StoreError(.misuse, "\(Q.slot).\(query): a write outside a transaction") }
    return try connection.statement(query)
  }

  /// Removes the old bytes of an erased row from the log soon.
  func cutLogWhenIdle() { checkpoints.cutWhenIdle() }

  /// The id of the row that was inserted last.
  var lastID: Int64 { connection.lastInsertedRow }
}
