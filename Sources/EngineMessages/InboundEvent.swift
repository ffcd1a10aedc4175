public import CEL
public import CivilTime

/// An event from outside, verified and parsed: the one form in which it travels from the rim to the engine.
public struct InboundEvent: Sendable {
  /// Whose key `key` is: a configured webhook source (`stripe`), `api:` and a calling site's name, `api` for the holder of a
  /// capability, `control` for operators.
  public var source: String
  /// The sender's deduplication key, scoped so that two senders of one source cannot meet: 1 to 400 bytes.
  public var key: String
  /// In the source's words (`payment_intent.succeeded`) or in ours (`cancel.client`): at most 128 characters of
  /// `A-Z a-z 0-9 . _ -`.
  public var name: String
  /// Who speaks: `provider`, `client`, `consultant`, `site`, `operator`. The engine compares it with the definition.
  public var role: String
  /// The family that is addressed; nil where the engine has to correlate.
  public var reference: String?
  /// The parsed body; an object unless a provider sends something else.
  public var body: Value
  /// The bytes that a second delivery under the same key must equal.
  public var content: [UInt8]
  /// When the sender says, under its signature, that the event was made; nil where the source does not say.
  public var signedAt: Instant?
  /// For the history: `client`, `stripe`, `uid 1000: reason`.
  public var actor: String

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
