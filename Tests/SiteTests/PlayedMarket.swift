import CEL
import CivilTime
import EngineMessages
import Ingress
import Locales
import Pages
import Site
import Synchronization

/// A marketplace that a test plays: one consultant, one free day, and answers that the test can change.
final class PlayedMarket: SiteServices, EventReceiver {
  struct State {
    var now = Demo.now
    var consultant = Demo.consultant()
    var starts: [StartRequest] = []
    var events: [InboundEvent] = []
    var quotes: [Value] = []
    /// The refusal of the next hold.
    var holdRefusal: MarketRefusal?
    /// The refusals of the next bookings.
    var bookingRefusals: [MarketRefusal] = []
    var eventReply: Reply = .accepted(reference: "VLT-1", disposition: .handled)
    var total: Int64 = 3_939
    var expires = Demo.start(hours: 1)
    var status = "pending_payment"
    var paymentStatus = "pending"
    /// The provider's page; nil as long as there is none.
    var payURL: String?
    /// The account for a transfer; null as long as there is none.
    var payTransfer: Value = .null
    var documents: [InvoiceView] = []
    var proof = SocialProof()
    var moveFreeUntil = Demo.start(hours: 36)
    /// Runs once, when somebody waits for a change of the booking.
    var whileWaiting: (@Sendable (inout State) -> Void)?
    var leads: [Value] = []
    var zones: [NamedZone] = [Demo.berlin, Demo.kathmandu]
    var free = [Demo.start(hours: 48), Demo.start(hours: 50)]
    var isReadable = true
    var hits: [SearchHit]?
  }

  let state = Mutex(State())

  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
  var bookings: [StartRequest] { state.withLock { $0.starts.filter { $0.workflow == "booking" } } }
  var holds: [StartRequest] { state.withLock { $0.starts.filter { $0.workflow == "hold" } } }
  var events: [InboundEvent] { state.withLock { $0.events } }
  var leads: [Value] { state.withLock { $0.leads } }
  var quotes: [Value] { state.withLock { $0.quotes } }

  // MARK: The site's services

  var receiver: any EventReceiver { self }
  var now: Instant { state.withLock { $0.now } }

  func zone(_ name: String) -> NamedZone? {
    state.withLock { $0.zones.first { $0.name == name } }
  }

  func consultants(in language: SiteLanguage) async throws(Unreadable) -> [ConsultantView] {
    guard state.withLock({ $0.isReadable }) else { throw Unreadable() }
    return [state.withLock { $0.consultant }]
  }

  func search(_ text: String, in language: SiteLanguage) async throws(Unreadable) -> [SearchHit]? {
    state.withLock { $0.hits }
  }

  /// One change, which happens as soon as somebody waits for it.
  func changes(of reference: String) -> AsyncStream<Void> {
    let (changes, continuation) = AsyncStream.makeStream(of: Void.self)
    state.withLock { state in
      guard let change = state.whileWaiting.take() else { return }
      change(&state)
      continuation.yield()
    }
    continuation.finish()
    return changes
  }

  func market(_ question: MarketQuestion, site source: String) async throws(Unreadable) -> MarketAnswer {
    guard case .tell(_, let body) = question else { return .notStored }
    state.withLock { $0.leads.append(body) }
    return .made([:], path: "/v1/leads/1", isRepeated: false)
  }

  // MARK: The public API

  func submit(_ event: InboundEvent) async -> Reply? {
    state.withLock {
      $0.events.append(event)
      return $0.eventReply
    }
  }

  func start(_ request: StartRequest) async -> Reply? {
    state.withLock { state in
      if state.starts.contains(where: { $0.key == request.key }) {
        return .duplicate(of: Self.created(request))
      }
      state.starts.append(request)
      return Self.created(request)
    }
  }

  private static func created(_ request: StartRequest) -> Reply {
    request.workflow == "hold"
      ? .created(reference: "HOLD-1", capabilities: [])
      : .created(reference: "VLT-1", capabilities: [.init(role: "client", secret: "client-secret")])
  }

  func complete(_ request: StartRequest) async throws(Unreadable) -> Result<StartRequest, MarketRefusal> {
    state.withLock { state in
      if request.workflow == "hold", let refusal = state.holdRefusal { return .failure(refusal) }
      if request.workflow == "booking", !state.bookingRefusals.isEmpty {
        return .failure(state.bookingRefusals.removeFirst())
      }
      return .success(request)
    }
  }

  func read(reference: String, as reader: ViewReader) async throws(Unreadable) -> Value? {
    let (status, payment, now) = state.withLock { ($0.status, $0.paymentStatus, $0.now) }
    let (payURL, transfer, moves) = state.withLock { ($0.payURL, $0.payTransfer, $0.moveFreeUntil) }
    if reference == "HOLD-1" {
      return [
        "reference": "HOLD-1",
        "view": ["status": "held", "until": .string("\(now.adding(.seconds(600)) ?? now)")],
      ]
    }
    guard reference == "VLT-1" else { return nil }
    return [
      "reference": "VLT-1",
      "view": [
        "status": .string(status), "paymentStatus": .string(payment), "consultant": "anna-meier",
        "service": "30-for-30 Quick Consultation", "serviceDe": "30-für-30-Kurzberatung", "serviceType": "30-for-30",
        "payTransfer": transfer, "payBy": .string("\(Demo.start(hours: 24))"),
        "start": .string("\(Demo.start(hours: 48))"),
        "end": .string("\(Demo.start(hours: 48).adding(.seconds(1_800)) ?? now)"), "zone": "Asia/Kathmandu",
        "consultantZone": "Europe/Berlin", "price": 3_939, "tax": 629, "currency": "EUR", "refunded": 0,
        "payUrl": payURL.map { .string($0) } ?? .null, "moveFreeUntil": .string("\(moves)"),
        "confirmedAt": status == "pending_payment" ? .null : .string("\(Demo.now)"), "payout": 2_813, "paidOut": 0,
        "freeUntil": .string("\(Demo.start(hours: 24))"), "proposedBy": "", "checklist": [["id": "goals"]],
      ],
    ]
  }

  func authorize(capability secret: String, reference: String) async throws(Unreadable) -> String? {
    guard reference == "VLT-1" else { return nil }
    return ["client-secret": "client", "consultant-secret": "consultant", "other-secret": "operator"][secret]
  }

  func catalogue(_ question: CatalogueQuestion) async throws(Unreadable) -> CatalogueAnswer {
    guard case .slots(_, let parameters, _) = question, let from = parameters["from"], let to = parameters["to"] else {
      return .unknown
    }
    let (free, zones) = state.withLock { ($0.free, $0.zones) }
    let zone = zones.first { $0.name == parameters["zone"] } ?? Demo.berlin
    let slots = free.filter { start in
      let date = "\(zone.rules.local(at: start).date)"
      return from <= date && date <= to
    }
    return .found(["slots": .list(slots.map { ["start": .string("\($0)")] })], tag: nil)
  }

  func quote(_ question: QuoteQuestion, site source: String) async throws(Unreadable) -> QuoteAnswer {
    state.withLock { state in
      switch question {
      case .make(_, let body):
        state.quotes.append(body)
        return .made(Self.quote(state), isRepeated: false)
      case .show, .extend: return .found(Self.quote(state))
      }
    }
  }

  static func quote(_ state: State) -> Value {
    [
      "id": .string("quote-\(state.total)"), "base": 3_000, "lines": [["kind": "demand", "amount": 310]],
      "price": 3_310, "tax": ["treatment": "domestic", "rate": 1_900, "amount": 629], "total": .int(state.total),
      "currency": "EUR", "expiresAt": .string("\(state.expires)"),
    ]
  }

  func proof() async throws(Unreadable) -> SocialProof { state.withLock { $0.proof } }

  func documents(of reference: String) async throws(Unreadable) -> [InvoiceView] { state.withLock { $0.documents } }

  /// Numbers that begin with DE1 are right.
  func isTaxNumber(_ number: String, of country: String) -> Bool { number.hasPrefix("DE1") && country == "DE" }

  func report(problem: String, detail: Value) async {}
}
