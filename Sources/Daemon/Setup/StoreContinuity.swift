import CivilTime
import Glibc
import Storage

/// Notices a store that was copied without its log. While a daemon has the store open, a row of `meta` says so, and SQLite's log lies
/// beside the file; an orderly end removes the row. A file that says that it is open and has no log beside it is a copy, and what was
/// committed to the log alone is not in it.
struct StoreContinuity {
  /// Of `meta`: when the daemon opened the store that has it open.
  static let row = "open"
  /// Of the incident.
  static let code = "store-log-missing"

  private let lacksLog: Bool

  /// To be made before the store is opened, which makes a log.
  init(path: String) { lacksLog = access(path, F_OK) == 0 && access(path + "-wal", F_OK) != 0 }

  /// Notes that the store is open. A full disk does not keep the daemon from starting: then nothing is noted.
  ///
  /// - Returns: when the store was opened that this file was copied from, if its log is missing.
  func begin(in store: any StoreWriter, now: Instant) throws(StoreError) -> Instant? {
    let last = try store.meta(Self.row).flatMap { Int64($0) }.flatMap { Instant(microseconds: $0) }
    try Self.write(store) { store throws(StoreError) in
      try store.setMeta(Self.row, String(now.microsecondsRoundedUp))
    }
    return lacksLog ? last : nil
  }

  /// Notes that the store was closed in order.
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
