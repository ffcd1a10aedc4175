/// One configured sender of webhooks, received at `POST /webhooks/{name}`.
public struct WebhookSource: Sendable {
  public enum Scheme: Sendable, Hashable {
    /// `Stripe-Signature: t=…,v1=…` over `t.body`; the secret is used as ASCII, `whsec_` included.
    case stripe
    /// `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,<base64>` over `id.timestamp.body` (Standard Webhooks 1.0).
    case standardWebhooks
    /// HMAC-SHA-256 of the body in a header, after an optional prefix such as `sha256=`. It carries no time, so it cannot go stale.
    case hmacSHA256(header: String, encoding: Encoding, prefix: String)
    /// RFC 7617; secrets are `user:password`.
    case basic
    /// RFC 6750.
    case bearer
  }

  public enum Encoding: String, Sendable, Hashable {
    case hex, base64
  }

  public var name: String
  public var scheme: Scheme
  /// Any of them verifies, so that a secret can be changed without a gap.
  public var secrets: [String]
  /// Secrets of the endpoint that is sent the events of connected accounts (Stripe Connect). When there are any, `secrets` are those of
  /// the endpoint for our own account, and an event that came to the wrong one is dropped.
  public var connectSecrets: [String]
  /// How far the signed time may be from ours, before or after.
  public var tolerance: Duration
  /// When set, an event whose `livemode` differs is acknowledged and dropped.
  public var livemode: Bool?
  /// Where the sender's deduplication key stands.
  public var key: Pick
  /// Where the event's name stands.
  public var event: Pick
  /// Where the event's time of creation stands: whole seconds since 1970 or RFC 3339.
  public var createdAt: Pick?
  public var role: String
  /// Where the account stands that an event is about, when it is not our own.
  var account: Pick?

  /// `key`, `event` and `createdAt` default to the scheme's own: Stripe's `id`, `type`, `created`; the `webhook-id` header,
  /// `type`, `timestamp` for Standard Webhooks; else `id`, `type` and none.
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
    self.event = event ?? .body(["type"])
    switch scheme {
    case .stripe:
      self.key = key ?? .body(["id"])
      self.createdAt = createdAt ?? .body(["created"])
    case .standardWebhooks:
      self.key = key ?? .header("webhook-id")
      self.createdAt = createdAt ?? .body(["timestamp"])
    case .hmacSHA256, .basic, .bearer:
      self.key = key ?? .body(["id"])
      self.createdAt = createdAt
    }
  }

  /// The endpoints behind this source, each with the secrets that verify its deliveries and with whose events it is sent.
  var endpoints: [(source: WebhookSource, origin: WebhookOrigin?)] {
    guard !connectSecrets.isEmpty else { return [(self, nil)] }
    var connected = self
    connected.secrets = connectSecrets
    return [(self, .platform), (connected, .connected)]
  }
}
