import CEL
import CivilTime
import EngineMessages
import HTTPTypes
import HummingbirdCore
@testable import Ingress
import Listening
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization

/// Holds for every stream of bytes at the public gateway: the connection keeps its promises, and every request that comes in
/// whole is answered by the router with a status of its own, the same one twice, and reaches the engine only with a right.
enum HTTPProperty {
  private static let siteToken = "site"
  private static let capability = "cap"
  private static let webhookToken = "hook"
  private static let channel = NIOAsyncTestingChannel()
  private static let now = Instant(seconds: 1_893_456_000)!

  private static let settings: IngressSettings = {
    var settings = IngressSettings(
      address: .tcp(host: "127.0.0.1", port: 0), listen: .patient, bodyBytes: 512, eventBytes: 256)
    settings.sites = [.init(name: "shop", secret: siteToken)]
    settings.collections = [.init(name: "bookings", workflow: "booking")]
    settings.webhooks = [
      WebhookSource(name: "hooks", scheme: .bearer, secrets: [webhookToken], createdAt: .body(["at"])),
      WebhookSource(name: "stripe", scheme: .stripe, secrets: ["whsec"], livemode: false),
    ]
    return settings
  }()

  private static let statuses: Set<Int> = [200, 201, 202, 400, 401, 404, 405, 409, 413, 415, 422, 429, 503]

  /// The first byte chooses how the stream is cut, and what the engine replies.
  static func violation(_ bytes: [UInt8]) async -> String? {
    if let violation = ConnectionProperty.violation(bytes) { return violation }
    for whole in ConnectionProperty.requests(in: bytes) {
      guard let method = HTTPRequest.Method(whole.head.method.rawValue) else {
        return "\(whole.head.method) is passed on"
      }
      var fields = HTTPFields()
      for (name, value) in whole.head.headers {
        guard let name = HTTPField.Name(name) else { return "the field \(name) is passed on" }
        fields.append(HTTPField(name: name, value: value))
      }
      let request = Request(
        head: HTTPRequest(method: method, scheme: nil, authority: nil, path: whole.head.uri, headerFields: fields),
        body: RequestBody(buffer: ByteBuffer(bytes: whole.body)))
      let receiver = Sink(Int(bytes[0] / 16))
      let first = await Self.router(receiver).respond(request, on: channel)
      if let violation = await answer(first, request, receiver) { return "\(request.head): \(violation)" }
      let second = await Self.router(Sink(Int(bytes[0] / 16))).respond(request, on: channel)
      guard first.status == second.status else { return "\(request.head): \(first.status), then \(second.status)" }
    }
    return nil
  }

  private static func router(_ receiver: Sink) -> IngressRouter {
    IngressRouter(
      gateway: Gateway(
        settings: settings, receiver: receiver, signatureTimes: { [now] }, ticks: { .zero }, deadline: Deadline(),
        gate: Gate(2), tally: WebhookTally()))
  }

  private static func answer(_ response: Response, _ request: Request, _ receiver: Sink) async -> String? {
    let status = response.status.code
    guard statuses.contains(status) else { return "status \(status)" }
    let inputs = receiver.inputs
    guard inputs.count <= 1 else { return "\(inputs.count) inputs of one request" }
    if let input = inputs.first, let violation = right(to: input, request) { return violation }
    if request.uri.path == "/healthz" { return nil }
    let needed: [Int: HTTPField.Name] = [401: .wwwAuthenticate, 405: .allow, 429: .retryAfter, 503: .retryAfter]
    if let name = needed[status], response.headers[name] == nil { return "\(status) without \(name)" }
    let body = await BodyBytes.of(response)
    guard let value = try? JSON.parse(body), case .map = value else { return "the answer \(body) is no object" }
    if status >= 400, value["code"]?.stringValue?.isEmpty != false || value["status"]?.intValue != Int64(status) {
      return "the problem \(value) of a \(status)"
    }
    return nil
  }

  /// Says why an input should not have reached the engine.
  private static func right(to input: Sink.Input, _ request: Request) -> String? {
    let header = request.headers[.authorization] ?? ""
    let (token, key): (String, String)
    switch input {
    case .start(let start):
      (token, key) = (siteToken, start.key)
      guard start.source == "api:shop", start.workflow == "booking", case .map = start.input else { return "\(start)" }
    case .event(let event):
      (token, key) = (
        event.source == "hooks" ? webhookToken : event.source == "api" ? capability : siteToken, event.key
      )
      guard Names.isEventName(event.name), event.source != "stripe" else { return "\(event)" }
      guard event.reference.map({ Names.isName($0, limit: 128) }) ?? (event.source == "hooks") else {
        return "\(event)"
      }
    }
    guard (1...400).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return "the key '\(key)' is taken"
    }
    let isShown = header.hasSuffix(" \(token)") || request.uri.queryParameters["capability"].map(String.init) == token
    return isShown ? nil : "an input without a right: '\(header)'"
  }
}

/// The engine behind the gateway: keeps what it is given and replies as it was told.
private final class Sink: EventReceiver {
  enum Input: Sendable {
    case start(StartRequest)
    case event(InboundEvent)
  }

  private static let replies: [Reply?] = [
    .accepted(reference: "VLT-1", disposition: .handled), .accepted(reference: "VLT-1", disposition: .queued),
    .created(reference: "VLT-1", capabilities: [.init(role: "client", secret: "s")]),
    .duplicate(of: .accepted(reference: "VLT-1", disposition: .ignored)), .rejected(code: "wrong_data", message: "m"),
    .rejected(code: "taken", message: "m"), .conflict("m"), .unknownTarget("m"), .overloaded("m"),
    .keyExists("VLT-1"), nil,
  ]

  private let reply: Reply?
  private let taken = Mutex<[Input]>([])

  init(_ number: Int) { reply = Self.replies[number % Self.replies.count] }

  var inputs: [Input] { taken.withLock { $0 } }

  func submit(_ event: InboundEvent) async -> Reply? {
    taken.withLock { $0.append(.event(event)) }
    return reply
  }

  func start(_ request: StartRequest) async -> Reply? {
    taken.withLock { $0.append(.start(request)) }
    return reply
  }

  func read(reference: String, as reader: ViewReader) async throws(Unreadable) -> Value? {
    reference == "VLT-1" ? ["reference": .string(reference)] : nil
  }

  func authorize(capability secret: String, reference: String) async throws(Unreadable) -> String? {
    secret == "cap" && reference == "VLT-1" ? "client" : nil
  }

  func report(problem: String, detail: Value) async {}
}

/// Collects the bytes of an answer's body.
private struct BodyBytes: ResponseBodyWriter {
  private final class Store: Sendable { let bytes = Mutex<[UInt8]>([]) }

  private let store = Store()

  static func of(_ response: Response) async -> [UInt8] {
    let bytes = BodyBytes()
    try? await response.body.write(bytes)
    return bytes.store.bytes.withLock { $0 }
  }

  mutating func write(_ buffer: ByteBuffer) async throws {
    store.bytes.withLock { $0 += Array(buffer.readableBytesView) }
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
