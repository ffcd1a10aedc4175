import CEL
import Testing

@testable import Sandbox

@Suite struct CaptureTests {
  private static let form =
    "amount=3000&currency=eur&transfer_group=VLT-1&capture_method=manual&confirm=true"
    + "&payment_method=pm_card_visa"

  @Test func anAuthorizationBringsNoMoneyUntilItIsCaptured() throws {
    var bench = try Bench()
    let intent = bench.stripe("POST", "payment_intents", Self.form)
    #expect(intent.body["status"] == "requires_capture")
    #expect(intent.body["amount_capturable"] == 3_000)
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent.id)").status == 400)
    let captured = bench.stripe("POST", "payment_intents/\(intent.id)/capture", "amount_to_capture=2000")
    #expect(captured.body["status"] == "succeeded")
    #expect(captured.body["amount_received"] == 2_000)
    let charge = bench.stripe("GET", "charges/\(captured.body["latest_charge"]?.stringValue ?? "")")
    #expect(charge.body["amount_captured"] == 2_000)
    #expect(charge.body["amount_refunded"] == 1_000)
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent.id)&amount=2001").status == 400)
    #expect(
      try bench.deliver() == [
        "payment_intent.created", "charge.succeeded", "payment_intent.amount_capturable_updated", "charge.captured",
        "payment_intent.succeeded",
      ])
    let again = bench.stripe("POST", "payment_intents/\(intent.id)/capture")
    #expect(again.error == "payment_intent_unexpected_state")
  }

  @Test func anAuthorizationThatIsCanceledOrExpiresIsGivenBack() throws {
    var bench = try Bench()
    let first = bench.stripe("POST", "payment_intents", Self.form)
    #expect(bench.stripe("POST", "payment_intents/\(first.id)/cancel").body["status"] == "canceled")
    #expect(try bench.deliver().suffix(2) == ["charge.refunded", "payment_intent.canceled"])
    let second = bench.stripe("POST", "payment_intents", Self.form)
    let charge = second.body["latest_charge"]?.stringValue ?? ""
    #expect(bench.stripe("POST", "test_helpers/charges/\(charge)/expire").status == 200)
    #expect(try bench.deliver().suffix(2) == ["charge.expired", "payment_intent.canceled"])
    #expect(bench.world.payment.core.balance("eur").pending == 0)
  }

  @Test func aChargeMayBeMadeAndCapturedWithoutAnIntent() throws {
    var bench = try Bench()
    let charge = bench.stripe("POST", "charges", "amount=100&currency=usd&source=tok_visa&capture=false")
    #expect(charge.body["captured"] == false)
    #expect(charge.body["payment_intent"] == .null)
    #expect(bench.stripe("POST", "charges/\(charge.id)/capture").body["captured"] == true)
    #expect(bench.stripe("POST", "refunds", "charge=\(charge.id)").body["payment_intent"] == .null)
    let declined = bench.stripe("POST", "charges", "amount=100&currency=usd&source=tok_chargeDeclinedExpiredCard")
    #expect(declined.status == 402)
    #expect(declined.error == "expired_card")
  }

  @Test(arguments: [
    ("pm_card_createDispute", "needs_response", ["charge.dispute.created", "charge.dispute.funds_withdrawn"]),
    ("pm_card_createDisputeInquiry", "warning_needs_response", ["charge.dispute.created"]),
  ])
  func aTestCardDisputesItsOwnCharge(method: String, status: String, events: [String]) throws {
    var bench = try Bench()
    let intent = bench.stripe(
      "POST", "payment_intents", "amount=3000&currency=eur&confirm=true&payment_method=\(method)")
    let dispute = bench.stripe("GET", "disputes", "payment_intent=\(intent.id)").body["data"]?.listValue?.first
    #expect(dispute?["status"]?.stringValue == status)
    #expect(try bench.deliver().suffix(events.count) == events[...])
    // Evidence is submitted with the call unless it says otherwise.
    let id = dispute?["id"]?.stringValue ?? ""
    let draft = bench.stripe("POST", "disputes/\(id)", "evidence[customer_name]=Jenny&submit=false")
    #expect(draft.body["status"]?.stringValue == status)
    #expect(draft.body["evidence_details"]?["has_evidence"] == true)
    #expect(draft.body["evidence_details"]?["submission_count"] == 0)
    let sent = bench.stripe("POST", "disputes/\(id)", "evidence[customer_name]=Jenny")
    #expect(sent.body["status"]?.stringValue?.hasSuffix("under_review") == true)
  }

  @Test func aTestCardWarnsOfFraudBeforeAnyDispute() throws {
    var bench = try Bench()
    let intent = bench.stripe(
      "POST", "payment_intents", "amount=3000&currency=eur&confirm=true&payment_method=pm_card_createIssuerFraudWarning"
    )
    let listed = bench.stripe("GET", "radar/early_fraud_warnings", "payment_intent=\(intent.id)")
    #expect(listed.body["data"]?.listValue?.count == 1)
    #expect(try bench.deliver().last == "radar.early_fraud_warning.created")
  }

  @Test(arguments: [("pm_card_refundFail", "failed"), ("pm_card_pendingRefund", "succeeded")])
  func aTestCardDecidesItsRefundLater(method: String, ending: String) throws {
    var bench = try Bench()
    let intent = bench.stripe(
      "POST", "payment_intents", "amount=3000&currency=eur&confirm=true&payment_method=\(method)")
    let refund = bench.stripe("POST", "refunds", "payment_intent=\(intent.id)")
    #expect(refund.body["status"] == "pending")
    _ = bench.clock("2027-03-03T09:00:00Z")
    #expect(bench.stripe("GET", "refunds/\(refund.id)").body["status"]?.stringValue == ending)
  }

  @Test func aMethodThatTheTestModeDoesNotHaveIsRefused() throws {
    var bench = try Bench()
    let refused = bench.stripe(
      "POST", "payment_intents", "amount=3000&currency=eur&confirm=true&payment_method=pm_card_imaginary")
    #expect(refused.error == "resource_missing")
  }
}
