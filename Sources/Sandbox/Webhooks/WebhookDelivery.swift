import CivilTime

/// Where the provider sends events. A Connect endpoint gets those of connected accounts only, an ordinary one the
/// others; when there is one endpoint only, it gets both.
struct WebhookEndpoint: Sendable, Equatable {
  var url: String
  /// As given out, `whsec_…` included: the whole text is the key.
  var secret: String
  var connect: Bool
}

/// One event on its way to one endpoint, until it is acknowledged or given up.
struct WebhookDelivery: Sendable {
  let number: Int
  let event: String
  let type: String
  let lane: String
  let endpoint: WebhookEndpoint
  let body: [UInt8]
  let created: Instant
  var due: Instant
  var attempts = 0
  /// The first attempt is lost on the way.
  var losesFirst = false
  /// Waits for the next event of its lane to be delivered.
  var waitsForNext = false
}

/// One attempt to be made now.
struct WebhookAttempt: Sendable {
  let number: Int
  let url: String
  let secret: String
  let body: [UInt8]
  let signedAt: Int64
  /// The attempt is only pretended.
  let isLost: Bool
}
