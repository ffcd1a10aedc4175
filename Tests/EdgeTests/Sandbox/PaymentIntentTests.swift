import CEL
import Testing

@testable import Sandbox

@Suite struct PaymentIntentTests {
  @Test func anIntentKeepsWhatItWasMadeWith() throws {
    var bench = try Bench()
    let made = bench.stripe(
      "POST", "payment_intents",
      "amount=3000&currency=EUR&payment_method_types[]=card&payment_method_types[]=sepa_debit&transfer_group=VLT-1"
        + "&metadata[booking]=VLT-1&receipt_email=a%2Bb%40example.org&description=30+for+30")
    #expect(made.status == 200)
    let read = bench.stripe("GET", "payment_intents/\(made.id)")
    #expect(read.body["status"] == "requires_payment_method")
    #expect(read.body["currency"] == "eur")
    #expect(read.body["metadata"]?["booking"] == "VLT-1")
    #expect(read.body["receipt_email"] == "a+b@example.org")
    #expect(read.body["description"] == "30 for 30")
    #expect(read.body["payment_method_types"] == ["card", "sepa_debit"])
    #expect(read.headers["Date"] == "Mon, 01 Mar 2027 09:00:00 GMT")
    #expect(read.headers["Request-Id"]?.hasPrefix("req_") == true)
  }

  @Test func aPaidIntentCannotBeCanceledAndTheRefusalShowsIt() throws {
    var bench = try Bench()
    let (intent, _) = try bench.paid()
    let refused = bench.stripe("POST", "payment_intents/\(intent)/cancel", "cancellation_reason=abandoned")
    #expect(refused.status == 400)
    #expect(refused.error == "payment_intent_unexpected_state")
    #expect(refused.body["error"]?["payment_intent"]?["status"] == "succeeded")
  }

  @Test func aCanceledIntentCannotBePaid() throws {
    var bench = try Bench()
    let intent = bench.stripe("POST", "payment_intents", "amount=3000&currency=eur&transfer_group=VLT-1")
    #expect(bench.stripe("POST", "payment_intents/\(intent.id)/cancel").body["status"] == "canceled")
    #expect(bench.control("POST", "pay", ["payment_intent": .string(intent.id)]).status == 400)
    #expect(try bench.deliver() == ["payment_intent.created", "payment_intent.canceled"])
  }

  @Test func aDeclinedCardLeavesTheIntentPayable() throws {
    var bench = try Bench()
    let intent = bench.stripe("POST", "payment_intents", "amount=3000&currency=eur&transfer_group=VLT-1")
    let declined = bench.stripe(
      "POST", "payment_intents/\(intent.id)/confirm", "payment_method=pm_card_chargeDeclined")
    #expect(declined.status == 402)
    #expect(declined.error == "card_declined")
    #expect(declined.body["error"]?["payment_intent"]?["status"] == "requires_payment_method")
    let paid = bench.stripe("POST", "payment_intents/\(intent.id)/confirm", "payment_method=pm_card_visa")
    #expect(paid.body["status"] == "succeeded")
    #expect(paid.body["amount_received"] == 3000)
    #expect(
      try bench.deliver() == [
        "payment_intent.created", "charge.failed", "payment_intent.payment_failed", "charge.succeeded",
        "payment_intent.succeeded",
      ])
  }

  @Test func aSecondFactorIsAskedForBeforeThePayment() throws {
    var bench = try Bench()
    let intent = bench.stripe(
      "POST", "payment_intents",
      "amount=3000&currency=eur&confirm=true&payment_method=pm_card_authenticationRequired&transfer_group=VLT-1")
    #expect(intent.body["status"] == "requires_action")
    #expect(intent.body["next_action"]?["type"] == "redirect_to_url")
    #expect(bench.control("POST", "pay", ["group": "VLT-1"]).body["status"] == "succeeded")
  }

  @Test(arguments: [("DE89370400440532013000", "succeeded"), ("DE62370400440532013001", "requires_payment_method")])
  func aDirectDebitIsDecidedAfterFiveDays(iban: String, ending: String) throws {
    var bench = try Bench()
    let intent = bench.stripe(
      "POST", "payment_intents",
      "amount=3000&currency=eur&confirm=true&payment_method_types[]=sepa_debit&payment_method_data[type]=sepa_debit"
        + "&payment_method_data[sepa_debit][iban]=\(iban)")
    #expect(intent.body["status"] == "processing")
    #expect(bench.stripe("POST", "payment_intents/\(intent.id)/cancel").error == "payment_intent_unexpected_state")
    _ = try bench.deliver()
    #expect(bench.control("GET", "status").body["nextDue"] == "2027-03-06T09:00:00Z")
    _ = bench.clock("2027-03-06T08:59:59Z")
    #expect(bench.stripe("GET", "payment_intents/\(intent.id)").body["status"] == "processing")
    _ = bench.clock("2027-03-06T09:00:00Z")
    #expect(bench.stripe("GET", "payment_intents/\(intent.id)").body["status"]?.stringValue == ending)
    #expect(bench.control("GET", "status").body["undelivered"] == 2)
  }

  @Test func anotherAmountThanTheIntentsIsReceivedAsItComes() throws {
    var bench = try Bench()
    _ = bench.stripe("POST", "payment_intents", "amount=3000&currency=eur&transfer_group=VLT-1")
    let paid = bench.control("POST", "pay", ["group": "VLT-1", "outcome": "succeed_amount", "amount": 2900])
    #expect(paid.body["amount"] == 3000)
    #expect(paid.body["amount_received"] == 2900)
  }

  @Test func aFinalFailureCancelsTheIntent() throws {
    var bench = try Bench()
    _ = bench.stripe("POST", "payment_intents", "amount=3000&currency=eur&transfer_group=VLT-1")
    let failed = bench.control("POST", "pay", ["group": "VLT-1", "outcome": "fail_final"])
    #expect(failed.body["status"] == "canceled")
    #expect(
      try bench.deliver() == [
        "payment_intent.created", "charge.failed", "payment_intent.payment_failed", "payment_intent.canceled",
      ])
  }

  @Test(arguments: [
    ("amount=3000", "parameter_missing"), ("amount=30&currency=eur", "amount_too_small"),
    ("amount=3000&currency=eur&colour=red", "parameter_unknown"),
    ("amount=3.5&currency=eur", "parameter_invalid_integer"), ("amount=-5&currency=eur", "parameter_invalid_integer"),
    ("amount=3000&currency=eur&payment_method=pm_nonsense", "resource_missing"),
  ])
  func aWrongParameterIsNamed(form: String, code: String) throws {
    var bench = try Bench()
    let refused = bench.stripe("POST", "payment_intents", form)
    #expect(refused.status == 400)
    #expect(refused.error == code)
    #expect(refused.body["error"]?["param"] != nil)
    #expect(bench.world.payment.intents.intents.items.isEmpty)
  }

  @Test func aWrongKeyIsUnauthorized() throws {
    var bench = try Bench()
    var call = Bench.call("GET", "/v1/balance")
    call.headers["authorization"] = "Bearer sk_test_other"
    #expect(bench.send(call)?.status == 401)
  }

  @Test func identifiersAreReplacedByTheirObjectsWhenAskedFor() throws {
    var bench = try Bench()
    let (intent, charge) = try bench.paid()
    let read = bench.stripe("GET", "payment_intents/\(intent)", "expand[]=latest_charge")
    #expect(read.body["latest_charge"]?["id"]?.stringValue == charge)
    #expect(bench.stripe("GET", "payment_intents/\(intent)", "expand[]=nonsense").status == 400)
  }
}
