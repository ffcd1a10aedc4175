import CivilTime
import Glibc
import Storage

/// Detects a store that was copied without its log. While a daemon has the store open, a row of `meta` records that,
/// and SQLite's log lies beside the file. An orderly end removes the row. A file with that row and without a log is a
/// copy, which lacks the commits that were only in the log.
struct StoreContinuity {
  /// The row of `meta` with the time at which the daemon opened the store.
  static let row = "open"
  /// The code of the incident.
  static let code = "store-log-missing"

  private let lacksLog: Bool

  /// Created before the store is opened, because opening creates a log.
  init(path: String) { lacksLog = access(path, F_OK) == 0 && access(path + "-wal", F_OK) != 0 }

  /// Records that the store is open. A full disk does not keep the daemon from starting; then nothing is recorded.
  ///
  /// - Returns: the time at which the original was opened, if this file is a copy without its log.
  func begin(in store: any StoreWriter, now: Instant) throws(StoreError) -> Instant? {
    let last = try store.meta(Self.row).flatMap { Int64($0) }.flatMap { Instant(microseconds: $0) }
    try Self.write(store) { store throws(StoreError) in
      try store.setMeta(Self.row, String(now.microsecondsRoundedUp))
    }
    return lacksLog ? last : nil
  }

  /// Records that the store was closed in order.
  static func end(in store: any StoreWriter) throws(StoreError) {
    try write(store) { store throws(StoreError) in try store.removeMeta(row) }
  }

  private static func write(
    _ store: any StoreWriter, _ body: (any StoreWriter) throws(StoreError) -> Void
  ) throws(StoreError) {
    do {
      try store.begin()
      try body(store)
      try store.commit()
    } catch {
      store.rollback()
      guard error.isTransient else { throw error }
    }
  }

  static func title(openedAt: Instant) -> String {
    "the store is a copy without its log (-wal): a daemon had it open since \(openedAt), and the last commits may be missing"
  }
}
