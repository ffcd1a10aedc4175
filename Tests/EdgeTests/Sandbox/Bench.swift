import CEL
import CivilTime
import Testing

@testable import Sandbox

/// The sandbox's world without sockets: what the HTTP front hands over, handed over directly, at a clock that stands.
struct Bench {
  var world: World

  init(_ change: (inout SandboxOptions) -> Void = { _ in }) throws {
    var options = SandboxOptions()
    options.webhookURL = "http://127.0.0.1:1/hooks"
    options.clock = try Instant.parse("2027-03-01T09:00:00Z")
    change(&options)
    world = World(options: options, now: .epoch, token: "t")
  }

  struct Reply {
    let status: Int
    let headers: [String: String]
    let body: Value
    var error: String? { body["error"]?["code"]?.stringValue }
    var id: String { body["id"]?.stringValue ?? "" }
  }

  /// nil when the connection was cut or held.
  mutating func send(_ call: Call, resumed: Bool = false) -> Reply? {
    guard case .answer(let answer) = world.handle(call, resumed: resumed) else { return nil }
    var headers: [String: String] = [:]
    for header in answer.headers { headers[header.name] = header.value }
    return Reply(status: answer.status, headers: headers, body: (try? JSON.parse(answer.body)) ?? .null)
  }

  static func call(_ method: String, _ path: String, _ form: String = "", key: String? = nil) -> Call {
    var headers = ["authorization": "Bearer sk_test_sandbox"]
    headers["idempotency-key"] = key
    return method == "GET"
      ? Call(method: method, path: path, query: form, headers: headers)
      : Call(method: method, path: path, headers: headers, body: Array(form.utf8))
  }

  /// One call of the payment provider; a cut connection is status 0.
  mutating func stripe(_ method: String, _ path: String, _ form: String = "", key: String? = nil) -> Reply {
    send(Self.call(method, "/v1/\(path)", form, key: key)) ?? Reply(status: 0, headers: [:], body: .null)
  }

  mutating func control(_ method: String, _ path: String, _ body: Value? = nil, query: String = "") -> Reply {
    let call = Call(
      method: method, path: "/_sandbox/\(path)", query: query, body: body.map { JSON.encode($0) } ?? [])
    return send(call) ?? Reply(status: 0, headers: [:], body: .null)
  }

  mutating func odoo(_ model: String, _ method: String, _ body: Value, key: String = "odoo-sandbox") -> Reply {
    let call = Call(
      method: "POST", path: "/json/2/\(model)/\(method)", headers: ["authorization": "bearer \(key)"],
      body: JSON.encode(body))
    return send(call) ?? Reply(status: 0, headers: [:], body: .null)
  }

  /// An intent of a booking's group, paid; returns the names of intent and charge.
  mutating func paid(_ amount: Int64 = 15_000, group: String = "VLT-20270301-AB12") throws -> (
    intent: String, charge: String
  ) {
    let intent = stripe("POST", "payment_intents", "amount=\(amount)&currency=eur&transfer_group=\(group)")
    let paid = control("POST", "pay", ["group": .string(group), "outcome": "succeed"])
    return (intent.id, paid.body["latest_charge"]?.stringValue ?? "")
  }

  /// Delivers everything due, acknowledging it or not; the types in the order of the attempts.
  mutating func deliver(acknowledge: Bool = true) throws -> [String] {
    var types: [String] = []
    while let attempt = world.webhooks.next(now: world.clock.now) {
      if !attempt.isLost { types.append(try JSON.parse(attempt.body)["type"]?.stringValue ?? "") }
      world.webhooks.record(
        attempt.number, acknowledged: acknowledge && !attempt.isLost, now: world.clock.now)
    }
    return types
  }

  /// The next delivery to make, to be recorded by the test.
  mutating func attempt() throws -> WebhookAttempt {
    let next = world.webhooks.next(now: world.clock.now)
    return try #require(next)
  }

  mutating func clock(_ text: String) -> Reply { control("POST", "clock", ["now": .string(text)]) }
}
