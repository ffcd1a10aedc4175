public import CEL
public import CivilTime

/// An event from outside, verified and parsed, not yet stored.
public struct IncomingEvent: Sendable {
  /// Whose key `key` is: a configured webhook source (`stripe`), `api:` and a calling site's name, or `api` for the holder of a
  /// capability.
  public var source: String
  /// The sender's deduplication key, scoped so that two senders of one source cannot meet: 1 to 400 bytes.
  public var key: String
  /// `payment_intent.succeeded`, `cancel.client`: at most 128 characters of `A-Z a-z 0-9 . _ -`.
  public var name: String
  /// Who speaks: `provider`, `client`, `consultant`, `site` …: the engine compares it with what the definition permits.
  public var role: String
  /// The family that is addressed; nil where the engine has to correlate.
  public var reference: String?
  /// The parsed body; for the public API always an object.
  public var body: Value
  /// The bytes that a second delivery under the same key must equal.
  public var bodyHashInput: [UInt8]
  /// When the sender says, under its signature, that the event was made; nil where the source does not say.
  public var signedAt: Instant?
  /// The sender waits for what its event led to, not only for it being stored.
  public var wantsVerdict: Bool
  /// How long a verdict may take; after that a stored event is answered `pending`.
  public var patience: Duration

  public init(
    source: String, key: String, name: String, role: String, reference: String?, body: Value, bodyHashInput: [UInt8],
    signedAt: Instant? = nil, wantsVerdict: Bool = false, patience: Duration = .seconds(2)
  ) {
    self.source = source
    self.key = key
    self.name = name
    self.role = role
    self.reference = reference
    self.body = body
    self.bodyHashInput = bodyHashInput
    self.signedAt = signedAt
    self.wantsVerdict = wantsVerdict
    self.patience = patience
  }
}
