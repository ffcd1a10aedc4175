import CEL
import Execution
import Secrets
import Testing
import Transport

@testable import Executors

@Suite struct StripeReconcilerTests {
  private static let key = "VLT-20260303-AB12/test/1/g1"

  private func reconcile(
    _ step: String, _ input: ValueMap, _ answers: [ScriptedTransport.Answer], startedAt: String? = nil
  ) async -> (Reconciliation, [String]) {
    let transport = ScriptedTransport(answers)
    let executor = StripeExecutor(StripeSettings(secret: "sk_test_1"), transport: transport)
    let found = await executor.reconciliation(stepRequest(step, input, startedAt: startedAt))
    return (found, transport.requests.map(\.url))
  }

  private func page(_ objects: [(id: String, key: String)], more: Bool) -> ScriptedTransport.Answer {
    let data = objects.map { "{\"id\":\"\($0.id)\",\"status\":\"succeeded\",\"metadata\":{\"key\":\"\($0.key)\"}}" }
    return .answer(200, "{\"data\":[\(data.joined(separator: ","))],\"has_more\":\(more)}")
  }

  @Test func aTransferIsFoundByItsKeyOnAnyPage() async {
    let (found, urls) = await reconcile(
      "stripe.transfer", StripeMappingTests.transfer,
      [page([("tr_1", "other/g1")], more: true), page([("tr_2", Self.key)], more: false)])
    #expect(found == .found(["id": "tr_2"]))
    #expect(
      urls == [
        "https://api.stripe.com/v1/transfers?transfer_group=VLT-20260303-AB12&limit=100",
        "https://api.stripe.com/v1/transfers?transfer_group=VLT-20260303-AB12&limit=100&starting_after=tr_1",
      ])
  }

  @Test func anotherGenerationIsNotThisOne() async {
    let (found, _) = await reconcile(
      "stripe.transfer", StripeMappingTests.transfer,
      [page([("tr_1", "VLT-20260303-AB12/test/1/g2")], more: false)])
    #expect(found == .absent)
  }

  @Test func absentIsConcludedOnlyFromACompleteAnswer() async {
    for answers: [ScriptedTransport.Answer] in [
      [.lost], [.notSent], [.answer(500)], [.answer(429)], [.answer(200, "{}")], [.answer(200, "{\"data\":[]}")],
      [page([("tr_1", "x")], more: true), .lost],
      [page([("tr_1", "x")], more: true), page([("tr_1", "x")], more: true)],
    ] {
      let (found, _) = await reconcile("stripe.transfer", StripeMappingTests.transfer, answers)
      #expect(found.brief.hasPrefix("undecided"))
    }
  }

  @Test func refundsAndReversalsAreLookedUpWhereTheyHang() async {
    let (refund, refundURLs) = await reconcile(
      "stripe.refund", ["intent": "pi_1", "amount": 1, "reason": "x"], [page([("re_1", Self.key)], more: false)])
    #expect(refund == .found(["id": "re_1", "status": "succeeded"]))
    #expect(refundURLs == ["https://api.stripe.com/v1/refunds?payment_intent=pi_1&limit=100"])
    let (reversal, reversalURLs) = await reconcile(
      "stripe.reversal", ["transfer": "tr_1", "amount": 1], [page([("trr_1", Self.key)], more: false)])
    #expect(reversal == .found(["id": "trr_1"]))
    #expect(reversalURLs == ["https://api.stripe.com/v1/transfers/tr_1/reversals?limit=100"])
  }

  @Test(arguments: [
    ("\"succeeded\"", "found"), ("\"pending\"", "pending"), ("\"requires_action\"", "pending"),
    ("\"failed\"", "failed:refund_failed"), ("\"canceled\"", "failed:refund_failed"),
    ("\"odd\"", "undecided:unreadable_reply"), ("null", "undecided:unreadable_reply"),
  ])
  func aRefundIsUnderstoodAsItStandsNow(status: String, expected: String) async {
    let body =
      "{\"data\":[{\"id\":\"re_1\",\"status\":\(status),\"failure_reason\":null,"
      + "\"metadata\":{\"key\":\"\(Self.key)\"}}],\"has_more\":false}"
    let (found, _) = await reconcile(
      "stripe.refund", ["intent": "pi_1", "amount": 1, "reason": "x"], [.answer(200, body)])
    #expect(found.brief == expected)
    if case .pending(let data) = found { #expect(data["id"] == "re_1") }
  }

  private static let intent: ValueMap = [
    "amount": 30_000, "currency": "EUR", "method": "card", "group": "VLT-20260303-AB12", "description": nil,
  ]

  @Test func aPaymentIsLookedForSinceADayBeforeItsStepBegan() async {
    let (found, urls) = await reconcile(
      "stripe.intent.create", Self.intent,
      [page([("pi_1", "other/g1")], more: true), page([("pi_2", Self.key)], more: false)],
      startedAt: "2026-03-03T08:00:00Z")
    #expect(found == .found(["id": "pi_2", "transfer": nil]))
    let first = "https://api.stripe.com/v1/payment_intents?created[gte]=1772438400&limit=100"
    #expect(urls == [first, first + "&starting_after=pi_1"])
    let (absent, _) = await reconcile(
      "stripe.intent.create", Self.intent, [page([("pi_1", "other/g1")], more: false)],
      startedAt: "2026-03-03T08:00:00Z")
    #expect(absent == .absent)
  }

  @Test func aPaymentWhoseBeginningIsNotKnownIsLookedForAmongAll() async {
    let (found, urls) = await reconcile(
      "stripe.intent.create", Self.intent, [page([("pi_1", Self.key)], more: true)])
    #expect(found == .found(["id": "pi_1", "transfer": nil]))
    #expect(urls == ["https://api.stripe.com/v1/payment_intents?limit=100"])
  }

  @Test func aPaymentAmongTooManyIsUndecided() async {
    let pages = (1...100).map { page([("pi_\($0)", "other/g1")], more: true) }
    let (found, urls) = await reconcile("stripe.intent.create", Self.intent, pages)
    #expect(found.brief == "undecided:too_many_objects")
    #expect(urls.count == 100)
  }

  @Test func aCancellationIsSeenOnTheIntent() async {
    let (done, _) = await reconcile(
      "stripe.intent.cancel", ["intent": "pi_1"], [.answer(200, "{\"status\":\"canceled\"}")])
    #expect(done == .found([:]))
    for (status, expected) in [
      ("\"requires_payment_method\"", "absent"), ("\"requires_action\"", "absent"),
      ("\"processing\"", "failed:already_processing"), ("\"succeeded\"", "failed:already_succeeded"),
      ("\"requires_capture\"", "failed:already_succeeded"), ("\"odd\"", "undecided:unreadable_reply"),
      ("null", "undecided:unreadable_reply"),
    ] {
      let (found, _) = await reconcile(
        "stripe.intent.cancel", ["intent": "pi_1"], [.answer(200, "{\"status\":\(status)}")])
      #expect(found.brief == expected)
    }
  }
}
