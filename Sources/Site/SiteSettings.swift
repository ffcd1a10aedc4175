public import Ingress
public import Listening

/// The settings of the site. Every bound is finite.
public struct SiteSettings: Sendable {
  /// A legal text of the operator's: the first line is its title, and blank lines divide its paragraphs.
  public struct LegalText: Sendable, Hashable {
    /// The last part of its address: `terms`.
    public var slug: String
    /// By language.
    public var texts: [String: String]

    /// Creates a text from its fields.
    public init(slug: String, texts: [String: String]) { (self.slug, self.texts) = (slug, texts) }
  }

  /// A client's logo, as the operator gives it.
  public struct Logo: Sendable, Hashable {
    /// The client's name.
    public var name: String
    /// The media type: `image/svg+xml` or `image/png`.
    public var type: String
    /// The picture.
    public var bytes: [UInt8]

    /// Creates a logo from its fields.
    public init(name: String, type: String, bytes: [UInt8]) {
      (self.name, self.type, self.bytes) = (name, type, bytes)
    }
  }

  /// The name of the text that says who the house is: name, address and tax number. It stands on receipts.
  public static let supplier = "supplier"

  /// The address that the site listens on.
  public var address: ListenAddress
  /// The bounds of connections and of requests' heads and bodies.
  public var listen: ListenLimits
  /// The address by which browsers know the site, as `https://example.org`; nil for whatever host a request names.
  public var publicURL: String?
  /// The name of the marketplace.
  public var name: String
  /// The key from which forms and drafts are signed.
  public var key: [UInt8]
  /// The pages that each client may ask for.
  public var pages: IngressSettings.RateLimit
  /// The forms that each client may send.
  public var posts: IngressSettings.RateLimit
  /// The times that each client may hold in an hour.
  public var holdsPerHour: Int
  /// The prices that each client may ask for.
  public var quotes: IngressSettings.RateLimit
  /// The sites of the payment provider to which clients are sent, as `https://checkout.stripe.com`.
  public var paymentPages: [String]
  /// The time for which a client who has booked waits for the provider's page, and one who comes back for its word.
  public var paymentPageWithin: Duration
  /// The new connections of each peer.
  public var arrivals: IngressSettings.RateLimit
  /// The peers whose `X-Forwarded-For` is believed.
  public var trustedProxies: [AddressRange]
  /// The most bytes of a form.
  public var bodyBytes: Int
  /// The most requests of one client under way.
  public var atOnce: Int
  /// The time after which a form without a reply is answered that it could not be done.
  public var commitWithin: Duration
  /// The logos of the first page, in their order.
  public var logos: [Logo] = []
  /// True if bookings have invoices, so that clients are asked for an address.
  public var issuesInvoices = false
  /// The legal texts, in the order of the foot of each page.
  public var legal: [LegalText]

  /// Creates settings from their fields. By default each client may ask for one page a second, send ten forms and ask
  /// for five prices a minute, with bursts of 60, 10 and 5, and no proxy is trusted.
  public init(
    address: ListenAddress, listen: ListenLimits = ListenLimits(), publicURL: String? = nil, name: String,
    key: [UInt8], pages: IngressSettings.RateLimit = .init(perSecond: 1, burst: 60),
    posts: IngressSettings.RateLimit = .init(perSecond: 10 / 60, burst: 10), holdsPerHour: Int = 12,
    quotes: IngressSettings.RateLimit = .init(perSecond: 5 / 60, burst: 5),
    paymentPages: [String] = ["https://checkout.stripe.com"], paymentPageWithin: Duration = .seconds(5),
    arrivals: IngressSettings.RateLimit = .init(perSecond: 100, burst: 400), trustedProxies: [AddressRange] = [],
    bodyBytes: Int = 64 * 1024, atOnce: Int = 32, commitWithin: Duration = .seconds(10), legal: [LegalText] = []
  ) {
    (self.address, self.listen, self.publicURL, self.name) = (address, listen, publicURL, name)
    (self.key, self.pages, self.posts, self.holdsPerHour) = (key, pages, posts, holdsPerHour)
    (self.quotes, self.paymentPages, self.paymentPageWithin) = (quotes, paymentPages, paymentPageWithin)
    (self.arrivals, self.trustedProxies, self.bodyBytes) = (arrivals, trustedProxies, bodyBytes)
    (self.atOnce, self.commitWithin, self.legal) = (atOnce, commitWithin, legal)
  }
}
