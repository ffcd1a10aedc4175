import CEL
import Execution
import Secrets
import Testing

@testable import Executors
import Transport

@Suite struct StripeMappingTests {
  private static let date = (name: "Date", value: "Tue, 03 Mar 2026 09:00:01 GMT")
  private static let clock = ScriptedTransport.Answer.answer(200, "{}", [date])
  static let transfer: ValueMap = [
    "amount": 25_500, "currency": "EUR", "destination": "acct_1", "charge": "ch_1", "group": "VLT-20260303-AB12",
  ]

  private func run(
    _ step: String, _ input: ValueMap, _ answers: [ScriptedTransport.Answer]
  ) async -> (outcome: StepOutcome, requests: [HTTPRequest]) {
    let transport = ScriptedTransport(answers)
    let executor = StripeExecutor(StripeSettings(secret: "sk_test_1"), transport: transport)
    return (await executor.outcome(stepRequest(step, input)), transport.requests)
  }

  private func transferOutcome(_ answer: ScriptedTransport.Answer) async -> String {
    await run("stripe.transfer", Self.transfer, [Self.clock, answer]).outcome.brief
  }

  @Test func aTransferCarriesKeyVersionSecretAndIdentity() async {
    let (outcome, requests) = await run(
      "stripe.transfer", Self.transfer, [Self.clock, .answer(200, "{\"id\":\"tr_1\"}")])
    #expect(outcome == .done(["id": "tr_1"]))
    #expect(requests.map(\.method) == [.get, .post])
    let post = requests[1]
    #expect(post.url == "https://api.stripe.com/v1/transfers")
    let headers = HTTPHeaders(post.headers)
    #expect(headers["Authorization"] == "Bearer sk_test_1")
    #expect(headers["Idempotency-Key"] == "VLT-20260303-AB12/test/1/g1")
    #expect(headers["Stripe-Version"] == "2025-03-31.basil")
    #expect(
      String(decoding: post.body, as: UTF8.self)
        == "amount=25500&currency=eur&destination=acct_1&source_transaction=ch_1&transfer_group=VLT-20260303-AB12"
        + "&metadata[booking]=VLT-20260303-AB12&metadata[key]=VLT-20260303-AB12%2Ftest%2F1%2Fg1")
  }

  @Test func whetherMoneyMovedDecidesTheOutcome() async {
    #expect(await transferOutcome(.lost) == "unknown:connection_lost")
    #expect(await transferOutcome(.notSent) == "retry:connect_failed")
    #expect(await transferOutcome(.answer(500)) == "unknown:provider_error")
    #expect(await transferOutcome(.answer(503)) == "unknown:provider_error")
    #expect(await transferOutcome(.answer(409)) == "unknown:in_progress")
    let refusal = "{\"error\":{\"type\":\"invalid_request_error\"}}"
    #expect(await transferOutcome(.answer(429, refusal)) == "retry:rate_limited")
    #expect(await transferOutcome(.answer(401, refusal)) == "retry:unauthorized")
    #expect(await transferOutcome(.answer(302)) == "unknown:unexpected_status")
    #expect(await transferOutcome(.answer(200, "not json")) == "unknown:unreadable_reply")
    #expect(await transferOutcome(.answer(200, "{}")) == "unknown:other_object")
  }

  /// A proxy refuses nothing: the provider may have carried the step out before.
  @Test func aRefusalWithoutTheProvidersErrorObjectConcludesNothing() async {
    for status in [400, 401, 402, 403, 404, 413, 422, 429] {
      for body in ["", "<html>no</html>", "{}", "{\"error\":\"no\"}", "{\"error\":{\"type\":null}}", "[]"] {
        for (step, input) in Self.writes {
          #expect(
            await write(step, input, .answer(status, body)) == "unknown:not_the_provider", "\(step) \(status) \(body)")
        }
        #expect(
          await run("stripe.intent.get", ["intent": "pi_1"], [.answer(status, body)]).outcome.brief
            == "retry:not_the_provider")
      }
    }
  }

  /// The answer of another object, amount, currency or receiver, or of none, is not the step's.
  @Test func anAnswerAboutSomethingElseConcludesNothing() async {
    let right: [String: ValueMap] = [
      "stripe.intent.create": ["id": "pi_1", "amount": 30_000, "currency": "eur"],
      "stripe.refund": [
        "id": "re_1", "status": "succeeded", "amount": 100, "payment_intent": "pi_1", "currency": "eur",
      ],
      "stripe.transfer": ["id": "tr_1", "amount": 25_500, "currency": "eur", "destination": "acct_1"],
      "stripe.reversal": ["id": "trr_1", "amount": 5, "transfer": "tr_1"],
    ]
    let wrong: [String: Value] = [
      "id": "", "amount": 1, "currency": "usd", "destination": "acct_2", "payment_intent": "pi_2", "transfer": "tr_2",
    ]
    for (step, given) in Self.writes {
      guard let object = right[step] else { continue }
      var input = given
      if step == "stripe.refund" { input["currency"] = "EUR" }
      func answer(_ change: (inout ValueMap) -> Void) async -> String {
        var body = object
        change(&body)
        return await write(step, input, .answer(200, String(decoding: JSON.encode(.map(body)), as: UTF8.self)))
      }
      #expect(await answer { _ in } == "done", "\(step)")
      for entry in object.entries {
        let name = entry.key.stringValue ?? ""
        if let other = wrong[name] {
          #expect(await answer { $0[name] = other } == "unknown:other_object", "\(step) \(name)")
        }
        if name != "id", name != "status" {
          #expect(await answer { $0[name] = .null } == "done", "\(step) \(name) null says nothing")
        }
        if ["destination", "payment_intent", "transfer"].contains(name) {
          #expect(await answer { $0[name] = ["id": entry.value] } == "done", "\(step) \(name) expanded")
        }
      }
    }
  }

  private static let writes: [(step: String, input: ValueMap)] = [
    (
      "stripe.intent.create",
      ["amount": 30_000, "currency": "EUR", "method": "card", "group": "VLT-1", "description": nil]
    ),
    ("stripe.intent.cancel", ["intent": "pi_1"]),
    ("stripe.refund", ["intent": "pi_1", "amount": 100, "reason": "x", "missing": nil]),
    ("stripe.transfer", transfer), ("stripe.reversal", ["transfer": "tr_1", "amount": 5]),
  ]

  private func write(_ step: String, _ input: ValueMap, _ answer: ScriptedTransport.Answer) async -> String {
    let transport = ScriptedTransport([answer])
    var settings = StripeSettings(secret: "sk_test_1")
    settings.checksClock = false
    return await StripeExecutor(settings, transport: transport).outcome(stepRequest(step, input)).brief
  }

  @Test func noStepThatWritesTakesAServerErrorOrARequestUnderWayForNothingDone() async {
    let replay = [(name: "Idempotent-Replayed", value: "true")]
    func refusal(_ code: String) -> String {
      "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"\(code)\"}}"
    }
    let cases: [(ScriptedTransport.Answer, String)] = [
      (.lost, "unknown:connection_lost"), (.answer(500), "unknown:provider_error"),
      (.answer(503), "unknown:provider_error"), (.answer(500, "{}", replay), "unknown:replayed_error"),
      (.answer(409), "unknown:in_progress"),
      (.answer(409, refusal("idempotency_key_in_use")), "unknown:in_progress"),
      (.answer(429, refusal("lock_timeout")), "unknown:in_progress"),
      (.answer(429, refusal("rate_limit")), "retry:rate_limited"), (.notSent, "retry:connect_failed"),
    ]
    for (step, input) in Self.writes {
      for (answer, expected) in cases { #expect(await write(step, input, answer) == expected, "\(step)") }
    }
  }

  @Test func aReadIsRepeatedWhateverBecameOfIt() async {
    let busy = "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"lock_timeout\"}}"
    let wait = [(name: "Retry-After", value: "7")]
    for (answer, code): (ScriptedTransport.Answer, String) in [
      (.answer(409, "{}", wait), "in_progress"), (.answer(429, busy, wait), "in_progress"),
      (.answer(503, "{}", wait), "provider_error"),
    ] {
      let (outcome, _) = await run("stripe.intent.get", ["intent": "pi_1"], [answer])
      guard case .retry(let error, let after) = outcome else {
        Issue.record("\(outcome)")
        continue
      }
      #expect(error.code == code)
      #expect(after == .seconds(7))
    }
  }

  @Test func aKeyUsedWithOtherParametersConcludesNothing() async {
    let body = "{\"error\":{\"type\":\"idempotency_error\"}}"
    #expect(await transferOutcome(.answer(400, body)) == "unknown:key_reused")
    let (outcome, _) = await run("stripe.intent.cancel", ["intent": "pi_1"], [.answer(400, body)])
    #expect(outcome.brief == "unknown:key_reused")
  }

  @Test(arguments: [
    ("insufficient_capabilities_for_transfer", "account_inactive"), ("balance_insufficient", "insufficient_funds"),
    ("charge_disputed", "disputed"), ("charge_already_refunded", "refunded"), ("parameter_missing", "rejected"),
  ])
  func refusalsOfATransferAreMapped(code: String, ours: String) async {
    let body = "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"\(code)\",\"message\":\"secret prose\"}}"
    let (outcome, _) = await run("stripe.transfer", Self.transfer, [Self.clock, .answer(400, body)])
    #expect(outcome.brief == "failed:\(ours)")
    #expect(!"\(outcome)".contains("secret prose"))
  }

  @Test func moneyWaitsWhileOurClockIsAhead() async {
    let behind = ScriptedTransport.Answer.answer(200, "{}", [(name: "Date", value: "Tue, 03 Mar 2026 08:54:59 GMT")])
    let (outcome, requests) = await run("stripe.transfer", Self.transfer, [behind, .answer(200, "{\"id\":\"tr_1\"}")])
    #expect(outcome.brief == "retry:clock_ahead")
    #expect(requests.count == 1)
    let within = ScriptedTransport.Answer.answer(200, "{}", [(name: "Date", value: "Tue, 03 Mar 2026 08:55:00 GMT")])
    #expect(
      await run("stripe.transfer", Self.transfer, [within, .answer(200, "{\"id\":\"tr_1\"}")]).outcome.brief == "done")
  }

  @Test func nothingIsSentWhenTheProvidersClockCannotBeAsked() async {
    for answer: ScriptedTransport.Answer in [.lost, .notSent, .answer(500), .answer(200)] {
      let (outcome, requests) = await run("stripe.transfer", Self.transfer, [answer])
      #expect(outcome.brief.hasPrefix("retry:"))
      #expect(requests.count == 1)
    }
  }

  @Test func aLostReadIsReadAgain() async {
    #expect(await run("stripe.intent.get", ["intent": "pi_1"], [.lost]).outcome.brief == "retry:connection_lost")
    #expect(await run("stripe.intent.get", ["intent": "pi_1"], [.answer(500)]).outcome.brief == "retry:provider_error")
  }

  @Test func anIntentIsReadWithItsChargeInEitherForm() async {
    for charge in ["\"ch_1\"", "{\"id\":\"ch_1\"}", "null"] {
      let body =
        "{\"id\":\"pi_1\",\"status\":\"succeeded\",\"amount_received\":30000,\"currency\":\"eur\",\"latest_charge\":\(charge)}"
      let (outcome, _) = await run("stripe.intent.get", ["intent": "pi_1"], [.answer(200, body)])
      #expect(
        outcome
          == .done([
            "status": "succeeded", "amount": 30_000, "currency": "EUR",
            "charge": charge == "null" ? nil : "ch_1", "agrees": true,
          ]))
    }
  }

  @Test func cancellingTellsWhoWonTheRace() async {
    for (status, expected) in [
      ("succeeded", "failed:already_succeeded"), ("processing", "failed:already_processing"), ("canceled", "done"),
      ("requires_action", "failed:rejected"),
    ] {
      let body =
        "{\"error\":{\"code\":\"payment_intent_unexpected_state\",\"type\":\"invalid_request_error\","
        + "\"payment_intent\":{\"status\":\"\(status)\"}}}"
      #expect(await run("stripe.intent.cancel", ["intent": "pi_1"], [.answer(400, body)]).outcome.brief == expected)
    }
  }

  @Test func aRefundIsDoneAcceptedOrFailedByItsStatus() async {
    let input: ValueMap = ["intent": "pi_1", "amount": 100, "reason": "late_payment"]
    for (status, expected) in [
      ("\"succeeded\"", "done"), ("\"pending\"", "accepted"), ("\"requires_action\"", "accepted"),
      ("\"failed\"", "failed:refund_failed"), ("\"canceled\"", "failed:refund_failed"),
      ("\"odd\"", "unknown:unreadable_reply"), ("null", "unknown:unreadable_reply"),
      ("7", "unknown:unreadable_reply"),
    ] {
      let body = "{\"id\":\"re_1\",\"status\":\(status),\"failure_reason\":null}"
      let (outcome, requests) = await run("stripe.refund", input, [Self.clock, .answer(200, body)])
      #expect(outcome.brief == expected)
      let form = String(decoding: requests[1].body, as: UTF8.self)
      #expect(form.contains("&reason=requested_by_customer&metadata[reason]=late_payment&"))
    }
  }

  @Test func anAccountIsPayableOnlyWithPayoutsAndTransfers() async {
    func account(_ payouts: Bool, _ transfers: String) async -> Value? {
      let body =
        "{\"payouts_enabled\":\(payouts),\"capabilities\":{\"transfers\":\"\(transfers)\"},\"default_currency\":\"eur\"}"
      return await run("stripe.account.get", ["account": "acct_1"], [.answer(200, body)]).outcome.data
    }
    #expect(await account(true, "active") == ["payable": true, "currency": "EUR", "reason": nil, "missing": nil])
    #expect(
      await account(true, "pending") == [
        "payable": false, "currency": "EUR", "reason": "transfers_pending", "missing": nil,
      ])
    #expect(
      await account(false, "active") == [
        "payable": false, "currency": "EUR", "reason": "payouts_disabled", "missing": nil,
      ])
  }

  @Test func anAccountWithoutACurrencyIsNotPayable() async {
    for currency in ["", ",\"default_currency\":null"] {
      let body = "{\"payouts_enabled\":true,\"capabilities\":{\"transfers\":\"active\"}\(currency)}"
      let answer = await run("stripe.account.get", ["account": "acct_1"], [.answer(200, body)]).outcome.data
      #expect(answer == ["payable": false, "currency": "", "reason": "no_currency", "missing": nil])
    }
  }

  /// The provider may leave out what was received.
  @Test func anIntentsMissingFieldsFollowFromTheOthers() async {
    for (status, amount) in [("succeeded", 500), ("processing", 0)] {
      for received in ["", "\"amount_received\":null,"] {
        let body = "{\(received)\"id\":\"pi_1\",\"status\":\"\(status)\",\"amount\":500,\"currency\":\"eur\"}"
        let (outcome, _) = await run("stripe.intent.get", ["intent": "pi_1"], [.answer(200, body)])
        #expect(outcome.data?["amount"] == .int(Int64(amount)))
        #expect(outcome.data?["charge"] == .null)
      }
    }
  }

  @Test func aDisputeIsReadAsItStands() async {
    let body = "{\"id\":\"du_1\",\"status\":\"won\",\"amount\":500,\"evidence_details\":{\"due_by\":1805673600}}"
    let (outcome, requests) = await run("stripe.dispute.get", ["dispute": "du_1"], [.answer(200, body)])
    #expect(outcome == .done(["status": "won", "amount": 500, "due": 1_805_673_600, "agrees": true]))
    #expect(requests.first?.url.hasSuffix("/v1/disputes/du_1") == true)
    let (other, _) = await run("stripe.dispute.get", ["dispute": "du_2"], [.answer(200, body)])
    #expect(other.brief == "retry:other_object")
  }

  /// An event's claims about a dispute or a refund, the provider's object, and whether the two agree.
  @Test(arguments: [
    ("dispute", "needs_response", 500, "under_review", true), ("dispute", "under_review", 500, "needs_response", false),
    ("dispute", "won", 500, "needs_response", false), ("dispute", "won", 500, "lost", false),
    ("dispute", "lost", 500, "lost", true), ("dispute", "lost", 400, "lost", false),
    ("dispute", "a_word_of_tomorrow", 500, "lost", true), ("refund", "pending", 500, "succeeded", true),
    ("refund", "succeeded", 500, "pending", false), ("refund", "failed", 500, "succeeded", false),
    ("refund", "succeeded", 500, "failed", true),
  ])
  func theProviderAgreesWithAnEventOrNot(
    object: String, told: String, amount: Int64, status: String, agrees: Bool
  ) async {
    let body = "{\"id\":\"x_1\",\"status\":\"\(status)\",\"amount\":500}"
    let (outcome, _) = await run(
      "stripe.\(object).get", [object: "x_1", "status": .string(told), "amount": .int(amount)], [.answer(200, body)])
    #expect(outcome.data?["agrees"] == .bool(agrees))
    #expect(outcome.data?["status"]?.stringValue == status)
  }

  @Test func aPaymentOfAnotherGroupIsNotTheOneThatWasAskedFor() async {
    let body =
      "{\"id\":\"pi_1\",\"status\":\"succeeded\",\"amount\":5,\"currency\":\"eur\",\"transfer_group\":\"VLT-2\"}"
    let (outcome, _) = await run("stripe.intent.get", ["intent": "pi_1", "group": "VLT-1"], [.answer(200, body)])
    #expect(outcome.brief == "retry:other_object")
    let (told, _) = await run(
      "stripe.intent.get", ["intent": "pi_1", "status": "canceled"], [.answer(200, body)])
    #expect(told.data?["agrees"] == false)
    let (other, _) = await run(
      "stripe.intent.get", ["intent": "pi_1", "status": "succeeded", "amount": 4], [.answer(200, body)])
    #expect(other.data?["agrees"] == false)
  }

  @Test func anIdentifierCannotLeaveItsPath() async {
    for id in ["pi_1/../../accounts", "", "pi_1?x=1", "pi 1", "π"] {
      let (outcome, requests) = await run("stripe.intent.get", ["intent": .string(id)], [.answer(200)])
      #expect(outcome.brief == "failed:rejected")
      #expect(requests.isEmpty)
    }
  }

  @Test func aFieldThatIsMissingOrOfAnotherTypeIsNamed() async {
    let (missing, _) = await run("stripe.intent.create", ["currency": "EUR"], [])
    #expect("\(missing)".contains("'amount'"))
    let (wrong, requests) = await run("stripe.refund", ["intent": "pi_1", "amount": "100", "reason": "x"], [])
    #expect("\(wrong)".contains("'amount' must be int, given is string"))
    let (zero, _) = await run("stripe.refund", ["intent": "pi_1", "amount": 0, "reason": "x"], [])
    #expect(zero.brief == "failed:rejected")
    #expect(requests.isEmpty)
  }

  @Test func aSupersededStepAsksNothingOfTheProvider() async {
    let transport = ScriptedTransport([])
    let executor = StripeExecutor(StripeSettings(secret: "sk_test_1"), transport: transport)
    let outcome = await executor.outcome(stepRequest("stripe.transfer", Self.transfer)) { true }
    #expect(outcome.brief == "retry:superseded")
    #expect(transport.requests.isEmpty)
  }
}
