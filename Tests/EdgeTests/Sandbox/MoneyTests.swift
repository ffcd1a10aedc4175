import CEL
import CivilTime
import Testing

@testable import Sandbox

@Suite struct RefundTests {
  @Test func nobodyGetsBackMoreThanWasPaid() throws {
    var bench = try Bench()
    let (intent, charge) = try bench.paid(3_000)
    let first = bench.stripe(
      "POST", "refunds", "payment_intent=\(intent)&amount=1000&reason=requested_by_customer&metadata[booking]=VLT-1")
    #expect(first.body["status"] == "succeeded")
    #expect(first.body["metadata"]?["booking"] == "VLT-1")
    let tooMuch = bench.stripe("POST", "refunds", "payment_intent=\(intent)&amount=2001")
    #expect(tooMuch.status == 400)
    #expect(tooMuch.body["error"]?["param"] == "amount")
    #expect(tooMuch.error == nil)
    #expect(bench.stripe("POST", "refunds", "charge=\(charge)").body["amount"] == 2000)
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent)").error == "charge_already_refunded")
    #expect(bench.stripe("GET", "charges/\(charge)").body["refunded"] == true)
  }

  @Test func aPendingRefundSettlesOnceAndMayFailLater() throws {
    var bench = try Bench()
    let (intent, charge) = try bench.paid(3_000)
    _ = bench.control("POST", "faults", ["on": "refunds.create", "kind": "refund_pending"])
    let refund = bench.stripe("POST", "refunds", "payment_intent=\(intent)")
    #expect(refund.body["status"] == "pending")
    _ = try bench.deliver()
    #expect(bench.control("POST", "refunds/\(refund.id)/settle").body["status"] == "succeeded")
    #expect(try bench.deliver() == ["refund.updated", "charge.refund.updated"])
    _ = bench.control("POST", "refunds/\(refund.id)/settle")
    #expect(try bench.deliver() == [])
    #expect(bench.control("POST", "refunds/\(refund.id)/fail").body["status"] == "failed")
    #expect(try bench.deliver() == ["refund.updated", "charge.refund.updated", "refund.failed"])
    #expect(bench.stripe("GET", "charges/\(charge)").body["amount_refunded"] == 0)
  }

  @Test func aPendingRefundWithADelaySettlesByItself() throws {
    var bench = try Bench()
    let (intent, _) = try bench.paid(3_000)
    _ = bench.control("POST", "faults", ["on": "refunds.create", "kind": "refund_pending", "delay": "P2D"])
    let refund = bench.stripe("POST", "refunds", "payment_intent=\(intent)")
    _ = bench.clock("2027-03-10T09:00:00Z")
    #expect(bench.stripe("GET", "refunds/\(refund.id)").body["status"] == "succeeded")
    let event = bench.world.payment.core.events.items.last
    #expect(event?.created.description == "2027-03-03T09:00:00Z")
  }

  @Test func anUnpaidIntentHasNothingToRefund() throws {
    var bench = try Bench()
    let intent = bench.stripe("POST", "payment_intents", "amount=3000&currency=eur")
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent.id)").status == 400)
    #expect(bench.stripe("POST", "refunds", "payment_intent=pi_none").error == "resource_missing")
  }

  @Test func listsArePagedNewestFirst() throws {
    var bench = try Bench()
    let (intent, _) = try bench.paid(3_000)
    let ids = (0..<5).map { _ in bench.stripe("POST", "refunds", "payment_intent=\(intent)&amount=100").id }
    let first = bench.stripe("GET", "refunds", "payment_intent=\(intent)&limit=2")
    #expect(first.body["data"]?.listValue?.compactMap { $0["id"]?.stringValue } == [ids[4], ids[3]])
    #expect(first.body["has_more"] == true)
    let last = bench.stripe("GET", "refunds", "payment_intent=\(intent)&limit=3&starting_after=\(ids[3])")
    #expect(last.body["data"]?.listValue?.compactMap { $0["id"]?.stringValue } == [ids[2], ids[1], ids[0]])
    #expect(last.body["has_more"] == false)
  }
}

@Suite struct TransferTests {
  func form(_ amount: Int64, _ charge: String, to account: String = "acct_consultant") -> String {
    "amount=\(amount)&currency=eur&destination=\(account)&source_transaction=\(charge)&metadata[step]=escrow"
  }

  @Test func aTransferTakesTheGroupOfItsCharge() throws {
    var bench = try Bench()
    let (_, charge) = try bench.paid()
    let transfer = bench.stripe("POST", "transfers", form(12_750, charge))
    #expect(transfer.body["transfer_group"] == "VLT-20270301-AB12")
    let listed = bench.stripe("GET", "transfers", "transfer_group=VLT-20270301-AB12")
    #expect(listed.body["data"]?[0]?["id"]?.stringValue == transfer.id)
  }

  @Test func aChargeGivesNoMoreThanItHolds() throws {
    var bench = try Bench()
    let (intent, charge) = try bench.paid(10_000)
    #expect(bench.stripe("POST", "transfers", form(8_500, charge)).status == 200)
    #expect(bench.stripe("POST", "transfers", form(1_501, charge)).error == "balance_insufficient")
    _ = bench.stripe("POST", "refunds", "payment_intent=\(intent)&amount=1000")
    #expect(bench.stripe("POST", "transfers", form(501, charge)).error == "balance_insufficient")
    #expect(bench.stripe("POST", "transfers", form(500, charge)).status == 200)
  }

  @Test func withoutASourceTheAvailableBalanceCounts() throws {
    var bench = try Bench()
    _ = try bench.paid(10_000)
    let form = "amount=8500&currency=eur&destination=acct_consultant"
    #expect(bench.stripe("POST", "transfers", form).error == "balance_insufficient")
    #expect(bench.stripe("GET", "balance").body["pending"]?[0]?["amount"] == 10_000)
    _ = bench.clock("2027-03-03T09:00:00Z")
    #expect(bench.stripe("POST", "transfers", form).status == 200)
    #expect(bench.stripe("GET", "balance").body["available"]?[0]?["amount"] == 1_500)
  }

  @Test func anAccountThatMayNotReceiveRefusesUntilItMay() throws {
    var bench = try Bench()
    let (_, charge) = try bench.paid()
    _ = bench.control("POST", "accounts", ["id": "acct_new", "transfers": false, "payouts_enabled": false])
    let account = bench.stripe("GET", "accounts/acct_new").body
    #expect(account["capabilities"]?["transfers"] == "inactive")
    #expect(account["requirements"]?["disabled_reason"] == "requirements.past_due")
    let refused = bench.stripe("POST", "transfers", form(100, charge, to: "acct_new"))
    #expect(refused.error == "insufficient_capabilities_for_transfer")
    _ = bench.control("POST", "accounts/acct_new", ["transfers": true, "payouts_enabled": true])
    #expect(bench.stripe("POST", "transfers", form(100, charge, to: "acct_new")).status == 200)
    #expect(bench.stripe("POST", "transfers", form(100, charge, to: "acct_none")).error == "resource_missing")
    #expect(bench.stripe("GET", "accounts/acct_none").error == "account_invalid")
    let events = try bench.deliver()
    #expect(events.filter { $0 == "account.updated" }.count == 2)
  }

  @Test func aReversalTakesBackAtMostWhatWasSentAndIsThere() throws {
    var bench = try Bench()
    let (_, charge) = try bench.paid(10_000)
    let transfer = bench.stripe("POST", "transfers", form(8_500, charge)).id
    #expect(bench.stripe("POST", "transfers/\(transfer)/reversals", "amount=3000").status == 200)
    #expect(bench.stripe("POST", "transfers/\(transfer)/reversals", "amount=5501").status == 400)
    #expect(bench.stripe("GET", "transfers/\(transfer)").body["amount_reversed"] == 3_000)
    _ = bench.control("POST", "accounts/acct_consultant", ["balance": 0])
    #expect(bench.stripe("POST", "transfers/\(transfer)/reversals").error == "balance_insufficient")
    _ = bench.control("POST", "accounts/acct_consultant", ["balance": 9_000])
    #expect(bench.stripe("POST", "transfers/\(transfer)/reversals").body["amount"] == 5_500)
    #expect(bench.stripe("GET", "transfers/\(transfer)").body["reversed"] == true)
    #expect(bench.stripe("GET", "transfers/\(transfer)/reversals").body["data"]?.listValue?.count == 2)
  }
}

@Suite struct DisputeTests {
  @Test func aDisputeHoldsTheMoneyAndForbidsRefunds() throws {
    var bench = try Bench()
    let (intent, _) = try bench.paid(3_000)
    _ = try bench.deliver()
    let dispute = bench.control("POST", "disputes", ["group": "VLT-20270301-AB12", "reason": "fraudulent"])
    #expect(dispute.body["status"] == "needs_response")
    #expect(dispute.body["evidence_details"]?["due_by"] == 1_804_496_400)
    #expect(try bench.deliver() == ["charge.dispute.created", "charge.dispute.funds_withdrawn"])
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent)").error == "charge_disputed")
    #expect(bench.control("POST", "disputes/\(dispute.id)/close", ["status": "won"]).body["status"] == "won")
    #expect(try bench.deliver() == ["charge.dispute.closed", "charge.dispute.funds_reinstated"])
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent)").status == 200)
  }

  @Test func moneyThatTheBankTookBackCannotBeRefunded() throws {
    var bench = try Bench()
    let (intent, charge) = try bench.paid(3_000)
    let dispute = bench.control("POST", "disputes", ["charge": .string(charge), "amount": 2_000])
    #expect(bench.stripe("POST", "disputes/\(dispute.id)/close").body["status"] == "lost")
    #expect(bench.stripe("GET", "disputes/\(dispute.id)").body["status"] == "lost")
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent)&amount=1001").status == 400)
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent)&amount=1000").status == 200)
    #expect(bench.stripe("POST", "refunds", "payment_intent=\(intent)").error == "charge_disputed")
  }

  @Test func anInquiryTakesNoMoneyAndIsClosedWithoutAWinner() throws {
    var bench = try Bench()
    _ = try bench.paid(3_000)
    let dispute = bench.control("POST", "disputes", ["group": "VLT-20270301-AB12", "inquiry": true])
    #expect(dispute.body["status"] == "warning_needs_response")
    let closed = bench.control("POST", "disputes/\(dispute.id)/close", ["status": "won"])
    #expect(closed.body["status"] == "warning_closed")
    #expect(
      try bench.deliver().suffix(3) == [
        "charge.dispute.created", "charge.dispute.closed", "charge.dispute.funds_reinstated",
      ])
    #expect(bench.stripe("GET", "balance").body["available"]?.listValue?.first?["amount"] == 0)
  }
}
