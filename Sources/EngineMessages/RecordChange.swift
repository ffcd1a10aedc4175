/// The name of a record, with the version that was read.
public struct RecordName: Hashable, Sendable {
  /// The kind of the record.
  public var kind: String
  /// Unique within the kind.
  public var id: String
  /// The present version.
  public var version: Int64

  /// - Parameter version: the present version.
  public init(kind: String, id: String, version: Int64) {
    (self.kind, self.id, self.version) = (kind, id, version)
  }
}

/// New versions of records, and records that go, all of it or nothing. It has no idempotency key: the versions decide
/// whether it still applies, and nothing is remembered of one that did.
public struct RecordChange: Hashable, Sendable {
  /// The new versions.
  public var puts: [RecordDraft]
  /// The records that go with all their versions.
  public var drops: [RecordName]
  /// The author of the change, for the log of the records.
  public var actor: String
  /// Why.
  public var reason: String

  /// - Parameter drops: the records that go.
  public init(puts: [RecordDraft] = [], drops: [RecordName] = [], actor: String, reason: String) {
    (self.puts, self.drops, self.actor, self.reason) = (puts, drops, actor, reason)
  }
}
