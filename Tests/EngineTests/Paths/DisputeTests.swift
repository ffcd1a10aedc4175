import CEL
import CivilTime
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// The client's bank takes the money back, before, during and after the payout.
@Suite struct DisputeTests {
  func open(_ bench: Bench, amount: Int64 = 3_000) throws {
    try bench.booking.webhook(
      "charge.dispute.created",
      ["id": "du_1", "charge": .string("ch_\(bench.reference)"), "amount": .int(amount)],
      key: "\(bench.reference)/du_1/created")
  }

  func close(_ bench: Bench, _ status: Value) throws {
    try bench.booking.webhook(
      "charge.dispute.closed", ["id": "du_1", "charge": .string("ch_\(bench.reference)"), "status": status],
      key: "\(bench.reference)/du_1/closed")
  }

  @Test func aDisputeBeforeTheMeetingHoldsTheBookingAndIsCalledOffADayBefore() throws {
    let bench = try Bench()
    try bench.confirm()
    try open(bench)
    #expect(try bench.simulation.states(bench.reference)["booking"]?.contains("on_hold") == true)
    try bench.expect(escrow: "frozen")
    #expect(try bench.balances == ["client": -3_000, "disputed": 3_000])
    try bench.advance(.seconds(-24 * 3_600 - 1))
    #expect(bench.mails("reminder_1") == 0)
    try bench.advance(.seconds(-24 * 3_600))
    try bench.expect(status: "cancelled")
    #expect(bench.mails("reminder_1") == 0)
    #expect(bench.amounts(of: "stripe.refund") == [])
    try close(bench, "lost")
    #expect(try bench.balances == ["client": -3_000, "charged_back": 3_000])
    #expect(bench.amounts(of: "stripe.transfer") == [])
  }

  @Test func aDisputeThatIsWonAfterTheBookingWasCalledOffGivesTheMoneyBack() throws {
    let bench = try Bench()
    try bench.confirm()
    try open(bench)
    try bench.advance(.seconds(-24 * 3_600))
    try bench.expect(status: "cancelled")
    try close(bench, "won")
    try bench.advance(.seconds(10 * 86_400))
    #expect(bench.amounts(of: "stripe.refund") == [3_000])
    #expect(bench.amounts(of: "stripe.transfer") == [])
    #expect(try bench.balances == ["client": -3_000, "refunded": 3_000])
    try bench.expect(status: "cancelled", payment: "refunded")
  }

  @Test func aDisputeThatIsWonBeforeTheMeetingLetsTheBookingGoOn() throws {
    let bench = try Bench()
    try bench.confirm()
    try open(bench)
    try close(bench, "won")
    try bench.expect(status: "confirmed", escrow: "held", payment: "paid")
    #expect(try bench.simulation.states(bench.reference)["booking"]?.contains("on_hold") == false)
    #expect(try bench.balances == ["client": -3_000, "held": 3_000])
  }

  @Test func aDisputeDuringTheCoolingFreezesAndAWonOneWaitsTheWholeTimeAgain() throws {
    let bench = try Bench()
    try bench.deliver()
    try bench.expect(escrow: "cooling")
    try bench.wait(.seconds(20 * 3_600))
    try open(bench)
    try bench.expect(escrow: "frozen")
    try bench.wait(.seconds(2 * 86_400))
    #expect(bench.amounts(of: "stripe.transfer") == [])
    try close(bench, "won")
    try bench.expect(escrow: "cooling")
    try bench.wait(.seconds(86_400 - 1))
    try bench.expect(escrow: "cooling")
    try bench.wait(.seconds(1))
    try bench.expect(escrow: "released")
    try bench.wait(.seconds(3 * 86_400))
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    #expect(try bench.balances == ["client": -3_000, "transferred": 2_550, "fee": 450])
    try bench.expectSound()
  }

  @Test func aDisputeDuringTheCoolingThatIsLostPaysNobodyOut() throws {
    let bench = try Bench()
    try bench.deliver()
    try open(bench)
    try close(bench, "lost")
    try bench.wait(.seconds(5 * 86_400))
    #expect(bench.amounts(of: "stripe.transfer") == [])
    #expect(try bench.balances == ["client": -3_000, "charged_back": 3_000])
    try bench.expectSound()
  }

  /// The transfer's request is out when the dispute opens: its outcome decides, nothing is sent twice, nothing is forgotten.
  func disputeInFlight() throws -> Bench {
    let bench = try Bench()
    bench.simulation.holdsBack = { $0.request.step == "stripe.transfer" }
    try bench.deliver()
    try bench.wait(.seconds(86_400))
    try bench.expect(escrow: "releasing")
    try open(bench)
    try bench.expect(escrow: "releasing")
    #expect(try bench.balances == ["client": -3_000, "transferring": 2_550, "disputed": 3_000, "receivable": -2_550])
    return bench
  }

  @Test func aTransferInFlightWhenTheDisputeOpensIsReclaimedWhenItIsLost() throws {
    let bench = try disputeInFlight()
    try bench.simulation.deliverHeld()
    try bench.expect(escrow: "released")
    try close(bench, "lost")
    try bench.wait(.seconds(86_400))
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    #expect(bench.amounts(of: "stripe.reversal") == [2_550])
    #expect(try bench.balances == ["client": -3_000, "charged_back": 3_000])
    try bench.expectSound()
  }

  @Test func aTransferInFlightWhenTheDisputeOpensStaysWhenItIsWon() throws {
    let bench = try disputeInFlight()
    try bench.simulation.deliverHeld()
    try close(bench, "won")
    try bench.wait(.seconds(3 * 86_400))
    try bench.expect(escrow: "released")
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    #expect(bench.amounts(of: "stripe.reversal") == [])
    #expect(try bench.balances == ["client": -3_000, "transferred": 2_550, "fee": 450])
    try bench.expectSound()
  }

  @Test func aCrashWhileTheTransferIsInFlightFindsItAgain() throws {
    let bench = try disputeInFlight()
    try bench.simulation.crash()
    bench.simulation.holdsBack = { _ in false }
    try bench.wait(.seconds(3_600))
    try bench.expect(escrow: "released")
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    #expect(bench.providers.sendings(of: "stripe.transfer") == 1)
    try bench.expectSound()
  }

  @Test func aDisputeAfterTheReleaseThatIsLostReclaimsTheTransfer() throws {
    let bench = try Bench()
    try bench.deliver()
    try bench.wait(.seconds(5 * 86_400))
    try bench.expect(escrow: "released")
    try open(bench)
    try close(bench, "lost")
    try bench.wait(.seconds(86_400))
    #expect(bench.amounts(of: "stripe.reversal") == [2_550])
    #expect(try bench.balances == ["client": -3_000, "charged_back": 3_000])
    try bench.expect(escrow: "refunded_closed")
    try bench.expectSound()
  }

  @Test func aReversalThatTheConsultantCannotPayIsOwed() throws {
    let bench = try Bench()
    bench.providers.failures["stripe.reversal"] = [.failed(.init(code: "insufficient_funds", message: "empty"))]
    try bench.deliver()
    try bench.wait(.seconds(5 * 86_400))
    try open(bench)
    try close(bench, "lost")
    try bench.wait(.seconds(3_600))
    try bench.expect(escrow: "receivable")
    #expect(
      try bench.balances == ["client": -3_000, "transferred": 2_550, "charged_back": 3_000, "receivable": -2_550])
    #expect(
      try bench.simulation.reader().tasks(in: .open, after: nil, limit: 10).contains { $0.key.contains("/receivable/") }
    )
    try bench.expectSound(incidents: ["alarm"])
  }

  @Test func aDisputeAfterTheReleaseThatIsWonChangesNothing() throws {
    let bench = try Bench()
    try bench.deliver()
    try bench.wait(.seconds(5 * 86_400))
    try open(bench)
    try close(bench, "won")
    try bench.wait(.seconds(3 * 86_400))
    try bench.expect(escrow: "released")
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    #expect(bench.amounts(of: "stripe.reversal") == [])
    #expect(try bench.balances == ["client": -3_000, "transferred": 2_550, "fee": 450])
    try bench.expectSound()
  }
}
