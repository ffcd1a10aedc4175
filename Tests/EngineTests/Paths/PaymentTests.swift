import CEL
import CivilTime
import EngineMessages
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// Paying: too late, twice, too much, before the reply.
@Suite struct PaymentTests {
  @Test func anUnpaidBookingExpiresAfterAQuarterOfAnHourAndGivesItsSlotBack() throws {
    let bench = try Bench()
    try bench.booking.request()
    try bench.wait(.seconds(15 * 60 - 1))
    try bench.expect(status: "pending_payment", payment: "pending")
    try bench.wait(.seconds(1))
    try bench.expect(status: "cancelled", payment: "canceled")
    #expect(try bench.view["cancelReason"] == "payment_expired")
    #expect(bench.providers.acts(of: "stripe.intent.cancel").count == 1)
    #expect(bench.mails("expired") == 1)
    let second = bench.another("VLT-20270101-NEXT")
    guard case .created = try second.request() else { throw Failure("the slot is not free") }
    try bench.advance(.seconds(2 * 86_400))
    #expect(bench.mails("reminder_1") == 0 && bench.mails("reminder_2") == 0)
    try bench.expectSound()
  }

  @Test func aPaymentAfterTheExpiryConfirmsAgainWhileTheSlotIsFree() throws {
    let bench = try Bench()
    try bench.booking.request()
    try bench.wait(.seconds(25 * 60))
    try bench.expect(status: "cancelled")
    try bench.booking.pays()
    try bench.expect(status: "confirmed", escrow: "held", payment: "paid")
    #expect(try bench.balances == ["client": -3_000, "held": 3_000])
    #expect(bench.mails("confirmation") == 1)
    guard case .rejected("slot_taken", _) = try bench.another("VLT-20270101-NEXT").request() else {
      throw Failure("the slot is free")
    }
    try bench.expectSound()
  }

  @Test func aPaymentAfterTheExpiryIsGivenBackWhollyWhenTheSlotIsTaken() throws {
    let bench = try Bench()
    try bench.booking.request()
    try bench.wait(.seconds(25 * 60))
    let second = bench.another("VLT-20270101-NEXT")
    try second.request()
    try second.pays()
    try bench.booking.pays()
    try bench.expect(status: "cancelled", payment: "refunded")
    #expect(bench.amounts(of: "stripe.refund") == [3_000])
    #expect(bench.mails("late_payment_refunded") == 1)
    #expect(bench.mails("confirmation") == 0)
    #expect(try bench.balances == ["client": -3_000, "refunded": 3_000])
    try bench.expectSound()
  }

  @Test func aPaymentThatWinsTheRaceAgainstTheExpiryConfirms() throws {
    let bench = try Bench()
    bench.providers.failures["stripe.intent.cancel"] = [
      .failed(.init(code: "already_succeeded", message: "paid"))
    ]
    try bench.booking.request()
    try bench.wait(.seconds(15 * 60))
    try bench.expect(status: "confirmed", escrow: "held", payment: "paid")
    #expect(try bench.booking.pays().verdict == "handled")
    #expect(try bench.balances == ["client": -3_000, "held": 3_000])
    try bench.expectSound()
  }

  @Test func aPaymentThatWinsTheRaceAgainstTheClientsCancellationIsGivenBack() throws {
    let bench = try Bench()
    bench.providers.failures["stripe.intent.cancel"] = [
      .failed(.init(code: "already_succeeded", message: "paid"))
    ]
    try bench.booking.request()
    try bench.booking.party("cancel.client", "client", ["reason": nil])
    try bench.wait(.seconds(60))
    try bench.expect(status: "cancelled", payment: "refunded")
    #expect(bench.amounts(of: "stripe.refund") == [3_000])
    #expect(try bench.balances == ["client": -3_000, "refunded": 3_000])
    try bench.expectSound()
  }

  @Test func aPaymentAndACancellationWhileTheIntentsReplyIsLostGiveEverythingBack() throws {
    let bench = try Bench()
    bench.providers.losesReply = 1
    try bench.booking.request()
    try bench.booking.pays()
    try bench.booking.party("cancel.client", "client", ["reason": nil])
    try bench.wait(.seconds(600))
    try bench.expect(status: "cancelled", payment: "refunded")
    #expect(bench.amounts(of: "stripe.refund") == [3_000])
    #expect(
      bench.providers.acts(of: "stripe.refund").map { $0.input["intent"] } == [
        .string("pi_\(bench.reference)/intent/1")
      ])
    #expect(try bench.balances == ["client": -3_000, "refunded": 3_000])
    try bench.expectSound()
  }

  @Test func theSecondBookingOfASlotIsRefusedAndStoresNothing() throws {
    let bench = try Bench()
    try bench.booking.request()
    let second = bench.another("VLT-20270101-NEXT")
    #expect(try second.request().refusal == "slot_taken")
    #expect(try bench.simulation.reader().family(key: "VLT-20270101-NEXT") == nil)
    guard case .created = try bench.another("VLT-20270101-ELSE", consultant: "c2").request() else {
      throw Failure("another consultant's time is taken")
    }
    try bench.expectSound()
  }

  @Test func fiftyCopiesOfAWebhookHaveOneEffect() throws {
    let bench = try Bench()
    try bench.booking.request()
    for _ in 0..<50 { try bench.booking.pays() }
    #expect(try bench.balances == ["client": -3_000, "held": 3_000])
    #expect(bench.mails("confirmation") == 1)
    for number in 0..<10 { try bench.booking.pays(key: "evt_paid_again_\(number)") }
    #expect(try bench.balances == ["client": -3_000, "held": 3_000])
    #expect(bench.mails("confirmation") == 1)
    try bench.expectSound()
  }

  @Test func aRepeatedWebhookWithAnotherAmountChangesNothingAndIsReported() throws {
    let bench = try Bench()
    try bench.confirm()
    guard case .duplicate = try bench.booking.pays(amount: 1) else { throw Failure("the provider would send it again") }
    #expect(try bench.balances == ["client": -3_000, "held": 3_000])
    try bench.expectSound(incidents: ["key-conflict"])
  }

  @Test func aWebhookThatBeatsTheReplyOfItsOwnIntentIsKeptAndCounted() throws {
    let bench = try Bench()
    bench.simulation.holdsBack = { $0.request.step == "stripe.intent.create" }
    try bench.booking.request()
    try bench.booking.pays()
    try bench.expect(status: "pending_payment")
    try bench.simulation.deliverHeld()
    try bench.expect(status: "confirmed", payment: "paid")
    #expect(try bench.balances == ["client": -3_000, "held": 3_000])
    try bench.expectSound()
  }

  @Test func aWebhookThatBeatsTheRequestItselfIsKeptAndCounted() throws {
    let bench = try Bench()
    #expect(try bench.booking.pays().verdict == "unmatched")
    try bench.booking.request()
    try bench.expect(status: "pending_payment")
    try bench.wait(.seconds(60))
    try bench.expect(status: "confirmed", payment: "paid")
    try bench.expectSound()
  }

  @Test func aPaymentOfAnotherAmountConfirmsNothingAndGoesBack() throws {
    let bench = try Bench()
    try bench.booking.request()
    try bench.booking.pays(amount: 2_999)
    try bench.expect(status: "cancelled", payment: "failed")
    #expect(bench.amounts(of: "stripe.refund") == [2_999])
    #expect(bench.mails("payment_mismatch") == 1)
    #expect(bench.mails("confirmation") == 0)
    #expect(try bench.balances == [:])
    try bench.expectSound(incidents: ["alarm"])
  }
}

/// Why a test cannot go on.
struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
