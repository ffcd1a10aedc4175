/// Asks the store in SQL, reading only; bounded in time, rows and bytes, and ended when the caller leaves.
public struct QueryStore: ControlRequest {
  public static let verb = Verb("store.sql", isLong: true)
  public typealias Answer = QueryRows

  /// One SELECT.
  public var sql: Script
  /// How many rows at most; 1,000 if absent.
  public var limit: RowLimit?

  public init(sql: Script, limit: RowLimit? = nil) {
    self.sql = sql
    self.limit = limit
  }
}

/// What a query gave.
public struct QueryRows: Codable, Sendable {
  /// The columns' names.
  public var columns: [String]
  /// Each row's values in the order of the columns, as text; null for NULL.
  public var rows: [[String?]]
  /// There are more rows than were asked for.
  public var truncated: Bool

  public init(columns: [String], rows: [[String?]], truncated: Bool) {
    self.columns = columns
    self.rows = rows
    self.truncated = truncated
  }
}
