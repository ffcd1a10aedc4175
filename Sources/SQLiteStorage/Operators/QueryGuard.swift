import CSQLite
import Glibc
import Storage

/// Guards the store against an operator's read. It ends a read in time. For an operator's own SQL it also allows only
/// reads, only through the operators' views, and only functions that end soon and take little memory.
final class QueryGuard {
  private let allowsPersonalData: Bool
  /// A time of the monotonic clock, in nanoseconds; nil if only an interruption ends the read.
  private let deadline: Int64?
  private let interruption: Interruption
  /// The views that may be read; nil if nothing may.
  private var views: OperatorViews?

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

  /// Runs a read that ends when its time is over or when it is interrupted.
  func watching<T>(_ handle: OpaquePointer, _ body: () throws(StoreError) -> T) throws(StoreError) -> T {
    interruption.attach(handle)
    // The handler is called every 1,000 steps of SQLite's virtual machine, which take some microseconds.
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

  /// Restricts the statements that the connection prepares from now on. The guard has to outlive the connection.
  func restrict(_ connection: Connection) throws(StoreError) {
    views = try OperatorViews(on: connection, personalData: allowsPersonalData)
    sqlite3_set_authorizer(
      try connection.raw(),
      { context, action, first, second, database, view in
        guard let context else { return SQLITE_DENY }
        let rules = Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue()
        func text(_ start: UnsafePointer<CChar>?) -> String? { start.map { String(cString: $0) } }
        return rules.authorization(action, text(first), text(second), database: text(database), within: text(view))
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func authorization(
    _ action: Int32, _ first: String?, _ second: String?, database: String?, within view: String?
  ) -> Int32 {
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE: return SQLITE_OK
    case SQLITE_READ:
      guard let views, let first, let second else { return SQLITE_DENY }
      return views.authorization(table: first, column: second, database: database, within: view)
    case SQLITE_FUNCTION:
      return second.map(OperatorFunctions.allows) == true ? SQLITE_OK : SQLITE_DENY
    default: return SQLITE_DENY
    }
  }
}
