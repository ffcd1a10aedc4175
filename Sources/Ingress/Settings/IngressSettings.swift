public import Listening

/// The settings of the public gateway. Every bound is finite.
public struct IngressSettings: Sendable {
  /// The address that the gateway listens on.
  public var address: ListenAddress
  /// The bounds of connections and of requests' heads and bodies.
  public var listen: ListenLimits
  /// The most bytes of a body, by default 256 KiB.
  public var bodyBytes: Int
  /// The most bytes of the body of an event that a party or a site sends, by default 64 KiB.
  public var eventBytes: Int
  /// The inputs of each sender that are stored in an hour.
  public var quota: Quota
  /// The sites that may call the API. A name may occur twice, with the old and the new token, while a token is changed.
  public var sites: [SiteToken]
  /// The collections under `/v1`, each with the workflow that a POST to it starts.
  public var collections: [Collection]
  /// The senders of webhooks.
  public var webhooks: [WebhookSource]
  /// The requests that each client may make.
  public var rate: RateLimit
  /// The new connections of each peer. It allows twice the requests, so that a peer that asks a little too often is answered with 429
  /// and not with 503.
  public var arrivals: RateLimit
  /// The peers whose `X-Forwarded-For` is believed. `unix` stands for peers on a Unix socket.
  public var trustedProxies: [AddressRange]
  /// The time after which a request without a reply is answered with 503, by default 10 seconds, which is below the
  /// time-outs of providers.
  public var commitWithin: Duration
  /// The most inputs that wait for the engine at once. One more is answered with 503. A quarter of it is the most
  /// requests that one client may have under way.
  public var inFlight: Int
  /// The token that a booking's link for unsubscribing has; nil if there are no such links.
  public var unsubscribeToken: (@Sendable (_ reference: String) -> String)?

  /// Creates settings. Without sites and webhooks, no input is taken.
  public init(
    address: ListenAddress, listen: ListenLimits = ListenLimits(), bodyBytes: Int = 256 * 1024,
    eventBytes: Int = 64 * 1024, quota: Quota = Quota(),
    sites: [SiteToken] = [], collections: [Collection] = [], webhooks: [WebhookSource] = [],
    rate: RateLimit = RateLimit(), arrivals: RateLimit = RateLimit(perSecond: 100, burst: 400),
    trustedProxies: [AddressRange] = [], commitWithin: Duration = .seconds(10),
    inFlight: Int = 512, unsubscribeToken: (@Sendable (_ reference: String) -> String)? = nil
  ) {
    self.address = address
    self.listen = listen
    self.bodyBytes = bodyBytes
    self.eventBytes = eventBytes
    self.quota = quota
    self.sites = sites
    self.collections = collections
    self.webhooks = webhooks
    self.rate = rate
    self.arrivals = arrivals
    self.trustedProxies = trustedProxies
    self.commitWithin = commitWithin
    self.inFlight = inFlight
    self.unsubscribeToken = unsubscribeToken
  }

  /// The bearer token of a calling site.
  public struct SiteToken: Sendable {
    /// The site's name, which occurs in the source of its events (`api:name`).
    public var name: String
    /// The token.
    public var secret: String

    /// Creates a token.
    public init(name: String, secret: String) {
      self.name = name
      self.secret = secret
    }
  }

  /// A collection of the API, such as `bookings`, and the workflow that a POST to it starts.
  public struct Collection: Sendable, Hashable {
    /// The name in the path.
    public var name: String
    /// The name of the root workflow.
    public var workflow: String

    /// Creates a collection.
    public init(name: String, workflow: String) {
      self.name = name
      self.workflow = workflow
    }
  }

  /// The most inputs that are stored in an hour. Every 4 KiB that an input begins count as one.
  public struct Quota: Sendable, Hashable {
    /// The events of the holders of one role's capabilities for one booking.
    public var eventsPerCapability: Int
    /// The events of one site to one booking.
    public var eventsPerBooking: Int
    /// The events of one site to all bookings.
    public var eventsPerSite: Int
    /// The bookings that one site starts.
    public var bookingsPerSite: Int
    /// The families that are started for one network address of a client's, by collection; without an entry there is no
    /// such bound. Only requests that name the address count.
    public var startsPerAddress: [String: Int]
    /// The events of one source of webhooks.
    public var eventsPerSource: Int

    /// Creates a quota.
    public init(
      eventsPerCapability: Int = 240, eventsPerBooking: Int = 1_000, eventsPerSite: Int = 100_000,
      bookingsPerSite: Int = 10_000, startsPerAddress: [String: Int] = [:], eventsPerSource: Int = 200_000
    ) {
      self.eventsPerCapability = eventsPerCapability
      self.eventsPerBooking = eventsPerBooking
      self.eventsPerSite = eventsPerSite
      self.bookingsPerSite = bookingsPerSite
      self.startsPerAddress = startsPerAddress
      self.eventsPerSource = eventsPerSource
    }
  }

  /// A token bucket for each address.
  public struct RateLimit: Sendable, Hashable {
    /// The requests a second in the long run.
    public var perSecond: Double
    /// The most requests at once after a pause.
    public var burst: Int
    /// The most addresses that are remembered. Those that were not seen for longest are forgotten.
    public var addresses: Int

    /// Creates a rate limit.
    public init(perSecond: Double = 50, burst: Int = 200, addresses: Int = 20_000) {
      self.perSecond = perSecond
      self.burst = burst
      self.addresses = addresses
    }
  }
}
