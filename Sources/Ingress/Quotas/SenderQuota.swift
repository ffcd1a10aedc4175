import EngineMessages

/// Bounds the input of each sender that is stored in an hour, because every accepted event leaves something that is
/// kept for ever.
struct SenderQuota: Sendable {
  enum Sender: Sendable {
    /// A site starts a booking.
    case start(site: String)
    /// A site starts a family of a collection for a client at a network address.
    case startFor(address: String, collection: String, site: String)
    /// A site sends an event to a booking.
    case site(String, reference: String)
    /// The holder of a capability sends an event.
    case party(role: String, reference: String)
    /// A provider sends a webhook.
    case source(String)

    fileprivate var isOfAddress: Bool { if case .startFor = self { true } else { false } }

    /// The sender's name in reports.
    var name: String {
      switch self {
      case .start(let site), .site(let site, _), .startFor(_, _, let site): "api:\(site)"
      case .party: "api"
      case .source(let name): name
      }
    }
  }

  /// The tokens that were taken, to be returned if nothing was stored.
  struct Charge: Sendable {
    fileprivate var parts: [(buckets: TokenBuckets, key: String)] = []
    fileprivate let cost: Int

    func giveBack() { for part in parts { part.buckets.giveBack(part.key, cost) } }

    /// Returns the tokens of an input that left nothing in the store.
    func settle(_ outcome: Gateway.Outcome) {
      switch outcome {
      case .notStored: giveBack()
      case .unknown: break
      case .replied(let reply): if !reply.isStored { giveBack() }
      }
    }
  }

  /// The bytes that one token pays for. A larger input counts as several.
  private static let bytesPerToken = 4_096

  private let capabilities: TokenBuckets
  private let bookings: TokenBuckets
  private let sites: TokenBuckets
  private let starts: TokenBuckets
  private let addresses: [String: TokenBuckets]
  private let sources: TokenBuckets

  init(_ quota: IngressSettings.Quota) {
    capabilities = TokenBuckets(perHour: quota.eventsPerCapability)
    bookings = TokenBuckets(perHour: quota.eventsPerBooking)
    sites = TokenBuckets(perHour: quota.eventsPerSite)
    starts = TokenBuckets(perHour: quota.bookingsPerSite)
    addresses = quota.startsPerAddress.mapValues { TokenBuckets(perHour: $0) }
    sources = TokenBuckets(perHour: quota.eventsPerSource)
  }

  /// Takes the tokens for an input. The failure gives the whole seconds after which the sender may try again.
  func charge(_ sender: Sender, bytes: Int, at now: Duration) -> Result<Charge, Refusal> {
    var charge = Charge(cost: max(1, (bytes + Self.bytesPerToken - 1) / Self.bytesPerToken))
    for part in parts(of: sender) {
      if let seconds = part.buckets.take(part.key, charge.cost, at: now) {
        charge.giveBack()
        return .failure(Refusal(seconds: seconds, isOfAddress: part.buckets !== starts && sender.isOfAddress))
      }
      charge.parts.append(part)
    }
    return .success(charge)
  }

  struct Refusal: Error {
    let seconds: Int
    /// True if a client's address has used its share up, and not the sender.
    let isOfAddress: Bool

    var problem: Problem {
      let detail =
        isOfAddress
        ? "more was asked for within an hour for this client's address than one gets; nothing was stored"
        : "more was sent within an hour than is taken; nothing was stored"
      return Problem(429, "quota_exceeded", detail, retryAfter: seconds)
    }
  }

  /// Returns the buckets of a sender. Each sender has its own, so that none can use up another one's share of a
  /// booking.
  private func parts(of sender: Sender) -> [(buckets: TokenBuckets, key: String)] {
    switch sender {
    case .start(let site): [(starts, site)]
    case .startFor(let address, let collection, let site):
      [(starts, site)] + (addresses[collection].map { [($0, address)] } ?? [])
    case .site(let site, let reference): [(sites, site), (bookings, "\(site)/\(reference)")]
    case .party(let role, let reference): [(capabilities, "\(role)/\(reference)")]
    case .source(let name): [(sources, name)]
    }
  }
}

extension Reply {
  /// True if the input left something in the store: at least its key, so that it is recognised for ever.
  fileprivate var isStored: Bool {
    switch self {
    case .accepted, .created, .carriedOut: true
    case .rejected: !isRequestFault
    case .duplicate, .conflict, .unknownTarget, .overloaded, .keyExists: false
    }
  }
}
