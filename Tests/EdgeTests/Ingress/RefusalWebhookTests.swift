import CEL
import Ingress
import EngineMessages
import Synchronization
import Testing

/// A source that says of addresses that they cannot be reached: the address is kept before the event is acknowledged.
@Suite struct RefusalWebhookTests {
  private static var settings: IngressSettings {
    var settings = IngressHarness.settings
    settings.webhooks = [
      WebhookSource(
        name: "mail", scheme: .bearer, secrets: ["token"], key: .digest, event: .body(["event"]),
        refusals: RefusalRule(
          channel: .mail, address: .body(["email"]), all: ["hard_bounce", "spam"], marketing: ["unsubscribed"]))
    ]
    return settings
  }

  private func tell(_ gateway: IngressHarness, _ body: String) async throws -> Int {
    try await gateway.send(
      "POST", "/webhooks/mail", [("Authorization", "Bearer token"), ("Content-Type", "application/json")], body: body
    ).status
  }

  @Test func whatConcernsAnAddressIsKeptWhateverBookingItNames() async throws {
    try await IngressHarness.with(Self.settings) { gateway in
      for event in ["hard_bounce", "delivered", "unsubscribed"] {
        let status = try await tell(gateway, #"{"event": "\#(event)", "email": "a@example.com"}"#)
        #expect(status == 200)
      }
      // A field that is missing or null is no address, and the event is an event all the same.
      let nameless = try await tell(gateway, #"{"event": "spam", "email": null}"#)
      #expect(nameless == 200)
      #expect(
        gateway.receiver.refusals.map { "\($0.reason) \($0.isMarketingOnly) \($0.address) \($0.source)" }
          == ["hard_bounce false a@example.com mail", "unsubscribed true a@example.com mail"])
      #expect(gateway.receiver.events.count == 4)
    }
  }

  @Test func anAddressThatCannotBeStoredIsToldAgain() async throws {
    try await IngressHarness.with(Self.settings) { gateway in
      gateway.receiver.state.withLock { $0.takesRefusals = false }
      let refused = try await tell(gateway, #"{"event": "hard_bounce", "email": "a@example.com"}"#)
      #expect(refused == 503)
      #expect(gateway.receiver.events.isEmpty)
      let other = try await tell(gateway, #"{"event": "delivered", "email": "a@example.com"}"#)
      #expect(other == 200)
    }
  }
}
