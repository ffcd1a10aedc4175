import CSQLite
import Glibc
import Storage

/// What stands between an operator's read and the store: an end in time and, for SQL of one's own, reads only, no personal data unless
/// asked, and no function that runs long in one call.
final class QueryGuard {
  private let allowsPersonalData: Bool
  /// Of the monotonic clock, in nanoseconds; nil: only an interruption ends the read.
  private let deadline: Int64?
  private let interruption: Interruption

  init(allowsPersonalData: Bool = false, deadline: Int64? = nil, interruption: Interruption) {
    self.allowsPersonalData = allowsPersonalData
    self.deadline = deadline
    self.interruption = interruption
  }

  static func nanoseconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  /// Runs a read that ends when the time is over or somebody interrupts it.
  func watching<T>(_ handle: OpaquePointer, _ body: () throws(StoreError) -> T) throws(StoreError) -> T {
    interruption.attach(handle)
    // Every 1,000 steps of SQLite's machine: some microseconds.
    sqlite3_progress_handler(
      handle, 1_000,
      { context in
        guard let context else { return 1 }
        return Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
    defer {
      sqlite3_progress_handler(handle, 0, nil, nil)
      interruption.detach()
    }
    return try withExtendedLifetime(self) { () throws(StoreError) in try body() }
  }

  private var isOver: Bool {
    if interruption.reason != nil { return true }
    return deadline.map { QueryGuard.nanoseconds() > $0 } ?? false
  }

  /// Lets only such statements be prepared as may be asked. The guard must outlive the connection.
  func restrict(_ handle: OpaquePointer) {
    sqlite3_set_authorizer(
      handle,
      { context, action, first, second, _, _ in
        guard let context else { return SQLITE_DENY }
        return Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue().verdict(action, first, second)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func verdict(_ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Int32 {
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE: return SQLITE_OK
    case SQLITE_READ:
      guard let first, let second, !allowsPersonalData else { return SQLITE_OK }
      return strcmp(first, "persons") == 0 && strcmp(second, "data") == 0 ? SQLITE_IGNORE : SQLITE_OK
    case SQLITE_FUNCTION:
      guard let second else { return SQLITE_DENY }
      return Self.refused.contains { strcasecmp(second, $0) == 0 } ? SQLITE_DENY : SQLITE_OK
    default: return SQLITE_DENY
    }
  }

  /// `printf('%.*c', 900000000, 'x')` counts to its end in one call, whatever the limits say, and nothing can interrupt it.
  private static let refused = ["load_extension", "printf", "format"]
}
