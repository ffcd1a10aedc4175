public import CEL

/// A calling site's request for a new family.
public struct StartRequest: Sendable {
  /// `api:` with the site's name; the scope of `key`.
  public var source: String
  /// The `Idempotency-Key`: 1 to 255 visible ASCII characters.
  public var key: String
  /// The name of the root workflow to start.
  public var workflow: String
  /// The workflow's input, an object. The engine checks its types.
  public var input: Value
  /// The bytes that a second request under the same key has to equal.
  public var content: [UInt8]
  /// The cause shown in the history.
  public var actor: String
  /// New versions of records that are written with the family, or not at all. If one of them is not one above the
  /// present version, the request is refused as `stale_version`.
  public var records: [RecordDraft]

  /// - Parameter key: 1 to 255 visible ASCII characters.
  public init(
    source: String, key: String, workflow: String, input: Value, content: [UInt8], actor: String,
    records: [RecordDraft] = []
  ) {
    self.source = source
    self.key = key
    self.workflow = workflow
    self.input = input
    self.content = content
    self.actor = actor
    self.records = records
  }
}
