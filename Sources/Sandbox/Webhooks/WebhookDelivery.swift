import CivilTime

/// An endpoint of the provider's events. A Connect endpoint gets those of connected accounts only and an ordinary one
/// the others; a single endpoint gets both.
struct WebhookEndpoint: Sendable, Equatable {
  var url: String
  /// The signing secret, `whsec_…` included; the whole text is the key.
  var secret: String
  var connect: Bool
}

/// One event on its way to one endpoint, until it is acknowledged or abandoned.
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
  /// True if a fault loses the first attempt.
  var losesFirst = false
  /// True if it waits for the next event of its lane to be delivered.
  var waitsForNext = false
}

/// One attempt that is due now.
struct WebhookAttempt: Sendable {
  let number: Int
  let url: String
  let secret: String
  let body: [UInt8]
  let signedAt: Int64
  /// True if the attempt is only simulated.
  let isLost: Bool
}
