/// A new version of a record that is to be written.
public struct RecordDraft: Hashable, Sendable {
  /// The kind of the record.
  public var kind: String
  /// Unique within the kind.
  public var id: String
  /// One above the version that was read; 1 for a new record.
  public var version: Int64
  /// JSON.
  public var body: [UInt8]

  /// - Parameter version: one above the version that was read; 1 for a new record.
  public init(kind: String, id: String, version: Int64, body: [UInt8]) {
    (self.kind, self.id, self.version, self.body) = (kind, id, version, body)
  }
}
