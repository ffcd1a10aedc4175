public import CEL

/// A calling site asks for a new family.
public struct StartRequest: Sendable {
  /// The root workflow that the collection in the path stands for.
  public var workflow: String
  /// The request's body, an object; its types are the engine's to check.
  public var input: Value
  /// The `Idempotency-Key`, 1 to 255 visible ASCII characters.
  public var key: String
  /// `api:` and the site's name: the scope of `key`.
  public var source: String
  /// The bytes that a second request under the same key must equal.
  public var rawBody: [UInt8]
  /// How long a verdict may take; after that a stored request is answered `pending`.
  public var patience: Duration

  public init(
    workflow: String, input: Value, key: String, source: String, rawBody: [UInt8], patience: Duration = .seconds(2)
  ) {
    self.workflow = workflow
    self.input = input
    self.key = key
    self.source = source
    self.rawBody = rawBody
    self.patience = patience
  }
}
