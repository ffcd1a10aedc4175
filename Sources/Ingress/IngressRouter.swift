import HTTPTypes
import HummingbirdCore
import Listening
import NIOCore

/// Leads a request from its head to its handler, and refuses everything that can be refused without its body.
struct IngressRouter: Sendable {
  private let gateway: Gateway
  private let webhooks: WebhookHandler
  private let api: APIHandler
  private let rate: TokenBuckets
  private let shares: Shares

  init(gateway: Gateway) {
    self.gateway = gateway
    webhooks = WebhookHandler(
      gateway: gateway, sources: Dictionary(gateway.settings.webhooks.map { ($0.name, $0) }) { first, _ in first })
    api = APIHandler(gateway: gateway)
    rate = TokenBuckets(gateway.settings.rate)
    shares = Shares(max(1, gateway.settings.inFlight / 4))
  }

  func respond(_ request: Request, on channel: any Channel) async -> Response {
    let client = client(request, channel.remoteAddress?.ipAddress)
    let route: Route
    switch admit(request, client) {
    case .success(let admitted): route = admitted
    case .failure(let problem):
      var response = problem.response()
      // Requests that such a client has sent ahead on this connection are not even read.
      if problem.status == 429 { response.headers[.connection] = "close" }
      return response
    }
    if route == .health { return await respond(request, channel, route) }
    guard shares.enter(client) else {
      return Problem(429, "too_many_at_once", "wait for the answers that are under way", retryAfter: 1).response()
    }
    defer { shares.leave(client) }
    return await respond(request, channel, route)
  }

  private func respond(_ request: Request, _ channel: any Channel, _ route: Route) async -> Response {
    let body = UnreadBody(request, on: channel, limit: gateway.settings.bodyBytes)
    switch route {
    case .health: return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "ok\n")))
    case .webhook(let source): return await webhooks.respond(request, body, source: source)
    case .catalogue(let subject):
      return await CatalogueHandler(api: api).respond(request, subject)
    case .quotes(let subject): return await QuoteHandler(api: api).respond(request, body, subject)
    case .market(let subject): return await MarketHandler(api: api).respond(request, body, subject)
    case .collection(let name): return await api.create(request, body, collection: name)
    case .item(let collection, let reference):
      return await api.read(request, collection: collection, reference: reference)
    case .unsubscribe(let reference, let token):
      return await UnsubscribePage(gateway: gateway).respond(request, body, reference: reference, token: token)
    case .tasks(let reference): return await TaskPage(gateway: gateway).respond(request, body, reference: reference)
    case .event(let collection, let reference, let name):
      return await api.send(request, body, collection: collection, reference: reference, event: name)
    }
  }

  /// Decides by the head alone. Requests for paths that do not exist count against the rate limit like all others.
  private func admit(_ request: Request, _ client: String) -> Result<Route, Problem> {
    let parsed = Result { () throws(Route.Failure) in try Route.parse(request.head.path ?? "") }
    if case .success(.health) = parsed {
    } else if let seconds = rate.take(client, at: gateway.ticks()) {
      return .failure(Problem(429, "rate_limited", retryAfter: seconds))
    }
    switch parsed {
    case .failure(.unknown): return .failure(.notFound)
    case .failure(.malformed):
      return .failure(
        Problem(
          400, "malformed_path", "names in paths are letters, digits, '.', '_' and '-', of references also '~:@+='"))
    case .success(let route):
      // A HEAD is a GET whose answer has no body (RFC 9110 section 9.3.2).
      let method = request.method == .head ? "GET" : request.method.rawValue
      guard route.methods.contains(method) else {
        return .failure(Problem(405, "method_not_allowed", allow: route.allowed))
      }
      return .success(route)
    }
  }

  private func client(_ request: Request, _ peer: String?) -> String {
    let forwarded = HTTPField.Name("X-Forwarded-For").map { request.headers[values: $0] } ?? []
    return ClientAddress.key(peer: peer, forwarded: forwarded, trusted: gateway.settings.trustedProxies)
  }
}
