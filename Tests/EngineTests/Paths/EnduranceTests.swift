import CEL
import CivilTime
import EngineMessages
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// Outages, crowds, narrow limits, and things that come at the wrong time.
@Suite struct EnduranceTests {
  @Test func afterThreeDaysDownRemindersAreMissedAndMoneyMoves() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(-30 * 3_600))
    try bench.simulation.crash(downtime: .seconds(40 * 3_600))
    #expect(bench.mails("reminder_1") == 0 && bench.mails("reminder_2") == 0)
    #expect(bench.simulation.journal.contains { $0.outcome == "missed" && $0.event.contains("reminder_1") })
    #expect(try bench.simulation.states(bench.reference)["delivery"] == "unknown")
    #expect(try bench.simulation.verify().map(\.description) == [])
  }

  @Test func aPayoutThatFellDueDuringAnOutageIsMadeAfterwardsOnce() throws {
    let bench = try Bench()
    try bench.deliver()
    try bench.simulation.crash(downtime: .seconds(5 * 86_400))
    try bench.expect(escrow: "released")
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    #expect(bench.mails("feedback") == 0)
    try bench.expectSound()
  }

  /// A turn takes a share of what is due, so that the backlog of an outage goes to the providers a little at a time; and
  /// each booking of the crowd ends as one alone would.
  @Test func hundredsOfTimersThatFellDueInThreeDaysEndEachAsOneWould() throws {
    let bench = try Bench(days: 4, concurrency: 4) { $0.stepsPerTurn = 16 }
    let bookings = (0..<60).map { bench.another("VLT-20270101-C\($0)", days: 4, consultant: "c\($0)") }
    for booking in bookings {
      try booking.request()
      try booking.pays()
    }
    let reader = try bench.simulation.reader()
    let due = try reader.timers(
      dueBefore: booking(bookings).at(.seconds(2 * 86_400)).microsecondsRoundedUp, limit: 10_000)
    #expect(due.count >= 300)
    try bench.advance(.seconds(-30 * 3_600))
    let before = bookings.map { bench.mails("preparation", of: $0.reference) }
    try bench.simulation.crash(downtime: .seconds(3 * 86_400))
    try bench.simulation.settle()
    for (number, booking) in bookings.enumerated() {
      #expect(bench.mails("reminder_1", of: booking.reference) == 0)
      #expect(bench.mails("reminder_2", of: booking.reference) == 0)
      #expect(
        bench.mails("preparation", of: booking.reference) == before[number], "what is of no use any more is not sent")
      #expect(try bench.simulation.states(booking.reference)["delivery"] == "unknown")
      #expect(try bench.simulation.balances(booking.reference) == ["client": -3_000, "held": 3_000])
    }
    #expect(bench.amounts(of: "stripe.transfer") == [], "nobody has said that a meeting took place")
    #expect(try bench.simulation.verify().map(\.description) == [])
  }

  private func booking(_ bookings: [Booking]) throws -> Booking { try #require(bookings.first) }

  @Test func aCRMThatWasAwayForAWeekHearsOfTheBookingOnce() throws {
    let bench = try Bench(days: 20)
    let away = StepOutcome.retry(StepError(code: "connect_failed", message: "nobody answers"), after: nil)
    // More answers than there are attempts in a week.
    bench.providers.failures["crm.upsert"] = Array(repeating: away, count: 1_000)
    try bench.confirm()
    try bench.wait(.seconds(7 * 86_400))
    #expect(bench.providers.acts(of: "crm.upsert").isEmpty)
    try bench.expect(status: "confirmed", payment: "paid")
    #expect(try bench.incidents().isEmpty)
    bench.providers.failures["crm.upsert"] = []
    try bench.wait(.seconds(2 * 3_600))
    #expect(bench.providers.acts(of: "crm.upsert").count == 1)
    try bench.expectSound()
  }

  @Test(arguments: [1, 2, 7])
  func aBookingEndsTheSameUnderNarrowLimits(_ limit: Int) throws {
    let bench = try Bench(concurrency: limit) {
      $0.stepsPerTurn = limit
      $0.cacheBytes = 1
    }
    try bench.booking.runHappyPath()
    try bench.expect(status: "completed", escrow: "released")
    #expect(try bench.balances == ["client": -3_000, "transferred": 2_550, "fee": 450])
    try bench.expectSound()
  }

  @Test func manyBookingsAtOnceEndEachAsOneAlone() throws {
    let bench = try Bench(concurrency: 2) { $0.cacheBytes = 400_000 }
    let bookings = (0..<24).map { bench.another("VLT-20270101-N\($0)", consultant: "c\($0)") }
    for booking in bookings { try booking.request() }
    for booking in bookings { try booking.pays() }
    try bench.advance(.seconds(60))
    for booking in bookings { try booking.party("consultant.start", "consultant") }
    try bench.advance(.seconds(1_900))
    for booking in bookings { try booking.party("client.confirm", "client") }
    try bench.advance(.seconds(6 * 86_400))
    for booking in bookings {
      #expect(
        try bench.simulation.balances(booking.reference) == ["client": -3_000, "transferred": 2_550, "fee": 450])
      #expect(bench.mails("confirmation", of: booking.reference) == 1)
    }
    #expect(bench.amounts(of: "stripe.transfer").count == 24)
    try bench.expectSound()
  }

  @Test func aConsultantHasNoMoreMeetingsADayThanAgreed() throws {
    // The bookings of this day are not paid yet.
    let bench = try Bench { $0.params = ["unpaid_per_day": 9] }
    for number in 0..<4 {
      let booking = try later(bench, hours: Int64(number), "VLT-20270101-D\(number)")
      guard case .created = booking else { throw Failure("\(number): \(booking)") }
    }
    #expect(try later(bench, hours: 4, "VLT-20270101-D4").refusal == "slot_taken")
  }

  /// A booking some hours after the bench's, on the same day.
  func later(_ bench: Bench, hours: Int64, _ reference: String) throws -> Reply {
    var input = bench.another(reference).input.mapValue ?? ValueMap()
    let start = bench.booking.at(.seconds(hours * 3_600))
    input["start"] = .string(start.description)
    input["end"] = .string(start.adding(.seconds(1_800))!.description)
    return try bench.simulation.send { token in
      .start(
        StartRequest(
          source: "test", key: reference, workflow: "booking", input: .map(input), content: JSON.encode(.map(input)),
          actor: "test"), token)
    }
  }

  @Test func anEventThatNobodyWantsIsKeptShownAndCanBeTriedAgain() throws {
    let bench = try Bench()
    try bench.booking.pays()
    try bench.wait(.seconds(3 * 86_400 + 7_200))
    let incident = try #require(try bench.incidents().first)
    #expect(incident.code == "event-unmatched")
    let late = bench.another(bench.reference, days: 9)
    try late.request()
    #expect(try bench.act(.incidentRetry(incident.id)).verdict == "retried")
    try bench.expect(status: "confirmed", payment: "paid")
    try bench.expectSound()
  }

  @Test func anEventOlderThanWhatIsRememberedIsNeverProcessed() throws {
    let bench = try Bench()
    try bench.booking.request()
    let body: Value = ["type": "payment_intent.succeeded"]
    let reply = try bench.simulation.send { token in
      .event(
        InboundEvent(
          source: "stripe", key: "evt_old", name: "payment_intent.succeeded", role: "provider", reference: nil,
          body: body,
          content: JSON.encode(body), signedAt: bench.simulation.now.adding(.seconds(-401 * 86_400)), actor: "stripe"),
        token)
    }
    #expect(reply.verdict == "quarantined")
    try bench.expect(status: "pending_payment")
    try bench.expectSound(incidents: ["event-too-old"])
  }

  @Test func aMailThatLostItsUseNeverLeaves() throws {
    let bench = try Bench()
    try bench.confirm()
    try bench.advance(.seconds(-2 * 3_600))
    let busy = StepOutcome.retry(.init(code: "busy", message: "later"), after: nil)
    bench.providers.failures["email.send"] = Array(repeating: busy, count: 100)
    try bench.advance(.seconds(-31 * 60))
    bench.providers.failures = [:]
    try bench.advance(.seconds(3_600))
    #expect(bench.mails("reminder_2") == 0)
  }

  @Test func anOutcomeWhoseStateIsGoneIsRecordedAndChangesNothing() throws {
    let bench = try Bench()
    bench.simulation.holdsBack = { $0.request.step == "stripe.intent.cancel" }
    try bench.booking.request()
    try bench.wait(.seconds(15 * 60))
    try bench.booking.pays()
    try bench.expect(status: "confirmed", payment: "paid")
    try bench.simulation.deliverHeld()
    try bench.expect(status: "confirmed", payment: "paid")
    #expect(try bench.balances == ["client": -3_000, "held": 3_000])
    #expect(try bench.simulation.reader().openAttempts().isEmpty)
    try bench.expectSound()
  }

  @Test func anOutcomeWhoseStateIsGoneAndThatIsLostTooIsClosed() throws {
    let bench = try Bench()
    bench.simulation.holdsBack = { $0.request.step == "stripe.intent.cancel" }
    try bench.booking.request()
    try bench.wait(.seconds(15 * 60))
    try bench.booking.pays()
    try bench.simulation.crash()
    bench.simulation.holdsBack = { _ in false }
    try bench.wait(.seconds(86_400))
    try bench.expect(status: "confirmed", payment: "paid")
    #expect(try bench.simulation.reader().openAttempts().isEmpty)
    try bench.expectSound()
  }

  @Test func afterTheMeetingNobodyCancelsAnyMore() throws {
    let bench = try Bench()
    try bench.deliver()
    #expect(try bench.booking.party("cancel.consultant", "consultant", ["reason": nil]).refusal == "complaint_path")
    #expect(try bench.booking.party("cancel.client", "client", ["reason": nil]).refusal == "complaint_path")
    try bench.expect(status: "completed", escrow: "cooling")
  }

  @Test func aPaymentThatIsProcessedForDaysHoldsTheSlotUntilItArrives() throws {
    let bench = try Bench(days: 20)
    try bench.booking.request()
    let object: Value = ["transfer_group": .string(bench.reference), "id": "pi_1"]
    try bench.booking.webhook("payment_intent.processing", object, key: "evt_processing")
    try bench.wait(.seconds(4 * 86_400))
    try bench.expect(status: "pending_payment", payment: "pending")
    #expect(try bench.another("VLT-20270101-NEXT", days: 16).request().refusal == "slot_taken")
    try bench.booking.pays()
    try bench.expect(status: "confirmed", payment: "paid")
    try bench.expectSound()
  }

  @Test func anIntentThatTheProviderCancelsEndsTheWithdrawal() throws {
    let bench = try Bench()
    bench.simulation.holdsBack = { $0.request.step == "stripe.intent.cancel" }
    try bench.booking.request()
    try bench.wait(.seconds(15 * 60))
    try bench.booking.webhook(
      "payment_intent.canceled", ["transfer_group": .string(bench.reference)], key: "evt_canceled")
    try bench.expect(status: "cancelled", payment: "canceled")
    try bench.simulation.deliverHeld()
    try bench.expectSound()
  }

  @Test func aContestedDeliveryFreezesUntilAnOperatorDecides() throws {
    let bench = try Bench()
    try bench.deliver()
    try bench.booking.party("client.object", "client", ["reason": "too short"])
    try bench.expect(escrow: "frozen")
    try bench.wait(.seconds(5 * 86_400))
    #expect(bench.amounts(of: "stripe.transfer") == [])
    let verdict: Value = ["verdict": "refund", "percent": 50, "start": nil, "end": nil]
    #expect(try bench.booking.party("operator.resolve", "operator", verdict).verdict == "handled")
    try bench.wait(.seconds(3 * 86_400))
    try bench.expect(escrow: "released")
    #expect(bench.amounts(of: "stripe.refund") == [1_500])
    #expect(bench.amounts(of: "stripe.transfer") == [1_275])
    #expect(try bench.balances == ["client": -3_000, "refunded": 1_500, "transferred": 1_275, "fee": 225])
  }

  @Test func mailsThatPrepareAMeetingAreWithdrawnWithIt() throws {
    let bench = try Bench()
    try bench.confirm()
    let away = StepOutcome.retry(StepError(code: "busy", message: "the mail server is away"), after: nil)
    bench.providers.failures["email.send"] = Array(repeating: away, count: 1_000)
    try bench.advance(.seconds(-25 * 3_600))
    let waiting = try bench.simulation.reader().tasks(in: .ready, after: nil, limit: 100).map(\.step)
    #expect(waiting.contains("mail/preparation/client") && waiting.contains("mail/briefing/consultant"))
    try bench.booking.party("cancel.client", "client", ["reason": "ill"])
    bench.providers.failures["email.send"] = []
    try bench.wait(.seconds(6 * 3_600))
    #expect(bench.mails("cancelled") == 1)
    #expect(bench.mails("preparation") == 0)
    #expect(bench.mails("briefing", to: "carl@consultant.example") == 0)
    #expect(bench.mails("client_is_ready", to: "carl@consultant.example") == 0)
    try bench.expectSound()
  }
}
