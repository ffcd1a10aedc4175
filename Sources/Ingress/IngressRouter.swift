import HTTPTypes
import HummingbirdCore
import Listening
import NIOCore

/// From a request's head to its handler, past everything that can be refused without reading the body.
struct IngressRouter: Sendable {
  private let door: Door
  private let webhooks: WebhookHandler
  private let api: APIHandler
  private let rate: RateLimiter

  init(door: Door) {
    self.door = door
    webhooks = WebhookHandler(
      door: door, sources: Dictionary(door.settings.webhooks.map { ($0.name, $0) }) { first, _ in first })
    api = APIHandler(door: door)
    rate = RateLimiter(door.settings.rate)
  }

  func respond(_ request: Request, peer: String?) async -> Response {
    let route: Route
    switch admit(request, peer) {
    case .success(let admitted): route = admitted
    case .failure(var problem):
      problem.closes = await !Body.discard(request, limit: door.settings.bodyBytes)
      return problem.response()
    }
    let body = await Body.read(request, limit: door.settings.bodyBytes)
    var response = await respond(request, body, route)
    // Whatever the answer: what is left of such a body is not read any more.
    if case .complete = body {} else { response.headers[.connection] = "close" }
    return response
  }

  private func respond(_ request: Request, _ body: Body, _ route: Route) async -> Response {
    switch route {
    case .health: Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "ok\n")))
    case .webhook(let source): await webhooks.respond(request, body, source: source)
    case .collection(let name): await api.create(request, body, collection: name)
    case .item(let collection, let reference):
      await api.read(request, collection: collection, reference: reference)
    case .event(let collection, let reference, let name):
      await api.send(request, body, collection: collection, reference: reference, event: name)
    }
  }

  /// What can be said of the head alone.
  private func admit(_ request: Request, _ peer: String?) -> Result<Route, Problem> {
    let route: Route
    do {
      route = try Route.parse(request.head.path ?? "")
    } catch {
      switch error {
      case .unknown: return .failure(.notFound)
      case .malformed:
        return .failure(Problem(400, "malformed_path", "names in paths are letters, digits, '.', '_' and '-'"))
      }
    }
    guard request.method.rawValue == route.method else {
      return .failure(Problem(405, "method_not_allowed", allow: route.method))
    }
    if route == .health { return .success(route) }
    if let seconds = rate.take(client(request, peer), at: door.ticks()) {
      return .failure(Problem(429, "rate_limited", retryAfter: seconds))
    }
    return .success(route)
  }

  private func client(_ request: Request, _ peer: String?) -> String {
    let forwarded = HTTPField.Name("X-Forwarded-For").map { request.headers[values: $0] } ?? []
    return ClientAddress.key(peer: peer, forwarded: forwarded, trusted: door.settings.trustedProxies)
  }
}
