import CEL
import CivilTime
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// Calling a meeting off, and not turning up.
@Suite struct CancellationTests {
  /// 2027-03-28 is the day on which Europe/Berlin goes to summer time: 24 hours are absolute.
  @Test(arguments: [(Int64(0), Int64(3_000)), (1, 0)])
  func theClientGetsEverythingBackUpToExactlyADayBefore(_ late: Int64, _ refunded: Int64) throws {
    let bench = try Bench(days: 27)
    try bench.confirm()
    try bench.advance(.seconds(-86_400 + late))
    #expect(try bench.booking.party("cancel.client", "client", ["reason": nil]).verdict == "handled")
    try bench.expect(status: "cancelled")
    #expect(try bench.balances["refunded", default: 0] == refunded)
    #expect(bench.amounts(of: "stripe.refund") == (refunded > 0 ? [.int(refunded)] : []))
    #expect(bench.mails("cancelled") == 1)
    #expect(bench.mails("cancelled", to: "carl@consultant.example") == 1)
    try bench.expectSound()
  }

  @Test func aMeetingCalledOffTooLateLeavesNoMoneyStranded() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(-3_600 * 3))
    try bench.booking.party("cancel.client", "client", ["reason": nil])
    try bench.advance(.seconds(10 * 86_400))
    try bench.expect(status: "cancelled", escrow: "released")
    #expect(try bench.balances == ["client": -3_000, "transferred": 2_550, "fee": 450])
    #expect(try bench.view["stage"] == "closed")
    try bench.expectSound()
  }

  @Test func theConsultantsCancellationGivesEverythingBackAndRemindsNobody() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(-30 * 3_600))
    #expect(try bench.booking.party("cancel.consultant", "consultant", ["reason": "ill"]).verdict == "handled")
    try bench.advance(.seconds(10 * 86_400))
    try bench.expect(status: "cancelled", escrow: "refunded_closed", payment: "refunded")
    #expect(bench.amounts(of: "stripe.refund") == [3_000])
    #expect(bench.mails("reminder_1") == 0 && bench.mails("reminder_2") == 0)
    #expect(bench.mails("alternatives") == 1)
    #expect(bench.mails("feedback") == 0 && bench.mails("nurture_1") == 0)
    #expect(try bench.balances == ["client": -3_000, "refunded": 3_000])
    #expect(try bench.view["stage"] == "closed")
    try bench.expectSound()
  }

  @Test func aCancelledBookingGivesItsSlotBack() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.booking.party("cancel.client", "client", ["reason": nil])
    guard case .created = try bench.another("VLT-20270101-NEXT").request() else {
      throw Failure("the slot is not free")
    }
    try bench.expectSound()
  }

  @Test func anAbsentConsultantGivesTheClientEverythingBack() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(20 * 60))
    #expect(try bench.booking.party("absence.claim", "client", ["absent": "consultant"]).verdict == "handled")
    try bench.advance(.seconds(8 * 86_400))
    try bench.expect(status: "no_show", payment: "refunded")
    #expect(try bench.view["noShowParty"] == "consultant")
    #expect(try bench.balances == ["client": -3_000, "refunded": 3_000])
    #expect(bench.amounts(of: "stripe.transfer") == [])
  }

  @Test func anAbsentClientPaysAfterADayWithoutObjection() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(20 * 60))
    #expect(try bench.booking.party("absence.claim", "consultant", ["absent": "client"]).verdict == "handled")
    try bench.advance(.seconds(20 * 60 + 86_400 - 1))
    try bench.expect(status: "reminded", escrow: "held")
    try bench.advance(.seconds(20 * 60 + 86_400))
    try bench.expect(status: "no_show", escrow: "cooling")
    try bench.advance(.seconds(8 * 86_400))
    try bench.expect(status: "no_show", escrow: "released")
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    #expect(try bench.balances == ["client": -3_000, "transferred": 2_550, "fee": 450])
    #expect(bench.mails("feedback") == 0)
  }

  @Test func nobodyClaimsTheirOwnAbsenceOrTooEarly() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(14 * 60))
    let tooEarly = try bench.booking.party("absence.claim", "client", ["absent": "consultant"], key: "a")
    #expect(tooEarly.refusal == "too_early")
    try bench.advance(.seconds(16 * 60))
    let own = try bench.booking.party("absence.claim", "client", ["absent": "client"], key: "b")
    #expect(own.refusal == "not_about_yourself")
  }
}
