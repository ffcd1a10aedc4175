public import CEL
public import CivilTime

/// An event from outside, verified and parsed. It has this form all the way from the edge to the engine.
public struct InboundEvent: Sendable {
  /// The sender to whom `key` belongs: a configured webhook source (`stripe`), `api:` with a calling site's name, `api`
  /// for the holder of a capability, or `control` for operators.
  public var source: String
  /// The sender's deduplication key, 1 to 400 bytes. It is scoped so that two senders of one source cannot use the same
  /// key.
  public var key: String
  /// The name in the source's words (`payment_intent.succeeded`) or in the workflow's (`cancel.client`): at most 128
  /// characters of `A-Z a-z 0-9 . _ -`.
  public var name: String
  /// The role of the sender: `provider`, `client`, `consultant`, `site` or `operator`. The engine compares it with the
  /// definition.
  public var role: String
  /// The business key of the addressed family; nil if the engine has to correlate.
  public var reference: String?
  /// The parsed body. It is an object unless a provider sends something else.
  public var body: Value
  /// The bytes that a second delivery under the same key has to equal.
  public var content: [UInt8]
  /// The time of creation that the sender signed; nil if the source states none.
  public var signedAt: Instant?
  /// The cause shown in the history: `client`, `stripe`, `uid 1000: reason`.
  public var actor: String

  /// - Parameter reference: nil if the engine has to correlate.
  public init(
    source: String, key: String, name: String, role: String, reference: String?, body: Value, content: [UInt8],
    signedAt: Instant? = nil, actor: String
  ) {
    self.source = source
    self.key = key
    self.name = name
    self.role = role
    self.reference = reference
    self.body = body
    self.content = content
    self.signedAt = signedAt
    self.actor = actor
  }
}
