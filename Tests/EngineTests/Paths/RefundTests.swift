import CEL
import CivilTime
import EngineMessages
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// Money back: in parts, late, and not at all.
@Suite struct RefundTests {
  func refund(_ bench: Bench, _ amount: Int64, key: String) throws -> Reply {
    try bench.booking.party(
      "refund.amount", "operator", ["amount": .int(amount), "reason": "goodwill"], key: "\(bench.reference)/\(key)")
  }

  func updated(_ bench: Bench, _ id: Value, _ status: Value, key: String) throws {
    try bench.booking.webhook(
      "refund.updated", ["id": id, "status": status, "metadata": ["booking": .string(bench.reference)]], key: key)
  }

  @Test func partsWithOddCentsAddUpExactly() throws {
    let bench = try Bench(price: 3_333)
    try bench.confirm()
    for (number, amount) in [Int64(101), 333, 7].enumerated() {
      #expect(try refund(bench, amount, key: "part-\(number)").verdict == "handled")
      try bench.expect(escrow: "held")
    }
    #expect(try bench.balances == ["client": -3_333, "held": 2_892, "refunded": 441])
    #expect(try refund(bench, 2_893, key: "too-much").refusal == "too_much")
    #expect(try refund(bench, 0, key: "nothing").refusal == "too_much")
    #expect(try refund(bench, 2_892, key: "rest").verdict == "handled")
    #expect(try bench.balances == ["client": -3_333, "refunded": 3_333])
    #expect(bench.amounts(of: "stripe.refund") == [101, 333, 7, 2_892])
    try bench.expect(escrow: "refunded_closed", payment: "refunded")
    try bench.expectSound()
  }

  @Test func theConsultantsShareIsOfWhatIsLeft() throws {
    let bench = try Bench()
    try bench.confirm()
    _ = try refund(bench, 1_001, key: "part")
    try bench.advance(.seconds(60))
    try bench.booking.party("consultant.start", "consultant")
    try bench.advance(.seconds(1_900))
    try bench.booking.party("client.confirm", "client")
    try bench.wait(.seconds(5 * 86_400))
    // 85 % of 1,999 is 1,699.15.
    #expect(bench.amounts(of: "stripe.transfer") == [1_699])
    #expect(try bench.balances == ["client": -3_000, "refunded": 1_001, "transferred": 1_699, "fee": 300])
    try bench.expectSound()
  }

  @Test func aRefundThatSettlesLateIsReservedUntilTheProviderSaysSo() throws {
    let bench = try Bench()
    bench.providers.answers["stripe.refund"] = [.accepted(["id": "re_1", "status": "pending"])]
    try bench.confirm()
    try bench.booking.party("cancel.client", "client", ["reason": nil])
    try bench.expect(status: "cancelled", payment: "refunding")
    #expect(try bench.balances == ["client": -3_000, "refunding": 3_000])
    #expect(bench.mails("refund_started") == 1)
    try bench.wait(.seconds(3 * 86_400))
    try updated(bench, "re_other", "succeeded", key: "evt_other")
    #expect(try bench.balances == ["client": -3_000, "refunding": 3_000])
    try updated(bench, "re_1", "succeeded", key: "evt_settled")
    try bench.expect(payment: "refunded")
    #expect(try bench.balances == ["client": -3_000, "refunded": 3_000])
    #expect(bench.providers.sendings(of: "stripe.refund") == 1)
    try bench.expectSound()
  }

  @Test func aRefundThatFailsLateGivesTheMoneyBackToTheBooksAndAsksAPerson() throws {
    let bench = try Bench()
    bench.providers.answers["stripe.refund"] = [.accepted(["id": "re_1", "status": "pending"])]
    try bench.confirm()
    try bench.booking.party("cancel.client", "client", ["reason": nil])
    try updated(bench, "re_1", "failed", key: "evt_failed")
    #expect(try bench.balances == ["client": -3_000, "held": 3_000])
    let tasks = try bench.simulation.reader().tasks(in: .open, after: nil, limit: 10)
    #expect(tasks.map(\.step) == ["refund_failed"] || tasks.count == 1)
    let task = try #require(tasks.first)
    #expect(try bench.act(.taskDone(task.id, data: ["paid": true])).verdict == "done")
    #expect(try bench.balances == ["client": -3_000, "refunded": 3_000])
    try bench.expectSound(incidents: ["alarm"])
  }

  @Test func nothingIsPaidOutWhileAFailedRefundIsStillOwed() throws {
    let bench = try Bench()
    bench.providers.answers["stripe.refund"] = [.accepted(["id": "re_1", "status": "pending"])]
    try bench.confirm()
    _ = try refund(bench, 500, key: "part")
    try updated(bench, "re_1", "failed", key: "evt_failed")
    try bench.deliver()
    try bench.wait(.seconds(5 * 86_400))
    #expect(bench.amounts(of: "stripe.transfer") == [])
    let tasks = try bench.simulation.reader().tasks(in: .open, after: nil, limit: 10)
    let task = try #require(tasks.first { $0.step == "refund_failed" })
    #expect(try bench.act(.taskDone(task.id, data: ["paid": true])).verdict == "done")
    try bench.wait(.seconds(86_400))
    #expect(bench.amounts(of: "stripe.transfer") == [2_125])
  }

  @Test func aRefundThatFailsAfterItSucceededIsTakenBack() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.booking.party("cancel.client", "client", ["reason": nil])
    try bench.expect(payment: "refunded")
    let id = try #require(bench.providers.acts(of: "stripe.refund").first).key
    try updated(bench, .string("re_\(id)"), "failed", key: "evt_failed")
    #expect(try bench.balances == ["client": -3_000, "held": 3_000])
    #expect(try bench.incidents().count == 1)
  }

  @Test func twoClicksOnRefundGiveOneRefund() throws {
    let bench = try Bench()
    try bench.confirm()
    _ = try refund(bench, 1_000, key: "click")
    guard case .duplicate = try refund(bench, 1_000, key: "click") else { throw Failure("not recognised") }
    #expect(bench.amounts(of: "stripe.refund") == [1_000])
    try bench.expectSound()
  }

  @Test func aRefundAfterThePayoutReclaimsTheConsultantsPart() throws {
    let bench = try Bench()
    try bench.deliver()
    try bench.wait(.seconds(5 * 86_400))
    try bench.expect(escrow: "released")
    #expect(try refund(bench, 1_000, key: "part").verdict == "handled")
    try bench.wait(.seconds(3_600))
    #expect(bench.amounts(of: "stripe.refund") == [1_000])
    #expect(bench.amounts(of: "stripe.reversal") == [850])
    #expect(try bench.balances == ["client": -3_000, "refunded": 1_000, "transferred": 1_700, "fee": 300])
    #expect(try refund(bench, 2_000, key: "rest").verdict == "handled")
    try bench.wait(.seconds(3_600))
    #expect(bench.amounts(of: "stripe.reversal") == [850, 1_700])
    #expect(try bench.balances == ["client": -3_000, "refunded": 3_000])
    try bench.expectSound()
  }
}
