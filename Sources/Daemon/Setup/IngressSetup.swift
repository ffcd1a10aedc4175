import DaemonSettings
import Ingress
import Listening
import SystemdSupport

/// Settings and credentials into the public door.
struct IngressSetup {
  let settings: Settings
  let credentials: Credentials

  func make(address: ListenAddress) throws -> IngressSettings {
    let ingress = settings.ingress
    return IngressSettings(
      address: address, listen: limits(ingress.connections), bodyBytes: ingress.bodyLimit,
      eventBytes: ingress.eventLimit, quota: quota(ingress.quota),
      sites: try ingress.sites.map { .init(name: $0.name, secret: try text($0.token)) },
      collections: ingress.collections.map { .init(name: $0.name, workflow: $0.workflow) },
      webhooks: try ingress.sources.map(webhook),
      rate: .init(perSecond: Double(ingress.rate) / 60, burst: ingress.burst),
      arrivals: .init(perSecond: Double(ingress.connections.rate) / 60, burst: ingress.connections.burst),
      trustedProxies: ingress.trustedProxies.compactMap { AddressRange($0) },
      inFlight: ingress.inFlight)
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

  private func quota(_ quota: IngressSection.Quota) -> IngressSettings.Quota {
    IngressSettings.Quota(
      eventsPerCapability: quota.eventsPerCapability, eventsPerBooking: quota.eventsPerBooking,
      eventsPerSite: quota.eventsPerSite, bookingsPerSite: quota.bookingsPerSite,
      eventsPerSource: quota.eventsPerSource)
  }

  private func text(_ name: CredentialName) throws -> String { try credentials.text(name.description) }

  private func webhook(_ source: IngressSection.WebhookSource) throws -> Ingress.WebhookSource {
    let scheme: Ingress.WebhookSource.Scheme =
      switch source.scheme {
      case .stripe: .stripe
      case .standardWebhooks: .standardWebhooks
      case .hmacSHA256:
        .hmacSHA256(
          header: source.header ?? "X-Signature", encoding: source.encoding == .hex ? .hex : .base64,
          prefix: source.prefix)
      case .basic: .basic
      case .bearer: .bearer
      }
    return Ingress.WebhookSource(
      name: source.name, scheme: scheme, secrets: try source.secrets.map(text),
      connectSecrets: try source.connectSecrets.map(text), tolerance: source.tolerance,
      livemode: source.livemode, key: source.key.flatMap { Pick($0) }, event: source.event.flatMap { Pick($0) },
      createdAt: source.createdAt.flatMap { Pick($0) })
  }
}
