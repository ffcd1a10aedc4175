import CEL
import HTTPTypes
import HummingbirdCore
import Listening
import NIOCore

/// Handles the requests of one socket.
struct ControlHandler: Sendable {
  let settings: ControlSettings
  let routes: ControlRoutes
  let admin: Bool

  func respond(_ request: Request, _ channel: any Channel) async -> Response {
    do throws(ControlFailure) {
      guard let peer = await PeerCredentials.read(channel, admin: admin) else {
        throw ControlFailure(
          status: 403, code: "peer_unknown", message: "the kernel does not say who is calling",
          hint: "the control API is served on Unix sockets only")
      }
      let path = request.head.path ?? ""
      if path == "/metrics" { return try await metrics(request, peer) }
      let route = try route(path)
      let verb = route.request.verb
      guard request.method == .post else {
        throw ControlFailure(status: 405, code: "method_not_allowed", message: "calls are made by POST")
      }
      try permit(verb, peer)
      let call = try await read(UnreadBody(request, on: channel, limit: settings.bodyBytes), route.request, peer)
      if verb.isLong { return try await whileThePeerStays(request, route, call) }
      switch try await route.respond(call.request, call.caller) {
      case .value(let answer): return Self.json(200, routes.stamped(answer))
      case .lines(let lines): return LineStream.response(to: request, lines: lines)
      }
    } catch {
      return Self.json(error.status, error.value)
    }
  }

  private func route(_ path: String) throws(ControlFailure) -> Route {
    let read = ControlProtocol.read(path: path)
    if let read, read.version != ControlProtocol.version {
      throw ControlFailure(
        status: 404, code: "protocol_mismatch",
        message: """
          the caller speaks version \(read.version) of the control protocol, and this magnetiqd version \
          \(ControlProtocol.version)
          """,
        hint:
          "use the magnetiqctl that was installed with this magnetiqd; 'systemctl restart magnetiqd' after an upgrade")
    }
    guard let read, let route = routes[read.verb] else {
      let near = read.flatMap { NearestName.find($0.verb, among: routes.verbs) }
      throw ControlFailure(
        status: 404, code: "unknown_verb", message: "there is no \(Excerpt.of(path))",
        hint: near.map { "did you mean '\($0)'?" } ?? "magnetiqctl and magnetiqd may be of different versions")
    }
    return route
  }

  /// Cancels a call whose caller has disconnected. The connection is watched for that and cannot be used again.
  private func whileThePeerStays(
    _ request: Request, _ route: Route, _ call: ReadCall
  ) async throws(ControlFailure) -> Response {
    var request = request
    request.body = RequestBody(buffer: ByteBuffer())
    let rest = request.body
    let answer: Result<Route.Response, ControlFailure>
    do {
      answer = try await rest.consumeWithCancellationOnInboundClose { _ in
        do throws(ControlFailure) {
          return .success(try await route.respond(call.request, call.caller))
        } catch {
          return .failure(error)
        }
      }
    } catch {
      throw ControlFailure(status: 503, code: "cancelled", message: "the caller left before the answer")
    }
    switch answer {
    case .success(.value(let value)): return Self.json(200, routes.stamped(value), closes: true)
    case .success(.lines(let lines)): return LineStream.response(to: request, lines: lines)
    case .failure(let failure): return Self.json(failure.status, failure.value, closes: true)
    }
  }

  private func permit(_ verb: Verb, _ peer: Peer) throws(ControlFailure) {
    if verb.kind != .read, !peer.admin {
      throw ControlFailure(
        status: 403, code: "read_only_socket", message: "\(verb.name) acts, and this socket only reads",
        hint: "use the control-admin socket; it is open to members of the group magnetiq-admin")
    }
    if peer.uid == settings.restrictedUID, verb.kind != .reload {
      throw ControlFailure(
        status: 403, code: "own_uid", message: "uid \(peer.uid) is the daemon's own and may only reload",
        hint: "call as yourself, as a member of the group magnetiq or magnetiq-admin")
    }
  }

  private func metrics(_ request: Request, _ peer: Peer) async throws(ControlFailure) -> Response {
    guard request.method == .get else {
      throw ControlFailure(status: 405, code: "method_not_allowed", message: "/metrics is read by GET")
    }
    let route = routes[ReadMetrics.verb.name]
    guard case .value(.string(let text))? = try await route?.respond(ReadMetrics(), Caller(peer: peer)) else {
      throw ControlFailure(status: 404, code: "no_metrics", message: "this server has no metrics")
    }
    return Response(
      status: .ok, headers: [.contentType: "text/plain; version=0.0.4"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  private func read(
    _ body: UnreadBody, _ type: any ControlRequest.Type, _ peer: Peer
  ) async throws(ControlFailure) -> ReadCall {
    switch await body.read() {
    case .complete(let bytes): return try CallReading.read(bytes, type, peer)
    case .tooLarge:
      throw ControlFailure(
        status: 413, code: "body_too_large", message: "a call has at most \(settings.bodyBytes) bytes")
    case .truncated: throw ControlFailure(status: 400, code: "body_truncated", message: "the call is incomplete")
    }
  }

  private static func json(_ status: Int, _ value: Value, closes: Bool = false) -> Response {
    var headers: HTTPFields = [.contentType: "application/json"]
    if closes { headers[.connection] = "close" }
    return Response(
      status: HTTPResponse.Status(code: status), headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: JSON.encode(value))))
  }
}
