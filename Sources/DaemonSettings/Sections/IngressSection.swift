/// The public door.
public struct IngressSection: Hashable, Sendable {
  public var listen: ListenTarget
  /// The beginning of links in mails.
  public var publicURL: WebAddress?
  /// The largest body, in bytes.
  public var bodyLimit: Int
  /// The largest body of an event that a party or a site sends, in bytes.
  public var eventLimit: Int
  public var quota: Quota
  public var connections: Connections
  /// Requests per minute from one address, in the long run.
  public var rate: Int
  /// Requests at once from one address after a pause.
  public var burst: Int
  /// Requests being answered at once.
  public var inFlight: Int
  /// Networks whose `X-Forwarded-For` is believed: `10.0.0.0/8`, `::1`, `unix`.
  public var trustedProxies: [String]
  /// Sites that may create bookings.
  public var sites: [Site]
  /// `/v1/{name}` and the workflow that a POST there starts, in the order of the file.
  public var collections: [Collection]
  public var sources: [WebhookSource]

  /// Inputs that are stored of each sender in an hour; each 4 KiB begun count as one. An honest sender never meets them.
  public struct Quota: Hashable, Sendable {
    public var eventsPerCapability: Int
    public var eventsPerBooking: Int
    public var eventsPerSite: Int
    public var bookingsPerSite: Int
    public var eventsPerSource: Int
    /// Events of each party, and of the site, that a booking takes in all its life.
    public var eventsInALife: Int

    init(_ section: SectionReader) {
      let hourly = SettingKind<Int>.whole(1...10_000_000, unit: "an hour")
      eventsPerCapability = section.value("events_per_capability", hourly, default: 240)
      eventsPerBooking = section.value("events_per_booking", hourly, default: 1_000)
      eventsPerSite = section.value("events_per_site", hourly, default: 100_000)
      bookingsPerSite = section.value("bookings_per_site", hourly, default: 10_000)
      eventsPerSource = section.value("events_per_source", hourly, default: 200_000)
      eventsInALife = section.value("events_in_a_life", .whole(1...10_000_000), default: 10_000)
    }
  }

  public struct Site: Hashable, Sendable {
    public var name: String
    public var token: CredentialName
  }

  public struct Collection: Hashable, Sendable {
    public var name: String
    public var workflow: String
  }

  init(_ section: SectionReader, sandbox: Bool) {
    listen = section.value("listen", .listen, default: .socketActivation)
    publicURL = section.optional("public_url", .address("https", "http"))
    bodyLimit = section.value("body_limit", .bytes(1024...16 << 20), default: 256 << 10)
    eventLimit = section.value("event_limit", .bytes(1024...16 << 20), default: 64 << 10)
    quota = section.section("quota") { Quota($0) }
    rate = section.value("rate", .whole(1...1_000_000, unit: "a minute"), default: 3000)
    burst = section.value("burst", .whole(1...100_000), default: 200)
    connections = section.section("connections") { [rate, burst] in Connections($0, rate: rate, burst: burst) }
    inFlight = section.value("in_flight", .whole(1...65_536), default: 512)
    trustedProxies = section.values("trusted_proxies", .network)
    sites = section.sections("sites") { site in
      let name = site.required("name", .name("the site's name"))
      let token = site.required("token", .credential)
      guard let name, let token else { return nil }
      return Site(name: name, token: token)
    }
    let collections = section.entries("collections", .name("a workflow")).map {
      Collection(name: $0.name, workflow: $0.value)
    }
    self.collections = collections.isEmpty ? [Collection(name: "bookings", workflow: "booking")] : collections
    sources = section.sections("sources") { WebhookSource($0, sandbox: sandbox) }

    if !listen.isLoopback, !sandbox {
      section.object(
        .plaintext, to: "listen", expected: "a loopback address, or socket-activation", given: "\(listen)",
        cure: "TLS is terminated by a proxy in front; let it connect to 127.0.0.1")
    }
    if let publicURL, publicURL.isPlaintext, !sandbox {
      section.object(
        .plaintext, to: "public_url", expected: "https", given: "\(publicURL)", cure: "clients' links need TLS")
    }
    for (index, source) in sources.enumerated()
    where sources[..<index].contains(where: { $0.name == source.name }) {
      section.object(
        .conflict, to: "sources", expected: "every source's name once", given: source.name,
        cure: "for a second secret, add it to secrets: of the one source")
    }
  }
}
