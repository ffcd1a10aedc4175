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
    /// Twilio: `X-Twilio-Signature`, an HMAC-SHA-1 over the address to which it was sent and the form's fields. `address`
    /// is what the public calls us by, without a slash at the end. Bodies are forms.
    case twilio(address: String)
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

  /// The form of a body.
  public enum Format: String, Sendable, Hashable {
    /// JSON; of Twilio a form.
    case json
    /// A mail (RFC 5322), as a mail server hands it on.
    case mail
  }

  /// The form of the bodies.
  public var format: Format
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
  /// The events after which an address is not written to any more; nil if the source tells of none.
  public var refusals: RefusalRule?
  /// The place of the account that an event concerns if it is not our own.
  var account: Pick?

  /// Creates a source. By default `key`, `event` and `createdAt` are those of the scheme: `id`, `type` and `created`
  /// for Stripe; the `webhook-id` header, `type` and `timestamp` for Standard Webhooks; otherwise `id`, `type` and
  /// none.
  public init(
    name: String, scheme: Scheme, secrets: [String], connectSecrets: [String] = [],
    tolerance: Duration = .seconds(300), livemode: Bool? = nil, key: Pick? = nil, event: Pick? = nil,
    createdAt: Pick? = nil, role: String = "provider", refusals: RefusalRule? = nil, format: Format = .json
  ) {
    self.format = format
    self.refusals = refusals
    self.name = name
    self.scheme = scheme
    self.secrets = secrets
    self.connectSecrets = connectSecrets
    self.tolerance = tolerance
    self.livemode = livemode
    self.role = role
    account = scheme == .stripe ? .body(["account"]) : nil
    switch scheme {
    case .zoom, .twilio: self.event = event ?? .body(["event"])
    case .stripe, .standardWebhooks, .hmacSHA256, .basic, .bearer:
      self.event = event ?? .body([format == .mail ? "event" : "type"])
    }
    switch scheme {
    case .stripe:
      self.key = key ?? .body(["id"])
      self.createdAt = createdAt ?? .body(["created"])
    case .standardWebhooks:
      self.key = key ?? .header("webhook-id")
      self.createdAt = createdAt ?? .body(["timestamp"])
    case .zoom, .twilio:
      self.key = key ?? .digest
      self.createdAt = createdAt
    case .hmacSHA256, .basic, .bearer:
      self.key = key ?? (format == .mail ? .digest : .body(["id"]))
      self.createdAt = createdAt
    }
  }

  /// True if the sender reads answers as instructions, in a form of its own.
  var takesInstructions: Bool {
    if case .twilio = scheme { true } else { false }
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
