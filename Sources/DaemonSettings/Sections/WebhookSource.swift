extension IngressSection {
  /// A sender of webhooks, which are received at `POST /webhooks/{name}`.
  public struct WebhookSource: Hashable, Sendable {
    /// The scheme by which a sender authenticates its deliveries.
    public enum Scheme: String, Hashable, Sendable, CaseIterable {
      /// Stripe's webhook signatures.
      case stripe
      /// Standard Webhooks 1.0.
      case standardWebhooks = "standard-webhooks"
      /// An HMAC-SHA-256 of the body in a header.
      case hmacSHA256 = "hmac-sha256"
      /// The webhooks of Zoom: an HMAC-SHA-256 of time and body, and a challenge that is answered.
      case zoom
      /// The webhooks of Twilio: an HMAC-SHA-1 of the public address and the form's fields.
      case twilio
      /// The `Authorization` header: RFC 7617, or RFC 6750.
      case basic, bearer
    }

    /// The encoding of an HMAC.
    public enum Encoding: String, Hashable, Sendable, CaseIterable { case hex, base64 }

    /// The form of a body.
    public enum Format: String, Hashable, Sendable, CaseIterable { case json, mail }

    /// The form of the bodies.
    public var format: Format
    /// The source's name, unique among all sources.
    public var name: String
    /// The scheme.
    public var scheme: Scheme
    /// The credentials with the secrets. Any of them verifies, so that a secret can be changed without a gap. Never
    /// empty.
    public var secrets: [CredentialName]
    /// For `stripe`: the secrets of the endpoint for events of connected accounts. If there are any, `secrets` belong
    /// to the endpoint of our own account.
    public var connectSecrets: [CredentialName]
    /// The most that the signed time may differ from ours.
    public var tolerance: Duration
    /// If set, an event with another `livemode` is acknowledged and dropped.
    public var livemode: Bool?
    /// For `hmac-sha256`: the header that holds the digest.
    public var header: String?
    /// The digest's encoding.
    public var encoding: Encoding
    /// The text before the digest.
    public var prefix: String
    /// The place of the deduplication key, if it differs from the scheme's: `body.data.id`, `header.X-Event-Id`,
    /// `fixed.name` or `digest`.
    public var key: String?
    /// The place of the event's name.
    public var event: String?
    /// The place of the event's time of creation.
    public var createdAt: String?

    /// The events after which an address is not written to any more; nil if there are none.
    public var refusals: Refusals?

    /// Names of built-in senders and of roles. A source with such a name would share their keys or act in their name.
    static let reservedNames = [
      "api", "client", "consultant", "control", "engine", "family", "operator", "provider", "site", "system", "timer",
      "unsubscribe",
    ]

    /// - Parameter sandbox: whether the payment provider's events are those of its test mode, unless the file says
    ///   otherwise.
    init?(_ section: SectionReader, sandbox: Bool) {
      let name = section.required("name", .name("the source's name"))
      if let name, Self.reservedNames.contains(name) {
        section.object(
          .conflict, to: "name",
          expected: "a name that is not reserved (\(Self.reservedNames.joined(separator: ", ")))",
          given: name, cure: "name it after the sender, such as \(name)-events, and give the sender the new address")
      }
      let scheme = section.required("scheme", SettingKind<Scheme>.choice)
      secrets = section.values("secrets", .credential)
      connectSecrets = section.values("connect_secrets", .credential)
      tolerance = section.value("tolerance", .duration(.seconds(1) ... .seconds(3600)), default: .seconds(300))
      livemode = section.optional("livemode", .flag) ?? (scheme == .stripe ? !sandbox : nil)
      header = section.optional("header", .headerName)
      encoding = section.value("encoding", .choice, default: .hex)
      prefix = section.value("prefix", .text("the text before the digest", maximum: 32), default: "")
      key = section.optional("key", .pick)
      event = section.optional("event", .pick)
      createdAt = section.optional("created_at", .pick)
      format = section.value("format", .choice, default: .json)
      if let scheme, format == .mail, ![.basic, .bearer, .hmacSHA256].contains(scheme) {
        section.object(
          .conflict, to: "format", expected: "mail only with scheme: basic, bearer or hmac-sha256",
          given: scheme.rawValue, cure: "take 'format:' away")
      }
      refusals = section.optionalSection("suppress") { Refusals($0) }
      if secrets.isEmpty {
        section.object(
          .missingKey, to: "secrets", expected: "the name of one credential at least",
          cure: "a webhook without a secret could be sent by anybody")
      }
      if let scheme, scheme != .stripe, !connectSecrets.isEmpty {
        section.object(
          .conflict, to: "connect_secrets", expected: "only with scheme: stripe", given: scheme.rawValue,
          cure: "take 'connect_secrets:' away")
      }
      if let both = connectSecrets.first(where: secrets.contains) {
        section.object(
          .conflict, to: "connect_secrets", expected: "other secrets than those under 'secrets'", given: "\(both)",
          cure: "each endpoint at the provider has its own secret, which identifies its events")
      }
      if scheme == .hmacSHA256, header == nil {
        section.object(.missingKey, to: "header", expected: "the header that holds the digest", cure: "add 'header:'")
      } else if let scheme, scheme != .hmacSHA256, header != nil {
        section.object(
          .conflict, to: "header", expected: "only with scheme: hmac-sha256", given: scheme.rawValue,
          cure: "take 'header:' away")
      }
      guard let name, let scheme else { return nil }
      self.name = name
      self.scheme = scheme
    }
  }
}
