import CEL
import Execution
import Testing
import Transport

@testable import Executors

/// Each executor against the stateful counterpart, over real sockets: what is done, what is lost, what is found again.
@Suite struct StripeSandboxTests {
  private func transfer(_ charge: String, key: String = "VLT-20260303-AB12/escrow/transfer/1/g1") -> StepRequest {
    stepRequest(
      "stripe.transfer",
      [
        "amount": 25_500, "currency": "EUR", "destination": "acct_ruiz", "charge": .string(charge),
        "group": "VLT-20260303-AB12",
      ], key: key)
  }

  private func refund(_ intent: String, _ amount: Int64 = 10_000, key: String = "VLT-20260303-AB12/refund/1/g1")
    -> StepRequest
  {
    stepRequest(
      "stripe.refund", ["intent": .string(intent), "amount": .int(amount), "reason": "late_payment"], key: key)
  }

  @Test func aBookingIsPaidPaidOutAndClawedBack() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.control(.post, "accounts", ["id": "acct_ruiz"])
      let (intent, charge) = try await sandbox.paidIntent()
      let read = await sandbox.stripe.outcome(stepRequest("stripe.intent.get", ["intent": .string(intent)]))
      #expect(
        read
          == .done([
            "status": "succeeded", "amount": 30_000, "currency": "EUR", "charge": .string(charge), "agrees": true,
          ]))
      let account = await sandbox.stripe.outcome(stepRequest("stripe.account.get", ["account": "acct_ruiz"]))
      #expect(account == .done(["payable": true, "currency": "EUR", "reason": nil, "missing": nil]))
      let paid = await sandbox.stripe.outcome(transfer(charge))
      let id = try #require(paid.data?["id"]?.stringValue)
      #expect(paid.brief == "done")
      let back = await sandbox.stripe.outcome(
        stepRequest(
          "stripe.reversal", ["transfer": .string(id), "amount": 5_000], key: "VLT-20260303-AB12/clawback/1/g1"))
      #expect(back.brief == "done")
      let again = await sandbox.stripe.outcome(
        stepRequest(
          "stripe.reversal", ["transfer": .string(id), "amount": 5_000], key: "VLT-20260303-AB12/clawback/1/g1"))
      #expect(again == back)
    }
  }

  @Test func aTransferWhoseReplyWasLostIsFoundAndNotMadeTwice() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.control(.post, "accounts", ["id": "acct_ruiz"])
      let (_, charge) = try await sandbox.paidIntent()
      try await sandbox.fault("transfers.create", "reply_lost")
      let request = transfer(charge)
      #expect(await sandbox.stripe.outcome(request).brief == "unknown:connection_lost")
      let found = await sandbox.stripe.reconciliation(request)
      guard case .found(let data) = found else {
        Issue.record("not found: \(found)")
        return
      }
      #expect(await sandbox.stripe.outcome(request) == .done(data))
      #expect(
        await sandbox.stripe.reconciliation(transfer(charge, key: "VLT-20260303-AB12/escrow/transfer/1/g2")) == .absent)
    }
  }

  @Test func aTransferThatWasNeverCarriedOutIsAbsent() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.control(.post, "accounts", ["id": "acct_ruiz"])
      let (_, charge) = try await sandbox.paidIntent()
      try await sandbox.fault("transfers.create", "drop_before")
      let request = transfer(charge)
      #expect(await sandbox.stripe.outcome(request).brief == "unknown:connection_lost")
      #expect(await sandbox.stripe.reconciliation(request) == .absent)
      try await sandbox.fault("transfers.list", "status", ["status": 500])
      #expect(await sandbox.stripe.reconciliation(request).brief == "undecided:provider_error")
    }
  }

  @Test(arguments: [
    (409, nil, "unknown:in_progress"), (429, nil, "retry:rate_limited"), (429, "lock_timeout", "unknown:in_progress"),
    (500, nil, "unknown:provider_error"),
  ])
  func theProvidersAnswerDecides(status: Int, code: String?, expected: String) async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.control(.post, "accounts", ["id": "acct_ruiz"])
      let (_, charge) = try await sandbox.paidIntent()
      try await sandbox.fault(
        "transfers.create", "status", ["status": .int(Int64(status)), "code": code.map(Value.string) ?? .null])
      #expect(await sandbox.stripe.outcome(transfer(charge)).brief == expected)
    }
  }

  @Test func anErrorAfterTheDeedIsUnknownAndTheDeedIsFound() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.control(.post, "accounts", ["id": "acct_ruiz"])
      let (_, charge) = try await sandbox.paidIntent()
      try await sandbox.fault("transfers.create", "status", ["status": 500, "executed": true])
      #expect(await sandbox.stripe.outcome(transfer(charge)).brief == "unknown:provider_error")
      #expect(await sandbox.stripe.reconciliation(transfer(charge)).brief == "found")
    }
  }

  @Test func anAccountThatCannotBePaidHasItsOwnCode() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.control(.post, "accounts", ["id": "acct_ruiz", "transfers": false, "payouts": false])
      let (_, charge) = try await sandbox.paidIntent()
      let account = await sandbox.stripe.outcome(stepRequest("stripe.account.get", ["account": "acct_ruiz"]))
      #expect(account.data?["payable"] == false)
      #expect(await sandbox.stripe.outcome(transfer(charge)).brief == "failed:account_inactive")
    }
  }

  @Test func refundsAddUpAndAreRefusedBeyondThat() async throws {
    try await RunningSandbox.with { sandbox in
      let (intent, _) = try await sandbox.paidIntent()
      let first = await sandbox.stripe.outcome(refund(intent))
      #expect(first.brief == "done")
      #expect(await sandbox.stripe.reconciliation(refund(intent)) == .found(first.data ?? .null))
      let tooMuch = await sandbox.stripe.outcome(refund(intent, 25_000, key: "VLT-20260303-AB12/refund/2/g1"))
      #expect(tooMuch.brief == "failed:amount_too_large")
      #expect(
        await sandbox.stripe.outcome(refund(intent, 20_000, key: "VLT-20260303-AB12/refund/3/g1")).brief == "done")
      #expect(
        await sandbox.stripe.outcome(refund(intent, 1, key: "VLT-20260303-AB12/refund/4/g1")).brief
          == "failed:already_refunded")
    }
  }

  @Test func aPendingRefundIsAcceptedAndADisputedOneRefused() async throws {
    try await RunningSandbox.with { sandbox in
      let (intent, charge) = try await sandbox.paidIntent()
      try await sandbox.fault("refunds.create", "refund_pending")
      #expect(await sandbox.stripe.outcome(refund(intent)).brief == "accepted")
      try await sandbox.control(.post, "disputes", ["charge": .string(charge), "amount": 100])
      #expect(
        await sandbox.stripe.outcome(refund(intent, 100, key: "VLT-20260303-AB12/refund/2/g1")).brief
          == "failed:charge_disputed")
    }
  }

  @Test func anAcceptedRefundIsAskedAboutUntilItIsSettledOrHasFailed() async throws {
    try await RunningSandbox.with { sandbox in
      let (intent, _) = try await sandbox.paidIntent()
      for (act, number) in [("settle", 1), ("fail", 2)] {
        let request = refund(intent, 1_000, key: "VLT-20260303-AB12/refund/\(number)/g1")
        try await sandbox.fault("refunds.create", "refund_pending")
        let accepted = await sandbox.stripe.outcome(request)
        let id = try #require(accepted.data?["id"]?.stringValue)
        #expect(accepted.brief == "accepted")
        #expect(
          await sandbox.stripe.reconciliation(request) == .pending(["id": .string(id), "status": "pending"]))
        try await sandbox.control(.post, "refunds/\(id)/\(act)")
        #expect(
          await sandbox.stripe.reconciliation(request).brief == (act == "settle" ? "found" : "failed:refund_failed"))
      }
    }
  }

  @Test func aRefundThatFailedAfterItWasSettledHasFailed() async throws {
    try await RunningSandbox.with { sandbox in
      let (intent, _) = try await sandbox.paidIntent()
      let done = await sandbox.stripe.outcome(refund(intent))
      let id = try #require(done.data?["id"]?.stringValue)
      try await sandbox.control(.post, "refunds/\(id)/fail")
      #expect(await sandbox.stripe.reconciliation(refund(intent)).brief == "failed:refund_failed")
    }
  }

  private func payment(_ generation: Int) -> StepRequest {
    stepRequest(
      "stripe.intent.create",
      ["amount": 30_000, "currency": "EUR", "method": "card", "group": "VLT-20260303-AB12", "description": nil],
      key: "VLT-20260303-AB12/intent/1/g\(generation)", startedAt: RunningSandbox.start)
  }

  @Test func aReplayedServerErrorIsReportedAndANewKeyFollowsOnceThePaymentIsAbsent() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.fault("payment_intents.create", "status", ["status": 500])
      #expect(await sandbox.stripe.outcome(payment(1)).brief == "unknown:provider_error")
      #expect(await sandbox.stripe.outcome(payment(1)).brief == "unknown:replayed_error")
      #expect(await sandbox.stripe.reconciliation(payment(1)) == .absent)
      #expect(await sandbox.stripe.outcome(payment(2)).brief == "done")
    }
  }

  @Test func aPaymentWhoseReplyWasLostIsFoundByItsKey() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.fault("payment_intents.create", "status", ["status": 500, "executed": true])
      #expect(await sandbox.stripe.outcome(payment(1)).brief == "unknown:provider_error")
      #expect(await sandbox.stripe.outcome(payment(1)).brief == "unknown:replayed_error")
      #expect(await sandbox.stripe.reconciliation(payment(1)).brief == "found")
      #expect(await sandbox.stripe.reconciliation(payment(2)) == .absent)
    }
  }

  @Test func cancellingAnIntentRacesThePayment() async throws {
    try await RunningSandbox.with { sandbox in
      let (paid, _) = try await sandbox.paidIntent()
      func cancel(_ intent: String, _ key: String) async -> String {
        await sandbox.stripe.outcome(stepRequest("stripe.intent.cancel", ["intent": .string(intent)], key: key)).brief
      }
      #expect(await cancel(paid, "VLT-20260303-AB12/cancel/1/g1") == "failed:already_succeeded")
      let made = await sandbox.stripe.outcome(
        stepRequest(
          "stripe.intent.create",
          [
            "amount": 30_000, "currency": "EUR", "method": "sepa_debit", "group": "VLT-20260303-AB12",
            "description": "x",
          ],
          key: "VLT-20260303-AB12/intent/2/g1"))
      let open = try #require(made.data?["id"]?.stringValue)
      // The client secret is not for the history.
      #expect(made == .done(["id": .string(open), "transfer": nil]))
      #expect(await cancel(open, "VLT-20260303-AB12/cancel/2/g1") == "done")
      #expect(await cancel(open, "VLT-20260303-AB12/cancel/3/g1") == "done")
    }
  }

  @Test func moneyWaitsForAClockThatIsAhead() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.control(.post, "accounts", ["id": "acct_ruiz"])
      let (_, charge) = try await sandbox.paidIntent()
      var late = transfer(charge)
      late = stepRequest(late.step, late.input, key: late.key, now: "2026-03-03T09:05:01Z")
      #expect(await sandbox.stripe.outcome(late).brief == "retry:clock_ahead")
      try await sandbox.control(.post, "clock", ["now": "2026-03-03T09:05:01Z"])
      #expect(await sandbox.stripe.outcome(late).brief == "done")
    }
  }

  @Test func aClientPaysOnTheHostedPage() async throws {
    try await RunningSandbox.with { sandbox in
      let input: ValueMap = [
        "amount": 3_000, "currency": "EUR", "method": "card", "group": "VLT-1", "title": "30 for 30",
        "success_url": "https://a.example/ok", "cancel_url": "https://a.example/no", "expires": nil, "customer": nil,
      ]
      let opened = await sandbox.stripe.outcome(stepRequest("stripe.checkout.create", input))
      let id = try #require(opened.data?["id"]?.stringValue)
      #expect(opened.data?["url"]?.stringValue?.hasSuffix("/c/pay/\(id)") == true)
      let again = await sandbox.stripe.outcome(stepRequest("stripe.checkout.create", input))
      #expect(again.data?["id"]?.stringValue == id)
      let read = await sandbox.stripe.outcome(stepRequest("stripe.checkout.get", ["session": .string(id)]))
      #expect(read == .done(["status": "open", "paid": false, "intent": nil]))
      try await sandbox.control(.post, "pay", ["session": .string(id)])
      let paid = await sandbox.stripe.outcome(stepRequest("stripe.checkout.get", ["session": .string(id)]))
      #expect(paid.data?["paid"] == true)
      let intent = try #require(paid.data?["intent"])
      let payment = await sandbox.stripe.outcome(
        stepRequest("stripe.intent.get", ["intent": intent, "group": "VLT-1", "status": "succeeded"]))
      #expect(payment.data?["amount"] == 3_000)
      #expect(payment.data?["agrees"] == true)
      let late = await sandbox.stripe.outcome(
        stepRequest("stripe.checkout.expire", ["session": .string(id)], key: "VLT-1/checkout/expire/g1"))
      #expect(late.brief == "failed:not_open")
    }
  }

  @Test func aPageThatNobodyPaysOnIsClosedAndFoundClosed() async throws {
    try await RunningSandbox.with { sandbox in
      let opened = await sandbox.stripe.outcome(
        stepRequest(
          "stripe.checkout.create",
          [
            "amount": 3_000, "currency": "EUR", "method": "bank_transfer", "group": "VLT-1", "title": "30 for 30",
            "success_url": "https://a.example/ok", "cancel_url": "https://a.example/no", "expires": nil,
            "customer": nil,
          ]))
      let id = try #require(opened.data?["id"])
      let request = stepRequest("stripe.checkout.expire", ["session": id], key: "VLT-1/checkout/expire/g1")
      #expect(await sandbox.stripe.reconciliation(request) == .absent)
      #expect(await sandbox.stripe.outcome(request).brief == "done")
      #expect(await sandbox.stripe.reconciliation(request) == .found([:]))
    }
  }

  @Test func aBankTransferIsForACustomerWhoIsFoundAgain() async throws {
    try await RunningSandbox.with { sandbox in
      let request = stepRequest("stripe.customer.create", ["group": "VLT-1"])
      let made = await sandbox.stripe.outcome(request)
      #expect(await sandbox.stripe.reconciliation(request) == .found(made.data ?? .null))
      let intent = await sandbox.stripe.outcome(
        stepRequest(
          "stripe.intent.create",
          [
            "amount": 3_000, "currency": "EUR", "method": "bank_transfer", "group": "VLT-1", "description": nil,
            "customer": made.data?["id"] ?? .null,
          ], key: "VLT-1/intent/g1"))
      #expect(intent.brief == "done")
      let account = try #require(intent.data?["transfer"])
      #expect(account["iban"]?.stringValue?.hasPrefix("DE") == true)
      #expect(account["holder"] == "Sandbox Payments")
      #expect(account["reference"]?.stringValue?.isEmpty == false)
    }
  }

  @Test func whatAnAccountStillLacksIsToldByName() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.control(.post, "accounts", ["id": "acct_ruiz", "payouts_enabled": false])
      let account = await sandbox.stripe.outcome(stepRequest("stripe.account.get", ["account": "acct_ruiz"]))
      #expect(account.data?["missing"] == ["individual.verification.document"])
    }
  }

  @Test func evidenceIsSubmittedOnceAndFoundAgain() async throws {
    try await RunningSandbox.with { sandbox in
      let (_, charge) = try await sandbox.paidIntent()
      let dispute = try await sandbox.control(.post, "disputes", ["charge": .string(charge)])
      let id = try #require(dispute["id"])
      let request = stepRequest(
        "stripe.dispute.submit",
        [
          "dispute": id, "text": "They met.\nBoth said so.", "name": "Ada Client", "email": nil, "product": "30 for 30",
          "served_at": .timestamp(instant("2027-03-06T10:01:00Z")),
        ], key: "VLT-20260303-AB12/dispute/1/evidence/g1")
      #expect(await sandbox.stripe.reconciliation(request) == .absent)
      #expect(await sandbox.stripe.outcome(request) == .done(["status": "under_review"]))
      #expect(await sandbox.stripe.outcome(request) == .done(["status": "under_review"]))
      #expect(await sandbox.stripe.reconciliation(request) == .found(["status": "under_review"]))
      try await sandbox.control(.post, "disputes/\(id.stringValue ?? "")/close", ["status": "lost"])
      let late = stepRequest("stripe.dispute.submit", request.input, key: "VLT-20260303-AB12/dispute/1/again/g1")
      #expect(await sandbox.stripe.outcome(late).brief == "failed:not_open")
    }
  }
}
