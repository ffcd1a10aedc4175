import DaemonSettings
import Ingress
import Listening

/// Creates the public API's settings from settings and credentials.
struct IngressSetup {
  let settings: Settings
  let secrets: SecretReader

  /// The public API's settings without the address, which is bound later.
  struct UnboundGateway: Sendable {
    fileprivate let settings: IngressSettings

    /// The bounds of connections, which the pages have as well.
    var listen: ListenLimits { settings.listen }

    func settings(
      at address: ListenAddress, unsubscribeToken: @escaping @Sendable (_ reference: String) -> String
    ) -> IngressSettings {
      var settings = settings
      settings.address = address
      settings.unsubscribeToken = unsubscribeToken
      return settings
    }
  }

  func gateway() -> UnboundGateway {
    let ingress = settings.ingress
    return UnboundGateway(
      settings: IngressSettings(
        address: .tcp(host: "", port: 0), listen: limits(ingress.connections), bodyBytes: ingress.bodyLimit,
        eventBytes: ingress.eventLimit, quota: quota(ingress),
        sites: ingress.sites.enumerated().map { index, site in
          .init(name: site.name, secret: secrets.text(site.token, "ingress.sites[\(index)].token"))
        },
        collections: ingress.collections.map { .init(name: $0.name, workflow: $0.workflow) },
        webhooks: ingress.sources.enumerated().map { webhook($1, "ingress.sources[\($0)]") },
        rate: .init(perSecond: Double(ingress.rate) / 60, burst: ingress.burst),
        arrivals: .init(perSecond: Double(ingress.connections.rate) / 60, burst: ingress.connections.burst),
        trustedProxies: ingress.trustedProxies.enumerated().compactMap(range), inFlight: ingress.inFlight))
  }

  private func range(_ index: Int, _ text: String) -> AddressRange? {
    if let range = AddressRange(text) { return range }
    secrets.findings.add(
      .value, "ingress.trusted_proxies[\(index)]", expected: "a network such as 10.0.0.0/8, an address, or unix",
      given: text, cure: "an IPv4 network has at most /32, an IPv6 network at most /128")
    return nil
  }

  private func limits(_ connections: IngressSection.Connections) -> ListenLimits {
    ListenLimits(
      headerBytes: connections.headerLimit, headerFields: connections.headerFields,
      targetBytes: connections.targetLimit, connections: connections.atOnce,
      peerConnections: connections.ofOneAddress, tenure: connections.tenure, waiting: connections.waiting,
      idle: connections.idle,
      head: connections.head, body: connections.body, bodyRate: connections.bodyRate,
      rateWindow: connections.rateWindow, stall: connections.stall, linger: connections.linger,
      lingerBytes: connections.lingerLimit, grace: connections.grace)
  }

  private func quota(_ ingress: IngressSection) -> IngressSettings.Quota {
    let quota = ingress.quota
    let holds = ingress.collections.filter { $0.workflow == IngressSection.holds.workflow }
    return IngressSettings.Quota(
      eventsPerCapability: quota.eventsPerCapability, eventsPerBooking: quota.eventsPerBooking,
      eventsPerSite: quota.eventsPerSite, bookingsPerSite: quota.bookingsPerSite,
      startsPerAddress: Dictionary(holds.map { ($0.name, quota.holdsPerAddress) }) { first, _ in first },
      eventsPerSource: quota.eventsPerSource)
  }

  private func texts(_ names: [CredentialName], _ key: String) -> [String] {
    names.enumerated().map { secrets.text($1, "\(key)[\($0)]") }
  }

  static func refusals(_ refusals: IngressSection.WebhookSource.Refusals) -> RefusalRule? {
    Pick(refusals.address).map { address in
      RefusalRule(
        channel: refusals.channel == .sms ? .sms : .mail, address: address, all: Set(refusals.all),
        marketing: Set(refusals.marketing))
    }
  }

  private func webhook(_ source: IngressSection.WebhookSource, _ key: String) -> Ingress.WebhookSource {
    let scheme: Ingress.WebhookSource.Scheme =
      switch source.scheme {
      case .stripe: .stripe
      case .standardWebhooks: .standardWebhooks
      case .hmacSHA256:
        .hmacSHA256(
          header: source.header ?? "X-Signature", encoding: source.encoding == .hex ? .hex : .base64,
          prefix: source.prefix)
      case .zoom: .zoom
      case .twilio: .twilio(address: settings.ingress.publicURL?.description ?? "")
      case .basic: .basic
      case .bearer: .bearer
      }
    return Ingress.WebhookSource(
      name: source.name, scheme: scheme, secrets: texts(source.secrets, "\(key).secrets"),
      connectSecrets: texts(source.connectSecrets, "\(key).connect_secrets"), tolerance: source.tolerance,
      livemode: source.livemode, key: source.key.flatMap { Pick($0) }, event: source.event.flatMap { Pick($0) },
      createdAt: source.createdAt.flatMap { Pick($0) }, refusals: source.refusals.flatMap(Self.refusals),
      format: source.format == .mail ? .mail : .json)
  }
}
