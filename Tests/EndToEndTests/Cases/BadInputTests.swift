import CEL
import CivilTime
import Digests
import Foundation
import Testing

extension EndToEnd {
  @Suite struct BadInput {
    private static let tables = [
      "families", "instances", "history", "postings", "views", "timers", "tasks", "attempts", "claims", "persons",
      "capabilities", "inbox", "seen", "bundles",
    ]

    private func counts(_ rig: Rig) throws -> [[String?]] {
      try rig.rows("SELECT " + Self.tables.map { "(SELECT count(*) FROM \($0))" }.joined(separator: ", "))
    }

    private func signature(_ body: [UInt8], at instant: Instant, secret: String = Rig.webhookSecret) -> String {
      let code = HMACSHA256.code(for: Array("\(instant.seconds).".utf8) + body, key: Array(secret.utf8))
      return "t=\(instant.seconds),v1=" + code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Bad input of strangers is refused clearly and leaves no row, and the daemon goes on.
    @Test func aRefusalGivesItsReasonAndWritesNothing() throws {
      let rig = try Rig(consultants: ["c1", "c2"])
      try rig.start()
      let meeting = try rig.now.noon(inDays: 5)
      let mine = try rig.book(Order(key: "mine", consultant: "c1", start: meeting))
      let other = try rig.book(Order(key: "other", consultant: "c2", start: meeting))
      try rig.settle()
      let before = try counts(rig)
      let site = "Bearer \(Rig.site)"
      let json = ["Content-Type": "application/json", "Authorization": site, "Idempotency-Key": "bad"]
      let order = Order(key: "bad", consultant: "c3", start: meeting)

      func refused(_ answer: HTTPAnswer?, _ status: Int, _ code: String, _ line: Int = #line) {
        #expect(answer?.status == status, "line \(line): \(answer?.text ?? "no answer")")
        #expect(answer?.json["code"]?.stringValue == code, "line \(line): \(answer?.text ?? "no answer")")
      }
      func create(_ body: Value, _ authorization: String = site) -> HTTPAnswer? {
        rig.post("/v1/bookings", body, key: "bad", authorization: authorization)
      }
      func changed(_ change: (inout ValueMap) -> Void) -> Value {
        guard case .map(var map) = order.json else { return .null }
        change(&map)
        return .map(map)
      }
      // Bookings
      refused(
        HTTP.send(rig.publicPort, "POST", "/v1/bookings", headers: json, body: Array("{\"a\":".utf8)), 400,
        "malformed_json")
      refused(
        HTTP.send(rig.publicPort, "POST", "/v1/bookings", headers: json, body: Array("[]".utf8)), 422, "wrong_type")
      refused(create(changed { $0["price"] = "a lot" }), 422, "wrong_input")
      refused(create(changed { $0["price"] = nil }), 422, "wrong_input")
      refused(create(changed { $0["surprise"] = 1 }), 422, "wrong_input")
      var split = order
      split.name = "Ada\r\nBcc: everybody@example.org"
      refused(create(split.json), 422, "wrong_input")
      refused(create(order.json, "Bearer guess"), 401, "unauthorized")
      refused(
        HTTP.json(rig.publicPort, "POST", "/v1/bookings", order.json, headers: ["Idempotency-Key": "bad"]), 401,
        "unauthorized")
      refused(
        HTTP.json(rig.publicPort, "POST", "/v1/bookings", order.json, headers: ["Authorization": site]), 400,
        "missing_idempotency_key")
      refused(rig.post("/v1/nothing", order.json, key: "bad", authorization: site), 404, "not_found")
      refused(HTTP.send(rig.publicPort, "DELETE", "/v1/bookings", headers: json), 405, "method_not_allowed")
      let large = Array("{\"x\":\"".utf8) + [UInt8](repeating: 0x78, count: 256 << 10) + Array("\"}".utf8)
      refused(HTTP.send(rig.publicPort, "POST", "/v1/bookings", headers: json, body: large), 413, "body_too_large")
      // Parties
      let events = "/v1/bookings/\(mine.reference)/events"
      let party = "Capability \(mine.client)"
      refused(rig.post("\(events)/no.such.event", [:], key: "bad", authorization: party), 422, "unknown_event")
      refused(rig.post("\(events)/client.submitted", ["items": 7], key: "bad", authorization: party), 422, "wrong_data")
      refused(
        rig.post("\(events)/cancel.operator", ["reason": "me"], key: "bad", authorization: party), 422, "forbidden")
      refused(
        rig.post("\(events)/cancel.client", ["reason": nil], key: "bad", authorization: "Capability \(other.client)"),
        404, "not_found")
      refused(
        HTTP.send(
          rig.publicPort, "GET", "/v1/bookings/\(mine.reference)",
          headers: ["Authorization": "Capability \(other.client)"]), 404, "not_found")
      refused(HTTP.send(rig.publicPort, "GET", "/v1/bookings/\(mine.reference)"), 404, "not_found")
      // Webhooks
      let event = Array(
        #"{"id":"evt_1","object":"event","type":"payment_intent.succeeded","created":1,"livemode":false}"#.utf8)
      let now = try rig.now
      func hook(_ body: [UInt8], _ signature: String?) -> HTTPAnswer? {
        var headers = ["Content-Type": "application/json"]
        headers["Stripe-Signature"] = signature
        return HTTP.send(rig.publicPort, "POST", "/webhooks/stripe", headers: headers, body: body)
      }
      refused(hook(event, signature(event, at: now, secret: "whsec_guess")), 400, "bad_request")
      refused(hook(event, signature(event, at: now.after(.seconds(-3_600)))), 400, "bad_request")
      refused(hook(event, nil), 400, "bad_request")
      let broken = Array("{\"id\":".utf8)
      refused(hook(broken, signature(broken, at: now)), 400, "malformed_webhook")
      refused(HTTP.send(rig.publicPort, "POST", "/webhooks/nobody", body: event), 404, "not_found")

      #expect(try counts(rig) == before, "rows of \(Self.tables)")
      #expect(rig.isUp)
      // And the honest one is still served.
      #expect(create(order.json)?.status == 201)
    }
  }
}
