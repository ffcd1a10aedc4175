import CSQLite
import Glibc

/// What stands between an operator's SQL and the store: reads only, no personal data unless asked, and an end in time.
/// It lives at a fixed address, which SQLite hands back to the two callbacks.
struct QueryGuard {
  let allowsPersonalData: Bool
  /// Of the monotonic clock, in nanoseconds.
  let deadline: Int64

  static func nanoseconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  /// Puts the guard on a connection until the connection closes; the address must stay valid as long.
  static func install(_ address: UnsafeMutablePointer<QueryGuard>, on handle: OpaquePointer) {
    sqlite3_set_authorizer(
      handle,
      { context, action, first, second, _, _ in
        guard let rules = context?.assumingMemoryBound(to: QueryGuard.self).pointee else { return SQLITE_DENY }
        return rules.verdict(action, first, second)
      }, address)
    // Every 1,000 steps of SQLite's machine: some microseconds.
    sqlite3_progress_handler(
      handle, 1_000,
      { context in
        guard let rules = context?.assumingMemoryBound(to: QueryGuard.self).pointee else { return 1 }
        return QueryGuard.nanoseconds() > rules.deadline ? 1 : 0
      }, address)
  }

  private func verdict(_ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Int32 {
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE: return SQLITE_OK
    case SQLITE_READ:
      guard let first, let second, !allowsPersonalData else { return SQLITE_OK }
      return strcmp(first, "persons") == 0 && strcmp(second, "data") == 0 ? SQLITE_IGNORE : SQLITE_OK
    case SQLITE_FUNCTION:
      guard let second else { return SQLITE_DENY }
      return strcmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK
    default: return SQLITE_DENY
    }
  }
}
