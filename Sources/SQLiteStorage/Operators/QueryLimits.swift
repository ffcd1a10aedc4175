/// How much an operator's question may cost.
public struct QueryLimits: Sendable {
  /// Rows in the answer (1 to 100,000).
  public var rows = 1_000
  /// Bytes of text in the answer; also the longest single value that SQLite may make.
  public var bytes = 4 * 1_048_576
  /// Milliseconds that the statement may run.
  public var milliseconds: Int64 = 2_000
  /// Shows personal data (`persons.data`), which reads as NULL otherwise.
  public var personalData = false

  public init() {}
}

/// What an operator's question gave.
public struct QueryResult: Sendable, Equatable {
  public var columns: [String]
  /// Values as text; nil for NULL; blobs as `x'…'`.
  public var rows: [[String?]]
  /// True if there was more than the limits let through.
  public var isTruncated: Bool
}
