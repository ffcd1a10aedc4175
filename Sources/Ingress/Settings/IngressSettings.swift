public import Listening

/// Everything that the public door can be told. Every bound is finite.
public struct IngressSettings: Sendable {
  public var address: ListenAddress
  public var listen: ListenLimits
  /// Largest body, in bytes: 256 KiB.
  public var bodyBytes: Int
  /// Largest body of an event that a party or a site sends, in bytes: 64 KiB.
  public var eventBytes: Int
  public var quota: Quota
  /// The sites that may call the API. A name may stand twice, with the old and the new token, while a token is changed.
  public var sites: [SiteToken]
  /// `/v1/{name}` and the workflow that a POST there starts.
  public var collections: [Collection]
  public var webhooks: [WebhookSource]
  public var rate: RateLimit
  /// New connections of each peer; twice the requests, so that who asks a little too often hears 429 and not 503.
  public var arrivals: RateLimit
  /// Peers whose `X-Forwarded-For` is believed; `unix` stands for peers on a Unix socket.
  public var trustedProxies: [AddressRange]
  /// After this an answer that has not come is 503: PT10S, below the time-outs of providers.
  public var commitWithin: Duration
  /// Requests being answered at once; one more gets 503.
  public var inFlight: Int

  public init(
    address: ListenAddress, listen: ListenLimits = ListenLimits(), bodyBytes: Int = 256 * 1024,
    eventBytes: Int = 64 * 1024, quota: Quota = Quota(),
    sites: [SiteToken] = [], collections: [Collection] = [], webhooks: [WebhookSource] = [],
    rate: RateLimit = RateLimit(), arrivals: RateLimit = RateLimit(perSecond: 100, burst: 400),
    trustedProxies: [AddressRange] = [], commitWithin: Duration = .seconds(10),
    inFlight: Int = 512
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
  }

  /// A calling site's bearer token.
  public struct SiteToken: Sendable {
    public var name: String
    public var secret: String

    public init(name: String, secret: String) {
      self.name = name
      self.secret = secret
    }
  }

  /// `bookings` → workflow `booking`.
  public struct Collection: Sendable, Hashable {
    public var name: String
    public var workflow: String

    public init(name: String, workflow: String) {
      self.name = name
      self.workflow = workflow
    }
  }

  /// Inputs that are stored in an hour; each 4 KiB begun count as one.
  public struct Quota: Sendable, Hashable {
    /// Of the holder of one capability.
    public var eventsPerCapability: Int
    /// Of one site to one booking.
    public var eventsPerBooking: Int
    /// Of one site to all its bookings.
    public var eventsPerSite: Int
    public var bookingsPerSite: Int
    /// Of one source of webhooks.
    public var eventsPerSource: Int

    public init(
      eventsPerCapability: Int = 240, eventsPerBooking: Int = 1_000, eventsPerSite: Int = 100_000,
      bookingsPerSite: Int = 10_000, eventsPerSource: Int = 200_000
    ) {
      self.eventsPerCapability = eventsPerCapability
      self.eventsPerBooking = eventsPerBooking
      self.eventsPerSite = eventsPerSite
      self.bookingsPerSite = bookingsPerSite
      self.eventsPerSource = eventsPerSource
    }
  }

  /// A token bucket for each address.
  public struct RateLimit: Sendable, Hashable {
    /// How many a second in the long run.
    public var perSecond: Double
    /// How many at once after a pause.
    public var burst: Int
    /// Addresses remembered at once; the longest unheard are forgotten.
    public var addresses: Int

    public init(perSecond: Double = 50, burst: Int = 200, addresses: Int = 20_000) {
      self.perSecond = perSecond
      self.burst = burst
      self.addresses = addresses
    }
  }
}
