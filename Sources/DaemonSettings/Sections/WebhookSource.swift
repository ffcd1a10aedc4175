extension IngressSection {
  /// One sender of webhooks, received at `POST /webhooks/{name}`.
  public struct WebhookSource: Hashable, Sendable {
    public enum Scheme: String, Hashable, Sendable, CaseIterable {
      case stripe
      case standardWebhooks = "standard-webhooks"
      case hmacSHA256 = "hmac-sha256"
      case zoom, basic, bearer
    }

    public enum Encoding: String, Hashable, Sendable, CaseIterable { case hex, base64 }

    public var name: String
    public var scheme: Scheme
    /// Any of them verifies, so that a secret can be changed without a gap. Never empty.
    public var secrets: [CredentialName]
    /// Of `stripe`: secrets of the endpoint for events of connected accounts. When there are any, `secrets` are those of our own account's.
    public var connectSecrets: [CredentialName]
    /// How far the signed time may be from ours.
    public var tolerance: Duration
    /// When set, an event whose `livemode` differs is acknowledged and dropped.
    public var livemode: Bool?
    /// Of `hmac-sha256`: the header, how the digest is written and what stands before it.
    public var header: String?
    public var encoding: Encoding
    public var prefix: String
    /// Where the deduplication key, the event's name and its time of creation stand, when not where the scheme has
    /// them: `body.data.id`, `header.X-Event-Id`, `fixed.name`, `digest`.
    public var key: String?
    public var event: String?
    public var createdAt: String?

    /// Senders that are built in, and roles: a source of that name would share their keys, or speak in their name.
    static let reservedNames = [
      "api", "client", "consultant", "control", "engine", "family", "operator", "provider", "site", "system", "timer",
      "unsubscribe",
    ]

    /// - Parameter sandbox: then the payment provider's events are those of its test mode, unless the file says otherwise.
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
      prefix = section.value("prefix", .text("what stands before the digest", maximum: 32), default: "")
      key = section.optional("key", .pick)
      event = section.optional("event", .pick)
      createdAt = section.optional("created_at", .pick)
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
          cure: "each endpoint at the provider has a secret of its own; by it the events are told apart")
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
