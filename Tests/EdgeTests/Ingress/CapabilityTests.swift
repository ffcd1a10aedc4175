import CEL
import EngineMessages
import Ingress
import Synchronization
import Testing

@Suite struct CapabilityTests {
  @Test func theReferenceAloneShowsNothing() async throws {
    try await IngressHarness.with { gateway async throws in
      let known = try await gateway.send("GET", "/v1/bookings/VLT-1")
      let unknown = try await gateway.send("GET", "/v1/bookings/VLT-9")
      #expect(known.status == 404)
      #expect(known.body == unknown.body)
    }
  }

  @Test func aCapabilityOpensItsOwnBookingOnly() async throws {
    try await IngressHarness.with { gateway async throws in
      let mine = try await gateway.send("GET", "/v1/bookings/VLT-1", [("Authorization", "Capability client-secret")])
      #expect(mine.status == 200)
      #expect(mine.json?["as"] == "client")
      #expect(try await gateway.send("GET", "/v1/bookings/VLT-1?capability=client-secret").status == 200)
      #expect(try await gateway.send("GET", "/v1/bookings/VLT-1?capability=other-secret").status == 404)
      #expect(try await gateway.send("GET", "/v1/bookings/VLT-1?capability=").status == 401)
      let twice = try await gateway.send(
        "GET", "/v1/bookings/VLT-1?capability=client-secret", [("Authorization", "Capability client-secret")])
      #expect(twice.status == 401)
    }
  }

  @Test func aStoreThatCannotBeReadIsNoMissingBooking() async throws {
    let receiver = RecordingSink()
    receiver.state.withLock { $0.isReadable = false }
    try await IngressHarness.with(IngressHarness.settings, receiver) { gateway async throws in
      for authorization in ["Capability client-secret", "Bearer new-token"] {
        let answer = try await gateway.send("GET", "/v1/bookings/VLT-1", [("Authorization", authorization)])
        #expect(answer.status == 503)
        #expect(answer.json?["code"] == "unavailable")
        #expect(answer["Retry-After"] != nil)
      }
      let headers = IngressHarness.headers(authorization: "Capability client-secret")
      let event = try await gateway.send("POST", "/v1/bookings/VLT-1/events/cancel.client", headers, body: "{}")
      #expect(event.status == 503)
    }
  }

  @Test func aSiteSeesABookingAndAStrangerDoesNot() async throws {
    try await IngressHarness.with { gateway async throws in
      let site = try await gateway.send("GET", "/v1/bookings/VLT-1", [("Authorization", "Bearer new-token")])
      #expect(site.json?["as"] == "site")
      #expect(
        try await gateway.send("GET", "/v1/bookings/VLT-9", [("Authorization", "Bearer new-token")]).status == 404)
      #expect(try await gateway.send("GET", "/v1/bookings/VLT-1", [("Authorization", "Bearer x")]).status == 401)
      #expect(try await gateway.send("GET", "/v1/bookings/VLT-1", [("Authorization", "Negotiate x")]).status == 401)
    }
  }

  @Test func anEventCarriesTheRoleOfItsSender() async throws {
    try await IngressHarness.with { gateway async throws in
      let path = "/v1/bookings/VLT-1/events/cancel.client"
      let client = IngressHarness.headers(authorization: "Capability client-secret")
      let site = IngressHarness.headers(authorization: "Bearer old-token")
      #expect(try await gateway.send("POST", path, client, body: "{\"reason\":\"ill\"}").status == 200)
      #expect(try await gateway.send("POST", path, site, body: "{}").status == 200)
      let events = gateway.receiver.events
      #expect(events.map(\.role) == ["client", "site"])
      #expect(events.map(\.source) == ["api", "api:shop"])
      #expect(events.map(\.reference) == ["VLT-1", "VLT-1"])
      #expect(events.map(\.name) == ["cancel.client", "cancel.client"])
      #expect(events.map(\.actor) == ["client", "site"])
      #expect(events[0].body == ["reason": "ill"])
      #expect(events[0].key != events[1].key)
    }
  }

  @Test func theSameKeyForAnotherEventIsAnotherBody() async throws {
    try await IngressHarness.with { gateway async throws in
      let headers = IngressHarness.headers(authorization: "Capability client-secret")
      _ = try await gateway.send("POST", "/v1/bookings/VLT-1/events/a", headers, body: "{}")
      _ = try await gateway.send("POST", "/v1/bookings/VLT-1/events/b", headers, body: "{}")
      #expect(gateway.receiver.events[0].key == gateway.receiver.events[1].key)
      #expect(gateway.receiver.events[0].content != gateway.receiver.events[1].content)
    }
  }

  @Test func anEventWithoutRightOrKeyGoesNowhere() async throws {
    try await IngressHarness.with { gateway async throws in
      let path = "/v1/bookings/VLT-1/events/cancel.client"
      func post(_ path: String, _ authorization: String?, key: String? = "k", body: String = "{}") async throws -> Int {
        try await gateway.send(
          "POST", path, IngressHarness.headers(key: key, authorization: authorization), body: body
        ).status
      }
      #expect(try await post(path, nil) == 401)
      #expect(try await post(path, "Capability other-secret") == 404)
      #expect(try await post(path, "Capability wrong") == 404)
      #expect(try await post(path, "Bearer wrong") == 401)
      #expect(try await post(path, "Capability client-secret", key: nil) == 400)
      #expect(try await post(path, "Capability client-secret", body: "[1]") == 422)
      #expect(try await post("/v1/bookings/VLT-1/events/a%0d%0ab", "Capability client-secret") == 400)
      #expect(try await post("/v1/bookings/VLT-1/events/", "Capability client-secret") == 404)
      #expect(gateway.receiver.events.isEmpty)
    }
  }
}
