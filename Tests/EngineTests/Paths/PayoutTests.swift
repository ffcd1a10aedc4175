import CEL
import CivilTime
import EngineMessages
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// The transfer to the consultant when the provider does not answer plainly.
@Suite struct PayoutTests {
  static let lost = StepOutcome.unknown(.init(code: "connection_lost", message: "no reply"))

  @Test func aTransferOfUnknownOutcomeThatIsFoundIsNotSentAgain() throws {
    let bench = try Bench()
    bench.providers.answers["stripe.transfer"] = [Self.lost]
    try bench.deliver()
    try bench.wait(.seconds(86_400 + 60))
    try bench.expect(escrow: "released")
    #expect(bench.providers.sendings(of: "stripe.transfer") == 1)
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    try bench.expectSound()
  }

  @Test func aTransferThatIsAbsentIsSentAgainOnlyAfterItsTimeOutAndTheSettlingTime() throws {
    let bench = try Bench()
    bench.providers.failures["stripe.transfer"] = [Self.lost]
    try bench.deliver()
    let due = bench.simulation.now.adding(.seconds(86_400))!
    try bench.simulation.advance(to: due.adding(.seconds(149))!)
    #expect(bench.providers.sendings(of: "stripe.transfer") == 1)
    try bench.expect(escrow: "releasing")
    try bench.simulation.advance(to: due.adding(.seconds(300))!)
    #expect(bench.providers.sendings(of: "stripe.transfer") == 2)
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    // Within the key's lifetime the key stays the same.
    #expect(Set(bench.providers.log.filter { $0.step == "stripe.transfer" && $0.kind == .send }.map(\.key)).count == 1)
    try bench.expect(escrow: "released")
    try bench.expectSound()
  }

  @Test func aConsultantWhoCannotBePaidIsPaidOnceTheAccountIsReady() throws {
    let bench = try Bench()
    let refusal = StepOutcome.done(["payable": false, "currency": "EUR", "reason": "verification"])
    bench.providers.failures["stripe.account.get"] = [refusal]
    try bench.deliver()
    try bench.wait(.seconds(86_400 + 60))
    try bench.expect(escrow: "blocked_kyc")
    #expect(bench.mails("account_needs_action", to: "carl@consultant.example") == 1)
    #expect(bench.amounts(of: "stripe.transfer") == [])
    try bench.booking.webhook("account.updated", ["id": "acct_1"], key: "evt_account")
    try bench.expect(escrow: "released")
    try bench.booking.webhook("account.updated", ["id": "acct_1"], key: "evt_account_2")
    try bench.wait(.seconds(5 * 86_400))
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    try bench.expectSound()
  }

  @Test func aTransferThatUsesUpItsTimeIsParkedAndGoesOnWhenAPersonSaysSo() throws {
    let bench = try Bench()
    let busy = StepOutcome.retry(.init(code: "busy", message: "later"), after: nil)
    bench.providers.failures["stripe.transfer"] = Array(repeating: busy, count: 1_000)
    try bench.deliver()
    try bench.wait(.seconds(6 * 86_400))
    try bench.expect(escrow: "releasing")
    #expect(try bench.incidents().map(\.code) == ["step-parked"])
    #expect(try bench.balances == ["client": -3_000, "held": 450, "transferring": 2_550])
    bench.providers.failures = [:]
    let task = try #require(try bench.incidents().first?.task)
    #expect(try bench.act(.taskDecline(task), key: "decline").refusal == "money_unknown")
    #expect(try bench.act(.taskRetry(task)).verdict != nil)
    try bench.wait(.seconds(3_600))
    try bench.expect(escrow: "released")
    #expect(bench.providers.log.contains { $0.step == "stripe.transfer" && $0.kind == .reconcile })
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    try bench.expectSound()
  }

  @Test func aTransferInDoubtIsNeverSentAgainWhileTheProviderCannotSay() throws {
    let bench = try Bench()
    bench.providers.answers["stripe.transfer"] = [Self.lost]
    bench.providers.findings["stripe.transfer"] = Array(
      repeating: .undecided(.init(code: "busy", message: "later")), count: 10)
    try bench.deliver()
    try bench.wait(.seconds(2 * 86_400))
    try bench.expect(escrow: "released")
    #expect(bench.providers.sendings(of: "stripe.transfer") == 1)
    try bench.expectSound()
  }
}
