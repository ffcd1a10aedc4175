/// One configured sender of webhooks, received at `POST /webhooks/{name}`.
public struct WebhookSource: Sendable {
  /// The way in which a sender proves who it is.
  public enum Scheme: Sendable, Hashable {
    /// Stripe's webhook signatures: `Stripe-Signature: t=…,v1=…` over `t.body`. The secret is used as ASCII, `whsec_`
    /// included.
    case stripe
    /// Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp` and `webhook-signature: v1,<base64>` over
    /// `id.timestamp.body`.
    case standardWebhooks
    /// HMAC-SHA-256 of the body in a header, after an optional prefix such as `sha256=`. It holds no time, so it cannot
    /// become stale.
    case hmacSHA256(header: String, encoding: Encoding, prefix: String)
    /// Zoom: `x-zm-signature: v0=…` over `v0:time:body`. An event has no identifier; its digest is its key.
    case zoom
    /// RFC 7617. Secrets are `user:password`.
    case basic
    /// RFC 6750. Secrets are the tokens.
    case bearer
  }

  /// The encoding of an HMAC in a header.
  public enum Encoding: String, Sendable, Hashable {
    /// Hexadecimal digits, or Base64 (RFC 4648 section 4).
    case hex, base64
  }

  /// The name in the path, which is the source of the events.
  public var name: String
  /// The way in which the sender proves who it is.
  public var scheme: Scheme
  /// The secrets, any of which verifies a delivery, so that a secret can be changed without a gap.
  public var secrets: [String]
  /// The secrets of the endpoint for events of connected accounts (Stripe Connect). If there are any, `secrets` belong
  /// to the endpoint for our own account, and an event at the wrong endpoint is dropped.
  public var connectSecrets: [String]
  /// The most that the signed time may differ from ours, before or after.
  public var tolerance: Duration
  /// If it is set, an event with another `livemode` is acknowledged and dropped.
  public var livemode: Bool?
  /// The place of the sender's deduplication key.
  public var key: Pick
  /// The place of the event's name.
  public var event: Pick
  /// The place of the event's time of creation, in whole seconds since 1970 or as RFC 3339; nil if there is none.
  public var createdAt: Pick?
  /// The role that definitions see as the sender of the events.
  public var role: String
  /// The place of the account that an event concerns if it is not our own.
  var account: Pick?

  /// Creates a source. By default `key`, `event` and `createdAt` are those of the scheme: `id`, `type` and `created`
  /// for Stripe; the `webhook-id` header, `type` and `timestamp` for Standard Webhooks; otherwise `id`, `type` and
  /// none.
  public init(
    name: String, scheme: Scheme, secrets: [String], connectSecrets: [String] = [],
    tolerance: Duration = .seconds(300), livemode: Bool? = nil, key: Pick? = nil, event: Pick? = nil,
    createdAt: Pick? = nil, role: String = "provider"
  ) {
    self.name = name
    self.scheme = scheme
    self.secrets = secrets
    self.connectSecrets = connectSecrets
    self.tolerance = tolerance
    self.livemode = livemode
    self.role = role
    account = scheme == .stripe ? .body(["account"]) : nil
    self.event = event ?? .body([scheme == .zoom ? "event" : "type"])
    switch scheme {
    case .stripe:
      self.key = key ?? .body(["id"])
      self.createdAt = createdAt ?? .body(["created"])
    case .standardWebhooks:
      self.key = key ?? .header("webhook-id")
      self.createdAt = createdAt ?? .body(["timestamp"])
    case .zoom:
      self.key = key ?? .digest
      self.createdAt = createdAt
    case .hmacSHA256, .basic, .bearer:
      self.key = key ?? .body(["id"])
      self.createdAt = createdAt
    }
  }

  /// The endpoints of this source, each with the secrets that verify its deliveries and the account whose events are
  /// sent to it.
  var endpoints: [(source: WebhookSource, origin: WebhookOrigin?)] {
    guard !connectSecrets.isEmpty else { return [(self, nil)] }
    var connected = self
    connected.secrets = connectSecrets
    return [(self, .platform), (connected, .connected)]
  }
}
