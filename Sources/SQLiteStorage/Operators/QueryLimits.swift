import CSQLite

/// How much an operator's question may cost.
public struct QueryLimits: Sendable {
  /// Rows in the answer (1 to 100,000).
  public var rows = 1_000
  /// Bytes of text in the answer.
  public var bytes = 4 * 1_048_576
  /// Milliseconds that the statement may run.
  public var milliseconds: Int64 = 2_000
  /// Shows personal data (`persons.data`), which reads as NULL otherwise.
  public var personalData = false

  public init() {}

  /// Bounds what a single call of a function can do, for SQLite cannot be interrupted within one: a search of one text in another costs
  /// the product of their lengths. Together with the number of columns it also bounds the memory of a row.
  static func apply(to handle: OpaquePointer) {
    for (limit, value) in [
      (SQLITE_LIMIT_LENGTH, Int32(262_144)), (SQLITE_LIMIT_SQL_LENGTH, 65_536), (SQLITE_LIMIT_COLUMN, 100),
      (SQLITE_LIMIT_EXPR_DEPTH, 100), (SQLITE_LIMIT_COMPOUND_SELECT, 50), (SQLITE_LIMIT_FUNCTION_ARG, 32),
      (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256), (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
      sqlite3_limit(handle, limit, value)
    }
  }
}

/// What an operator's question gave.
public struct QueryResult: Sendable, Equatable {
  public var columns: [String]
  /// Values as text; nil for NULL; blobs as `x'…'`.
  public var rows: [[String?]]
  /// True if there was more than the limits let through.
  public var isTruncated: Bool
}
