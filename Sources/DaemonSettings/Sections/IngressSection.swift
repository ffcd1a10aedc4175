/// The public API and the receivers of webhooks.
public struct IngressSection: Hashable, Sendable {
  /// The address to listen on.
  public var listen: ListenTarget
  /// The prefix of links in mails; nil if mails have none.
  public var publicURL: WebAddress?
  /// The most bytes of a body.
  public var bodyLimit: Int
  /// The most bytes of the body of an event that a party or a site sends.
  public var eventLimit: Int
  /// The most inputs that are stored of each sender.
  public var quota: Quota
  /// The bounds on connections.
  public var connections: Connections
  /// The most requests of one address in a minute, in the long run.
  public var rate: Int
  /// The most requests of one address at once after a pause.
  public var burst: Int
  /// The most requests under way at once.
  public var inFlight: Int
  /// The networks whose `X-Forwarded-For` is believed: `10.0.0.0/8`, `::1`, `unix`.
  public var trustedProxies: [String]
  /// The sites that may create bookings.
  public var sites: [Site]
  /// The collections `/v1/{name}`, each with the workflow that a POST starts, in the order of the file.
  public var collections: [Collection]
  /// The senders of webhooks.
  public var sources: [WebhookSource]
  /// The mailboxes that the daemon reads.
  public var mailboxes: [MailboxSection]

  /// The most inputs that are stored of each sender in an hour. Every 4 KiB that an input begins count as one. The
  /// defaults are far above the use of an honest sender.
  public struct Quota: Hashable, Sendable {
    /// The events of one role's capabilities for one booking.
    public var eventsPerCapability: Int
    /// The events of one site to one booking.
    public var eventsPerBooking: Int
    /// The events of one site to all bookings.
    public var eventsPerSite: Int
    /// The bookings that one site starts.
    public var bookingsPerSite: Int
    /// The holds for one network address of a client's.
    public var holdsPerAddress: Int
    /// The events of one webhook source.
    public var eventsPerSource: Int
    /// The events of each party, and of the site, in the whole life of a booking.
    public var eventsInALife: Int

    init(_ section: SectionReader) {
      let hourly = SettingKind<Int>.whole(1...10_000_000, unit: "an hour")
      eventsPerCapability = section.value("events_per_capability", hourly, default: 240)
      eventsPerBooking = section.value("events_per_booking", hourly, default: 1_000)
      eventsPerSite = section.value("events_per_site", hourly, default: 100_000)
      bookingsPerSite = section.value("bookings_per_site", hourly, default: 10_000)
      holdsPerAddress = section.value("holds_per_address", hourly, default: 3)
      eventsPerSource = section.value("events_per_source", hourly, default: 200_000)
      eventsInALife = section.value("events_in_a_life", .whole(1...10_000_000), default: 10_000)
    }
  }

  /// A site that may call the API.
  public struct Site: Hashable, Sendable {
    /// The site's name.
    public var name: String
    /// The credential that holds its bearer token.
    public var token: CredentialName
  }

  /// A collection of the API.
  public struct Collection: Hashable, Sendable {
    /// The name in the path.
    public var name: String
    /// The root workflow that a POST starts.
    public var workflow: String
  }

  /// The collection of holds is there by default, also for definitions without a workflow for it.
  public static let holds = Collection(name: "holds", workflow: "hold")

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
    self.collections =
      collections.isEmpty ? [Collection(name: "bookings", workflow: "booking"), Self.holds] : collections
    sources = section.sections("sources") { WebhookSource($0, sandbox: sandbox) }
    mailboxes = section.sections("mailboxes") { MailboxSection($0, sandbox: sandbox) }

    if !listen.isLoopback, !sandbox {
      section.object(
        .plaintext, to: "listen", expected: "a loopback address, or socket-activation", given: "\(listen)",
        cure: "TLS is terminated by a proxy in front, which connects to 127.0.0.1")
    }
    if let publicURL, publicURL.isPlaintext, !sandbox {
      section.object(
        .plaintext, to: "public_url", expected: "https", given: "\(publicURL)", cure: "clients' links need TLS")
    }
    if publicURL == nil, let source = sources.first(where: { $0.scheme == .twilio }) {
      section.object(
        .missingKey, to: "public_url", expected: "the address to which '\(source.name)' sends its webhooks",
        cure: "add 'public_url:'; the scheme twilio signs the address")
    }
    for (index, source) in sources.enumerated()
    where sources[..<index].contains(where: { $0.name == source.name }) {
      section.object(
        .conflict, to: "sources", expected: "every source's name once", given: source.name,
        cure: "for a second secret, add it to secrets: of the one source")
    }
    for (index, box) in mailboxes.enumerated()
    where (sources.map(\.name) + mailboxes[..<index].map(\.name)).contains(box.name) {
      section.object(
        .conflict, to: "mailboxes", expected: "a name that no other mailbox and no source has", given: box.name,
        cure: "a source of the same mails is not needed any more: take it away, or give the mailbox another name")
    }
  }
}
