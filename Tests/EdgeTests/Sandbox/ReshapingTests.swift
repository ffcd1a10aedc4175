import CEL
import CivilTime
import Testing

@testable import Sandbox

@Suite struct ReshapingTests {
  @Test func anAnswerIsWrittenInTheOtherWaysThatTheProviderHas() throws {
    var bench = try Bench()
    let (intent, charge) = try bench.paid()
    _ = bench.control(
      "POST", "faults",
      [
        "on": "payment_intents.retrieve", "kind": "reshape", "expand": ["latest_charge"], "null": ["metadata"],
        "drop": ["amount_received"],
      ])
    let read = bench.stripe("GET", "payment_intents/\(intent)")
    #expect(read.body["latest_charge"]?["id"]?.stringValue == charge)
    #expect(read.body["metadata"] == .null)
    #expect(read.body["amount_received"] == nil)
    #expect(bench.stripe("GET", "payment_intents/\(intent)").body["amount_received"] == 15_000)
  }

  @Test func anEventIsWrittenInTheOtherWaysToo() throws {
    var bench = try Bench()
    _ = bench.control(
      "POST", "faults", ["on": "payment_intent.succeeded", "kind": "reshape", "null": ["amount_received"]])
    _ = bench.control("POST", "faults", ["on": "payment_intent.succeeded", "kind": "webhook_delay", "delay": "P5D"])
    _ = try bench.paid()
    #expect(try bench.deliver() == ["payment_intent.created", "charge.succeeded"])
    _ = bench.clock("2027-03-06T09:00:00Z")
    let late = try bench.attempt()
    // It is signed when it is sent, so that a check of its age lets it through.
    #expect(late.signedAt == bench.world.clock.now.seconds)
    let event = try JSON.parse(late.body)
    #expect(event["data"]?["object"]?["amount_received"] == .null)
    #expect(event["created"]?.intValue == late.signedAt - 5 * 86_400)
  }

  @Test(
    arguments: [(402, "card_error", "card_declined"), (400, "idempotency_error", nil)] as [(Int64, String, String?)])
  func refusalsAreOfTheProvidersTypes(status: Int64, type: String, code: String?) throws {
    var bench = try Bench()
    _ = bench.control(
      "POST", "faults",
      ["on": "refunds.create", "kind": "status", "status": .int(status), "type": .string(type)])
    let refused = bench.stripe("POST", "refunds", "charge=ch_1")
    #expect(refused.status == Int(status))
    #expect(refused.body["error"]?["type"]?.stringValue == type)
    #expect(refused.error == code)
  }
}
