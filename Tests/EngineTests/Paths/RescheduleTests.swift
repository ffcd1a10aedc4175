import CEL
import CivilTime
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// A new date: everything that hangs on the date moves with it.
@Suite struct RescheduleTests {
  func date(_ bench: Bench, days: Int64) -> Value {
    let start = bench.booking.at(.seconds(days * 86_400))
    return ["start": .string(start.description), "end": .string(start.adding(.seconds(1_800))!.description)]
  }

  func move(_ bench: Bench, days: Int64, key: String, by role: String = "client") throws -> Reply {
    try bench.booking.party("reschedule.request", role, date(bench, days: days), key: "\(bench.reference)/\(key)")
  }

  @Test func timersAndClaimsMoveWithTheDate() throws {
    let bench = try Bench()
    try bench.confirm()
    #expect(try move(bench, days: 2, key: "1").verdict == "handled")
    try bench.expect(status: "rescheduled")
    try bench.wait(.seconds(600))
    try bench.expect(status: "confirmed")
    guard case .created = try bench.another("VLT-20270101-OLD").request() else {
      throw Failure("the old slot is taken")
    }
    #expect(try bench.another("VLT-20270101-NEW", days: 7).request().refusal == "slot_taken")
    try bench.advance(.seconds(86_400))
    #expect(bench.mails("reminder_1") == 1)  // at the new date less a day, not before
    try bench.expect(status: "reminded")
    try bench.advance(.seconds(2 * 86_400 - 60))
    #expect(bench.mails("reminder_1") == 1 && bench.mails("reminder_2") == 1)
    try bench.expectSound()
  }

  @Test func theOldDatesRemindersNeverLeave() throws {
    let bench = try Bench()
    try bench.confirm()
    _ = try move(bench, days: 2, key: "1")
    try bench.advance(.seconds(60))
    #expect(bench.mails("reminder_1") == 0 && bench.mails("reminder_2") == 0)
    try bench.expectSound()
  }

  @Test func aReminderThatWasSentIsSentAgainForTheNewDate() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(-20 * 3_600))
    try bench.expect(status: "reminded")
    #expect(bench.mails("reminder_1") == 1)
    #expect(try move(bench, days: 3, key: "1").verdict == "handled")
    try bench.advance(.seconds(2 * 86_400 + 60))
    #expect(bench.mails("reminder_1") == 2)
    try bench.expectSound()
  }

  @Test func lessThanTwelveHoursBeforeIsTooLateForAParty() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(-12 * 3_600 + 1))
    #expect(try move(bench, days: 2, key: "1").refusal == "too_late")
    #expect(try move(bench, days: 2, key: "2", by: "operator").verdict == "handled")
    try bench.expectSound()
  }

  @Test func exactlyTwelveHoursBeforeIsInTime() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(-12 * 3_600))
    #expect(try move(bench, days: 2, key: "1").verdict == "handled")
    try bench.expectSound()
  }

  @Test func theThirdNewDateIsOneTooMany() throws {
    let bench = try Bench()
    try bench.confirm()
    #expect(try move(bench, days: 1, key: "1").verdict == "handled")
    #expect(try move(bench, days: 2, key: "2").verdict == "handled")
    #expect(try move(bench, days: 3, key: "3").refusal == "too_often")
    #expect(try bench.view["epoch"] == 3)
    try bench.expectSound()
  }

  @Test func aTakenDateIsRefusedAndNothingMoves() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.another("VLT-20270101-NEXT", days: 7).request()
    let before = try bench.view
    #expect(try move(bench, days: 2, key: "1").refusal == "slot_taken")
    #expect(try bench.view == before)
    #expect(bench.mails("rescheduled") == 0)
    try bench.expectSound()
  }

  @Test func theMeetingOfTheNewDateIsDeliveredAndPaidOut() throws {
    let bench = try Bench()
    try bench.confirm()
    _ = try move(bench, days: 2, key: "1")
    try bench.advance(.seconds(2 * 86_400 + 60))
    #expect(try bench.booking.party("consultant.start", "consultant").verdict == "handled")
    try bench.advance(.seconds(2 * 86_400 + 1_900))
    try bench.booking.party("client.confirm", "client")
    try bench.advance(.seconds(5 * 86_400))
    try bench.expect(status: "completed", escrow: "released")
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
  }
}
