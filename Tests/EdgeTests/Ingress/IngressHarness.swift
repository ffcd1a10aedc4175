import CEL
import CivilTime
import Digests
import Ingress
import Listening
import Logging
import Testing

/// A gateway on a loopback port of its own, with a clock that stands still.
struct IngressHarness {
  static let now = Instant(seconds: 1_893_456_000)!  // 2030-01-01T00:00:00Z

  let port: Int
  let receiver: RecordingSink
  let server: IngressServer
  let tally: WebhookTally

  static var settings: IngressSettings {
    var settings = IngressSettings(address: .tcp(host: "127.0.0.1", port: 0))
    settings.bodyBytes = 1_024
    settings.listen = .patient
    settings.sites = [.init(name: "shop", secret: "old-token"), .init(name: "shop", secret: "new-token")]
    settings.collections = [.init(name: "bookings", workflow: "booking")]
    settings.webhooks = [
      WebhookSource(name: "stripe", scheme: .stripe, secrets: ["whsec_old", "whsec_new"], livemode: false)
    ]
    return settings
  }

  /// Starts a gateway, hands it over, and takes it down again.
  static func with<Result>(
    _ settings: IngressSettings = Self.settings, _ receiver: RecordingSink = RecordingSink(),
    times: @escaping @Sendable () -> [Instant] = { [Self.now] }, ticks: @escaping @Sendable () -> Duration = { .zero },
    pause: (@Sendable (Duration) async -> Void)? = nil, _ body: (IngressHarness) async throws -> Result
  ) async throws -> Result {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let tally = WebhookTally()
    let server = try await IngressServer(
      settings, receiver: receiver, signatureTimes: times, ticks: ticks, tally: tally, pause: pause, logger: logger)
    async let running: Void = server.run()
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(
        try await body(IngressHarness(port: server.port ?? 0, receiver: receiver, server: server, tally: tally)))
    } catch {
      result = .failure(error)
    }
    server.drain()
    await running
    return try result.get()
  }

  func send(
    _ method: String, _ path: String, _ headers: [(String, String)] = [], body: String? = nil
  ) async throws -> RawResponse {
    try #require(await RawHTTP.request(port: port, method, path, headers, body: body))
  }

  /// A webhook signed as Stripe signs.
  func stripe(_ body: String, secret: String = "whsec_new", at: Int64 = Self.now.seconds) async throws -> RawResponse {
    try await send("POST", "/webhooks/stripe", [("Stripe-Signature", Self.signature(body, secret, at))], body: body)
  }

  static func signature(_ body: String, _ secret: String, _ at: Int64) -> String {
    let code = HMACSHA256.code(for: Array("\(at).\(body)".utf8), key: Array(secret.utf8))
    let hex = code.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    return "t=\(at),v1=\(hex),v0=00"
  }

  /// A call of the API by the calling site.
  func create(
    _ body: String = "{\"a\": 1}", key: String? = "key-1", token: String? = "new-token",
    type: String? = "application/json"
  ) async throws -> RawResponse {
    try await send(
      "POST", "/v1/bookings", Self.headers(key: key, authorization: token.map { "Bearer \($0)" }, type), body: body)
  }

  static func headers(key: String? = "key-1", authorization: String?, _ type: String? = "application/json") -> [(
    String, String
  )] {
    [("Idempotency-Key", key), ("Authorization", authorization), ("Content-Type", type)]
      .compactMap { name, value in value.map { (name, $0) } }
  }
}

extension RawResponse {
  var json: Value? { try? JSON.parse(body) }
  var code: String? { json?["code"]?.stringValue }
}

extension ListenLimits {
  /// Limits by which no time ends a connection: on a busy machine, the client of a test may wait for the processor longer
  /// than a peer may keep the daemon waiting.
  static let patient = ListenLimits(
    idle: .seconds(600), head: .seconds(600), body: .seconds(600), rateWindow: .seconds(600), stall: .seconds(600))
}
