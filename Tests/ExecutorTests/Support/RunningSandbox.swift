import CEL
import CivilTime
import Sandbox

@testable import Executors
import Secrets
import Transport

/// A sandbox on ports of its own, standing at a given instant, and a client to order faults and look at what arrived.
struct RunningSandbox {
  let server: SandboxServer
  let client: CurlClient
  let url: String
  let smtpPort: Int

  static let start = "2026-03-03T09:00:00Z"

  /// Starts one, runs the body and stops it, whatever happens.
  static func with<T>(_ body: (RunningSandbox) async throws -> T) async throws -> T {
    var options = SandboxOptions()
    options.clock = instant(start)
    let server = try SandboxServer(options)
    let ports = try await server.start()
    let client = try CurlClient()
    let sandbox = RunningSandbox(
      server: server, client: client, url: "http://127.0.0.1:\(ports.httpPort)", smtpPort: ports.smtpPort)
    let result: Result<T, any Error>
    do { result = .success(try await body(sandbox)) } catch { result = .failure(error) }
    client.stop()
    await server.stop()
    return try result.get()
  }

  var stripe: StripeExecutor {
    StripeExecutor(StripeSettings(baseURL: url, secret: "sk_test_sandbox", allowPlaintext: true), transport: client)
  }

  var odoo: OdooExecutor {
    OdooExecutor(OdooSettings(baseURL: url, key: "odoo-sandbox", allowPlaintext: true), transport: client)
  }

  var olderOdoo: OdooExecutor {
    OdooExecutor(
      OdooSettings(
        baseURL: url, interface: .jsonRPC(user: "bookings"), database: "crm", key: "odoo-sandbox", allowPlaintext: true),
      transport: client)
  }

  /// The records of a model as the CRM's interface gives them.
  func odooRows(_ model: String, _ fields: [String]) async throws -> [Value] {
    let request = HTTPRequest(
      .post, "\(url)/json/2/\(model)/search_read",
      headers: [("Content-Type", "application/json"), ("Authorization", "bearer odoo-sandbox")],
      body: JSON.encode(["domain": [], "fields": .list(fields.map(Value.string))]), allowPlaintext: true,
      mayRepeat: true)
    let response = try await client.send(request) { false }.get()
    guard response.isSuccess else { throw ControlFailure(text: String(decoding: response.body, as: UTF8.self)) }
    return try JSON.parse(response.body).listValue ?? []
  }

  var linkedIn: LinkedInExecutor {
    LinkedInExecutor(
      LinkedInSettings(
        baseURL: url, token: "linkedin-sandbox", author: "urn:li:person:1", version: "202602", allowPlaintext: true),
      transport: client)
  }

  @discardableResult
  func control(_ method: HTTPRequest.Method, _ path: String, _ body: Value? = nil) async throws -> Value {
    let request = HTTPRequest(
      method, "\(url)/_sandbox/\(path)", headers: [("Content-Type", "application/json")],
      body: body.map(JSON.encode) ?? [],
      allowPlaintext: true, mayRepeat: true)
    let response = try await client.send(request) { false }.get()
    guard response.isSuccess else { throw ControlFailure(text: String(decoding: response.body, as: UTF8.self)) }
    return try JSON.parse(response.body)
  }

  struct ControlFailure: Error { let text: String }

  func fault(_ operation: String, _ kind: String, _ more: ValueMap = [:]) async throws {
    var body: ValueMap = ["on": .string(operation), "kind": .string(kind)]
    for entry in more.entries { body[entry.key.stringValue ?? ""] = entry.value }
    try await control(.post, "faults", .map(body))
  }

  /// An intent of 300 € that the client has paid, and its charge.
  func paidIntent() async throws -> (intent: String, charge: String) {
    let made = await stripe.outcome(
      stepRequest(
        "stripe.intent.create",
        ["amount": 30_000, "currency": "EUR", "method": "card", "group": "VLT-20260303-AB12", "description": nil],
        key: "VLT-20260303-AB12/intent/1/g1"))
    guard let intent = made.data?["id"]?.stringValue else { throw ControlFailure(text: "\(made)") }
    try await control(.post, "pay", ["payment_intent": .string(intent)])
    let read = await stripe.outcome(stepRequest("stripe.intent.get", ["intent": .string(intent)]))
    guard let charge = read.data?["charge"]?.stringValue else { throw ControlFailure(text: "\(read)") }
    return (intent, charge)
  }
}
