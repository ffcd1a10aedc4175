/// Queries the store in SQL without changing it. The query is bounded in time, rows and bytes, and ends when the caller
/// disconnects.
public struct QueryStore: ControlRequest {
  /// The verb `store.sql`, which reads.
  public static let verb = Verb("store.sql", isLong: true)
  /// The answer is a `QueryRows`.
  public typealias Answer = QueryRows

  /// One SELECT statement.
  public var sql: Script
  /// The most rows; 1,000 if absent.
  public var limit: RowLimit?

  /// Creates the request; an argument that is nil is left out.
  public init(sql: Script, limit: RowLimit? = nil) {
    self.sql = sql
    self.limit = limit
  }
}

/// The result of a query.
public struct QueryRows: Codable, Sendable {
  /// The names of the columns.
  public var columns: [String]
  /// The values of each row in the order of the columns, as text; null for NULL.
  public var rows: [[String?]]
  /// Whether there are more rows than the limit.
  public var truncated: Bool

  /// Creates a `QueryRows` from its fields.
  public init(columns: [String], rows: [[String?]], truncated: Bool) {
    self.columns = columns
    self.rows = rows
    self.truncated = truncated
  }
}
