import CEL
import CivilTime
import Testing

@testable import Sandbox

@Suite struct WebhookTests {
  @Test func eventsOfOneBookingGoOutOneAtATimeAndInOrder() throws {
    var bench = try Bench()
    _ = try bench.paid(group: "VLT-1")
    _ = try bench.paid(group: "VLT-2")
    let now = bench.world.clock.now
    let first = try bench.attempt()
    let second = try bench.attempt()
    #expect(bench.world.webhooks.next(now: now) == nil)
    #expect(try JSON.parse(first.body)["data"]?["object"]?["transfer_group"] == "VLT-1")
    #expect(try JSON.parse(second.body)["data"]?["object"]?["transfer_group"] == "VLT-2")
    bench.world.webhooks.record(first.number, acknowledged: true, now: now)
    let third = try bench.attempt()
    #expect(try JSON.parse(third.body)["type"] == "charge.succeeded")
    #expect(bench.control("GET", "status").body["undelivered"] == 5)
  }

  @Test func anUnacknowledgedDeliveryIsRetriedForThreeDays() throws {
    var bench = try Bench()
    _ = bench.stripe("POST", "payment_intents", "amount=3000&currency=eur")
    var tries = 0
    var last = bench.world.clock.now
    while bench.control("GET", "status").body["undelivered"] == 1 || bench.world.nextDue != nil {
      if let due = bench.world.nextDue { _ = bench.clock(due.description) }
      last = bench.world.clock.now
      tries += try bench.deliver(acknowledge: false).count
    }
    #expect(tries == 12)
    #expect(last.duration(since: try Instant.parse("2027-03-01T09:00:00Z")) <= .seconds(3 * 86_400))
    #expect(bench.control("GET", "status").body["webhooks"]?["givenUp"] == 1)
  }

  @Test func aFailedDeliveryDoesNotHoldUpTheNext() throws {
    var bench = try Bench()
    _ = try bench.paid(group: "VLT-1")
    #expect(try bench.deliver(acknowledge: false).count == 3)
    #expect(bench.control("GET", "status").body["undelivered"] == 0)
    #expect(bench.control("GET", "status").body["nextDue"] == "2027-03-01T09:00:10Z")
    _ = bench.clock("2027-03-01T09:00:10Z")
    #expect(
      try bench.deliver() == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"])
  }

  @Test func aReorderedEventFollowsTheNextOne() throws {
    var bench = try Bench()
    _ = bench.control("POST", "faults", ["on": "charge.succeeded", "kind": "webhook_reorder"])
    _ = try bench.paid(group: "VLT-1")
    #expect(
      try bench.deliver() == ["payment_intent.created", "payment_intent.succeeded", "charge.succeeded"])
    #expect(bench.control("GET", "status").body["nextDue"] == .null)
  }

  @Test func aReorderedEventWithoutASuccessorComesAfterItsDelay() throws {
    var bench = try Bench()
    _ = bench.control("POST", "faults", ["on": "payment_intent.created", "kind": "webhook_reorder", "delay": "PT5M"])
    _ = bench.stripe("POST", "payment_intents", "amount=3000&currency=eur")
    #expect(try bench.deliver() == [])
    _ = bench.clock("2027-03-01T09:05:00Z")
    #expect(try bench.deliver() == ["payment_intent.created"])
  }

  @Test func aDelayedEventComesWhenItsTimeHasCome() throws {
    var bench = try Bench()
    _ = bench.control(
      "POST", "faults", ["on": "payment_intent.succeeded", "kind": "webhook_delay", "delay": "PT10M"])
    _ = try bench.paid(group: "VLT-1")
    #expect(try bench.deliver() == ["payment_intent.created", "charge.succeeded"])
    #expect(bench.control("GET", "status").body["nextDue"] == "2027-03-01T09:10:00Z")
    _ = bench.clock("2027-03-01T09:10:00Z")
    #expect(try bench.deliver() == ["payment_intent.succeeded"])
  }

  @Test func aDuplicateHasTheSameEventAndADroppedOneComesAgain() throws {
    var bench = try Bench()
    _ = bench.control("POST", "faults", ["on": "payment_intent.created", "kind": "webhook_duplicate"])
    _ = bench.control("POST", "faults", ["on": "payment_intent.canceled", "kind": "webhook_drop"])
    let intent = bench.stripe("POST", "payment_intents", "amount=3000&currency=eur")
    #expect(try bench.deliver() == ["payment_intent.created", "payment_intent.created"])
    _ = bench.stripe("POST", "payment_intents/\(intent.id)/cancel")
    #expect(try bench.deliver() == [])
    _ = bench.clock("2027-03-01T09:00:10Z")
    #expect(try bench.deliver() == ["payment_intent.canceled"])
  }

  @Test func connectEventsGoToTheirOwnEndpointWhenThereIsOne() throws {
    var bench = try Bench { $0.connectWebhookURL = "http://127.0.0.1:1/connect" }
    _ = bench.control("POST", "accounts", ["id": "acct_new"])
    let attempt = try bench.attempt()
    #expect(attempt.url.hasSuffix("/connect"))
    #expect(attempt.secret == "whsec_sandbox_connect")
    #expect(try JSON.parse(attempt.body)["account"] == "acct_new")
  }

  @Test func theEventTellsItsCause() throws {
    var bench = try Bench()
    let intent = bench.stripe("POST", "payment_intents", "amount=3000&currency=eur", key: "VLT-1/intent/1")
    let event = bench.stripe("GET", "events", "type=payment_intent.created").body["data"]?[0]
    #expect(event?["data"]?["object"]?["id"]?.stringValue == intent.id)
    #expect(event?["request"]?["idempotency_key"] == "VLT-1/intent/1")
    #expect(event?["request"]?["id"]?.stringValue == intent.headers["Request-Id"])
    #expect(event?["livemode"] == false)
    let id = event?["id"]?.stringValue ?? ""
    #expect(bench.stripe("GET", "events/\(id)").body["type"] == "payment_intent.created")
  }

  // The vector is computed with Python's hmac module.
  @Test func theSignatureIsOverTimeAndBodyWithTheWholeSecret() {
    let header = WebhookSignature.header(body: Array("{}".utf8), secret: "whsec_test", at: 1_700_000_000)
    #expect(header == "t=1700000000,v1=35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91")
  }
}
