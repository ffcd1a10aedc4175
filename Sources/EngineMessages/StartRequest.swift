public import CEL

/// A calling site asks for a new family.
public struct StartRequest: Sendable {
  /// `api:` and the site's name: the scope of `key`.
  public var source: String
  /// The `Idempotency-Key`, 1 to 255 visible ASCII characters.
  public var key: String
  /// The root workflow that is to be started.
  public var workflow: String
  /// An object; the engine checks its types.
  public var input: Value
  /// The bytes that a second request under the same key must equal.
  public var content: [UInt8]
  /// For the history.
  public var actor: String

  public init(source: String, key: String, workflow: String, input: Value, content: [UInt8], actor: String) {
    self.source = source
    self.key = key
    self.workflow = workflow
    self.input = input
    self.content = content
    self.actor = actor
  }
}
