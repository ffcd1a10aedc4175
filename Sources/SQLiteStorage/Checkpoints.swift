import CSQLite
import Storage

/// Copies the write-ahead log into the file, from the writer's connection only and between turns: two connections that
/// checkpoint or write at once hit SQLite's WAL-reset bug (3.7.0 to 3.51.2), and a checkpoint inside a commit is what
/// makes p99.
final class Checkpoints {
  private unowned let connection: Connection
  private let slice: Int32
  private let large: Int32
  /// Pages in the log after the last commit; written by SQLite's hook.
  private let logged: UnsafeMutablePointer<Int32>
  /// Pages of the log that are in the file already.
  private var copied: Int32 = 0
  /// The length that the log's file has reached since it was cut.
  private var length: Int32 = 0
  private var isCutWanted = false

  init(of connection: Connection, options: SQLiteOptions) {
    self.connection = connection
    slice = options.checkpointPages
    large = options.truncatePages
    logged = .allocate(capacity: 1)
    // What an earlier process left in the log is not known before the first commit: the first idle moment looks.
    logged.initialize(to: 1)
    if let handle = try? connection.raw() {
      sqlite3_wal_hook(
        handle,
        { context, _, _, pages in
          context?.assumingMemoryBound(to: Int32.self).pointee = pages
          return SQLITE_OK
        }, logged)
    }
  }

  deinit { logged.deallocate() }

  /// Before the connection closes: the hook must not outlive its counter.
  func stop() {
    if let handle = try? connection.raw() { sqlite3_wal_hook(handle, nil, nil) }
  }

  /// The log is to be cut at the next idle moment, however short it is.
  func cutWhenIdle() { isCutWanted = true }

  /// One slice if enough has gathered, or whatever there is when idle. Does nothing, and costs nothing, otherwise.
  func run(idle: Bool) throws(StoreError) {
    let pages = logged.pointee
    // The log was begun again from its start.
    if pages < copied { copied = 0 }
    length = max(length, pages)
    if idle && (isCutWanted || length > large) {
      guard try checkpoint(SQLITE_CHECKPOINT_TRUNCATE) else { return }
      (length, copied, isCutWanted) = (0, 0, false)
      logged.pointee = 0
    } else if pages - copied >= slice || (idle && pages > copied) {
      _ = try checkpoint(SQLITE_CHECKPOINT_PASSIVE)
    }
  }

  /// False if a reader was in the way; the next call tries again.
  private func checkpoint(_ mode: Int32) throws(StoreError) -> Bool {
    var total: Int32 = 0
    var done: Int32 = 0
    let code = sqlite3_wal_checkpoint_v2(try connection.raw(), "main", mode, &total, &done)
    if code & 0xFF == SQLITE_BUSY { return false }
    guard code == SQLITE_OK else { throw connection.failure(code, doing: "checkpoint") }
    #if FAIL_POINTS
      FailPoint.hit("checkpoint")
    #endif
    if done >= 0 {
      (logged.pointee, copied) = (total, done)
      length = max(length, total)
    }
    return true
  }
}
