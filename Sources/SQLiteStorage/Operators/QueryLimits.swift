import CSQLite

/// The limits on the cost of an operator's query.
public struct QueryLimits: Sendable {
  /// The most rows in the answer (1 to 100,000).
  public var rows = 1_000
  /// The most bytes of text in the answer.
  public var bytes = 4 * 1_048_576
  /// How long the statement may run, in milliseconds.
  public var milliseconds: Int64 = 2_000
  /// True to show personal data (`persons.data`, `inbox.body`), which reads as NULL otherwise.
  public var personalData = false

  /// The defaults are 1,000 rows, 4 MiB, 2 seconds and no personal data.
  public init() {}

  /// Limits the cost of a single function call, because SQLite cannot be interrupted within one: searching one text in
  /// another costs the product of their lengths. Together with the limit on columns this also bounds the memory of a
  /// row.
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

/// The answer to an operator's query.
public struct QueryResult: Sendable, Equatable {
  /// The names of the columns, in the order of the statement.
  public var columns: [String]
  /// One array for each row, with a value for each column as text: nil for NULL, `x'…'` for a blob.
  public var rows: [[String?]]
  /// True if the limits cut off further rows.
  public var isTruncated: Bool
}
