import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// HTTP on 127.0.0.1. It uses Hummingbird's channel on a listener of our own, because `Application` writes its own
/// `Date` and answers every error; the sandbox needs its own clock and must be able to cut connections.
final class HTTPFront: Sendable {
  static let bodyLimit = 2 * 1024 * 1024

  struct HangUp: Error {}

  private let world: SharedWorld
  private let courier: Courier
  private let gate = HoldGate()

  init(_ world: SharedWorld, _ courier: Courier) {
    self.world = world
    self.courier = courier
  }

  /// Serves until the task is cancelled, and calls `listening` with the port.
  func run(port: Int, listening: @Sendable (Int) -> Void) async throws {
    let logger = Logger(label: "sandbox.http")
    let http = HTTP1Channel(responder: { request, writer, _ in
      try await self.respond(request, writer)
    })
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .bind(host: "127.0.0.1", port: port) { channel in http.setup(channel: channel, logger: logger) }
    listening(server.channel.localAddress?.port ?? port)
    try await withThrowingDiscardingTaskGroup { group in
      try await server.executeThenClose { inbound in
        for try await connection in inbound {
          group.addTask { await http.handle(value: connection, logger: logger) }
        }
      }
    }
  }

  private func respond(_ request: Request, _ writer: consuming ResponseWriter) async throws {
    let body = try await request.body.collect(upTo: Self.bodyLimit)
    var headers: [String: String] = [:]
    for field in request.headers where headers[field.name.canonicalName] == nil {
      headers[field.name.canonicalName] = field.value
    }
    headers["host"] = request.head.authority
    let call = Call(
      method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "", headers: headers,
      body: Array(body.readableBytesView))
    let isControl = call.path.hasPrefix("/_sandbox/")
    let isOfPerson = isControl || call.path.hasPrefix("/c/")
    var verdict = world.with { $0.handle(call) }
    if verdict == .held {
      await withTaskCancellationHandler {
        await gate.wait()
      } onCancel: {
        Task { await self.gate.open() }
      }
      verdict = world.with { $0.handle(call, resumed: true) }
    }
    if isControl, call.method == "DELETE" || call.path == "/_sandbox/reset" { await gate.open() }
    // A person's act is answered after the webhooks that it caused were attempted, so that nobody need wait.
    if isOfPerson, call.method == "POST" { await courier.settled() } else { await courier.pump() }
    guard case .answer(let answer) = verdict else { throw HangUp() }
    try await write(isControl ? refreshed(answer, call) : answer, writer)
  }

  /// The answer to a new time counts the deliveries that are left.
  private func refreshed(_ answer: Answer, _ call: Call) -> Answer {
    guard call.path == "/_sandbox/clock", call.method == "POST", answer.status == 200 else { return answer }
    return world.with { Answer(json: $0.status()) }
  }

  private func write(_ answer: Answer, _ writer: consuming ResponseWriter) async throws {
    var fields = HTTPFields()
    for header in answer.headers {
      if let name = HTTPField.Name(header.name) { fields.append(HTTPField(name: name, value: header.value)) }
    }
    if answer.status != 204 { fields[.contentLength] = String(answer.body.count) }
    let head = HTTPResponse(status: .init(code: answer.status), headerFields: fields)
    try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}
