import CSQLite
import Storage

/// Copies the write-ahead log into the file. This happens only on the writer's connection and between turns: two
/// connections that checkpoint or write at once trigger SQLite's WAL-reset bug (3.7.0 to 3.51.2), and a checkpoint
/// within a commit would dominate the 99th percentile of its latency.
final class Checkpoints {
  private unowned let connection: Connection
  private let slice: Int32
  private let large: Int32
  /// The number of pages in the log after the last commit. SQLite's hook writes it.
  private let logged: UnsafeMutablePointer<Int32>
  /// The number of the log's pages that have been copied into the file.
  private var copied: Int32 = 0
  /// The greatest length of the log's file since it was last truncated, in pages.
  private var length: Int32 = 0
  private var isCutWanted = false

  init(of connection: Connection, options: SQLiteOptions) {
    self.connection = connection
    slice = options.checkpointPages
    large = options.truncatePages
    logged = .allocate(capacity: 1)
    // The length of an earlier process's log is unknown before the first commit, so the first idle moment checkpoints.
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

  /// Removes SQLite's hook, which must not outlive its counter. Call this before the connection closes.
  func stop() {
    if let handle = try? connection.raw() { sqlite3_wal_hook(handle, nil, nil) }
  }

  /// Truncates the log at the next idle moment, however short the log is.
  func cutWhenIdle() { isCutWanted = true }

  /// Copies one slice if enough pages have gathered, or all pages when idle. Otherwise it does nothing, at no cost.
  func run(idle: Bool) throws(StoreError) {
    let pages = logged.pointee
    // The log was restarted from its beginning.
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

  /// Returns false if a reader was in the way; the next call tries again.
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
