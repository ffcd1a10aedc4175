import CEL
import Testing

@testable import Sandbox

@Suite struct IdempotencyTests {
  let form = "amount=3000&currency=eur&transfer_group=VLT-1"

  @Test func theSameKeyGivesTheFirstResultAgain() throws {
    var bench = try Bench()
    let first = bench.stripe("POST", "payment_intents", form, key: "k")
    let again = bench.stripe("POST", "payment_intents", form, key: "k")
    #expect(again.id == first.id)
    #expect(first.headers["Idempotent-Replayed"] == nil)
    #expect(again.headers["Idempotent-Replayed"] == "true")
    #expect(bench.world.payment.intents.intents.items.count == 1)
  }

  @Test func theSameKeyWithOtherParametersIsRefused() throws {
    var bench = try Bench()
    _ = bench.stripe("POST", "payment_intents", form, key: "k")
    let refused = bench.stripe("POST", "payment_intents", "amount=4000&currency=eur", key: "k")
    #expect(refused.status == 400)
    #expect(refused.body["error"]?["type"] == "idempotency_error")
  }

  @Test func aServerErrorIsReplayedAndARefusalBeforeTheOperationIsNot() throws {
    var bench = try Bench()
    _ = bench.control("POST", "faults", ["on": "payment_intents.create", "kind": "status", "status": 500])
    _ = bench.control("POST", "faults", ["on": "refunds.create", "kind": "status", "status": 429])
    #expect(bench.stripe("POST", "payment_intents", form, key: "k").status == 500)
    let again = bench.stripe("POST", "payment_intents", form, key: "k")
    #expect(again.status == 500)
    #expect(again.headers["Idempotent-Replayed"] == "true")
    #expect(bench.stripe("POST", "payment_intents", form, key: "k/2").status == 200)
    let (intent, _) = try bench.paid(group: "VLT-2")
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent)", key: "r").status == 429)
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent)", key: "r").status == 200)
  }

  @Test func failedValidationLeavesTheKeyFree() throws {
    var bench = try Bench()
    #expect(bench.stripe("POST", "payment_intents", "amount=3000", key: "k").status == 400)
    #expect(bench.stripe("POST", "payment_intents", form, key: "k").status == 200)
  }

  @Test func aRefusalByTheOperationIsKept() throws {
    var bench = try Bench()
    let transfer = "amount=100&currency=eur&destination=acct_consultant"
    #expect(bench.stripe("POST", "transfers", transfer, key: "k").error == "balance_insufficient")
    _ = try bench.paid()
    _ = bench.clock("2027-03-03T09:00:00Z")
    #expect(bench.stripe("POST", "transfers", transfer, key: "k/2").status == 200)
  }

  @Test func aLostReplyHasHappenedAndIsFoundUnderItsKey() throws {
    var bench = try Bench()
    _ = bench.control("POST", "faults", ["on": "payment_intents.create", "kind": "reply_lost", "count": 2])
    #expect(bench.stripe("POST", "payment_intents", form, key: "k").status == 0)
    #expect(bench.stripe("POST", "payment_intents", form, key: "k").status == 0)
    let found = bench.stripe("POST", "payment_intents", form, key: "k")
    #expect(found.headers["Idempotent-Replayed"] == "true")
    #expect(bench.world.payment.intents.intents.items.map(\.id) == [found.id])
  }

  @Test func aRequestDroppedBeforeItArrivedHasNotHappened() throws {
    var bench = try Bench()
    _ = bench.control("POST", "faults", ["on": "payment_intents.*", "kind": "drop_before"])
    #expect(bench.stripe("POST", "payment_intents", form, key: "k").status == 0)
    #expect(bench.world.payment.intents.intents.items.isEmpty)
    #expect(bench.stripe("POST", "payment_intents", form, key: "k").headers["Idempotent-Replayed"] == nil)
  }

  @Test func anErrorAfterTheOperationHidesAnObjectThatExists() throws {
    var bench = try Bench()
    let (_, charge) = try bench.paid()
    _ = bench.control(
      "POST", "faults", ["on": "transfers.create", "kind": "status", "status": 500, "executed": true])
    let form = "amount=100&currency=eur&destination=acct_consultant&source_transaction=\(charge)"
    #expect(bench.stripe("POST", "transfers", form, key: "k").status == 500)
    #expect(bench.stripe("POST", "transfers", form, key: "k").status == 500)
    let list = bench.stripe("GET", "transfers", "transfer_group=VLT-20270301-AB12")
    #expect(list.body["data"]?.listValue?.count == 1)
  }

  @Test func aKeyInUseIsAConflictUntilItsRequestIsDone() throws {
    var bench = try Bench()
    _ = bench.control("POST", "faults", ["on": "payment_intents.create", "kind": "hold"])
    let call = Bench.call("POST", "/v1/payment_intents", form, key: "k")
    #expect(bench.world.handle(call) == .held)
    let conflict = bench.stripe("POST", "payment_intents", form, key: "k")
    #expect(conflict.status == 409)
    #expect(conflict.error == "idempotency_key_in_use")
    let done = bench.send(call, resumed: true)
    #expect(done?.status == 200)
    #expect(bench.stripe("POST", "payment_intents", form, key: "k").id == done?.id)
  }

  @Test func aKeyIsForgottenAfterADay() throws {
    var bench = try Bench()
    let first = bench.stripe("POST", "payment_intents", form, key: "k")
    _ = bench.clock("2027-03-02T08:59:59Z")
    #expect(bench.stripe("POST", "payment_intents", form, key: "k").id == first.id)
    _ = bench.clock("2027-03-02T09:00:00Z")
    #expect(bench.stripe("POST", "payment_intents", form, key: "k").id != first.id)
  }

  @Test func aFaultStrikesOnlyWhatItMatches() throws {
    var bench = try Bench()
    _ = bench.control(
      "POST", "faults", ["on": "*", "kind": "status", "status": 503, "match": "VLT-9", "count": 5])
    #expect(bench.stripe("POST", "payment_intents", form).status == 200)
    #expect(bench.stripe("POST", "payment_intents", "\(form)9&metadata[booking]=VLT-9").status == 503)
    #expect(bench.control("GET", "faults").body["struck"] == 1)
    _ = bench.control("DELETE", "faults")
    #expect(bench.stripe("POST", "payment_intents", "\(form)9&metadata[booking]=VLT-9").status == 200)
  }
}
