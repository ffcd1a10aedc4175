import HTTPTypes
import HummingbirdCore
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
    do {
      route = try Route.parse(request.head.path ?? "")
    } catch {
      switch error {
      case .unknown: return Problem.notFound.response()
      case .malformed:
        return Problem(400, "malformed_path", "names in paths are letters, digits, '.', '_' and '-'").response()
      }
    }
    guard request.method.rawValue == route.method else {
      return Problem(405, "method_not_allowed", allow: route.method).response()
    }
    if route == .health { return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "ok\n"))) }
    if let seconds = rate.take(client(request, peer), at: door.ticks()) {
      return Problem(429, "rate_limited", retryAfter: seconds, closes: true).response()
    }
    return await respond(request, route)
  }

  private func respond(_ request: Request, _ route: Route) async -> Response {
    switch route {
    case .health: Problem.notFound.response()
    case .webhook(let source): await webhooks.respond(request, source: source)
    case .collection(let name): await api.create(request, collection: name)
    case .item(let collection, let reference):
      await api.read(request, collection: collection, reference: reference)
    case .event(let collection, let reference, let name):
      await api.send(request, collection: collection, reference: reference, event: name)
    }
  }

  private func client(_ request: Request, _ peer: String?) -> String {
    let forwarded = HTTPField.Name("X-Forwarded-For").map { request.headers[values: $0] } ?? []
    return ClientAddress.key(peer: peer, forwarded: forwarded, trusted: door.settings.trustedProxies)
  }
}
