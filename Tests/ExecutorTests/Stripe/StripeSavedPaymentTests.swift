import CEL
import Execution
import Testing

@testable import Executors

/// Payments that are confirmed by us, captured later, or charged to a saved method, against the sandbox.
@Suite struct StripeSavedPaymentTests {
  private static let group = "VLT-20260303-AB12"

  private func step(_ name: String, _ input: ValueMap, _ act: String) -> StepRequest {
    stepRequest(name, input, key: "\(Self.group)/\(act)/g1", startedAt: RunningSandbox.start)
  }

  private func authorized(_ sandbox: RunningSandbox, by method: String = "pm_card_visa") async throws -> (
    String, String
  ) {
    let made = await sandbox.stripe.outcome(
      step(
        "stripe.intent.create",
        [
          "amount": 30_000, "currency": "EUR", "method": "card", "group": .string(Self.group), "description": nil,
          "capture": "manual",
        ], "intent/1"))
    let intent = try #require(made.data?["id"]?.stringValue)
    let confirmed = await sandbox.stripe.outcome(confirm(intent, method))
    return (intent, confirmed.data?["status"]?.stringValue ?? confirmed.brief)
  }

  private func confirm(_ intent: String, _ method: String) -> StepRequest {
    step("stripe.intent.confirm", ["intent": .string(intent), "payment_method": .string(method)], "confirm/1")
  }

  private func capture(_ intent: String, _ amount: Int64, _ act: String = "capture/1") -> StepRequest {
    step("stripe.intent.capture", ["intent": .string(intent), "amount": .int(amount), "currency": "EUR"], act)
  }

  @Test func whatIsAuthorizedIsCapturedLaterOrAPartOfIt() async throws {
    try await RunningSandbox.with { sandbox in
      let (intent, status) = try await authorized(sandbox)
      #expect(status == "requires_capture")
      #expect(await sandbox.stripe.reconciliation(confirm(intent, "pm_card_visa")).brief == "found")
      #expect(await sandbox.stripe.reconciliation(capture(intent, 20_000)) == .absent)
      #expect(await sandbox.stripe.outcome(capture(intent, 40_000, "capture/0")).brief == "failed:amount_too_large")
      let taken = await sandbox.stripe.outcome(capture(intent, 20_000))
      #expect(taken.brief == "done" && taken.data?["charge"]?.stringValue?.hasPrefix("ch_") == true)
      #expect(await sandbox.stripe.reconciliation(capture(intent, 20_000)).brief == "found")
      // Another amount is another act: what is there says nothing about it.
      #expect(await sandbox.stripe.reconciliation(capture(intent, 10_000)).brief == "undecided:other_object")
      #expect(await sandbox.stripe.outcome(capture(intent, 5_000, "capture/2")).brief == "failed:not_capturable")
    }
  }

  @Test func aMethodThatIsDeclinedAndOneThatIsConfirmedAlreadySaySo() async throws {
    try await RunningSandbox.with { sandbox in
      let (intent, status) = try await authorized(sandbox, by: "pm_card_chargeDeclined")
      #expect(status == "failed:card_declined")
      #expect(await sandbox.stripe.reconciliation(confirm(intent, "pm_card_visa")) == .absent)
      #expect(
        await sandbox.stripe.outcome(
          step("stripe.intent.confirm", ["intent": .string(intent), "payment_method": "pm_card_visa"], "confirm/2")
        ).brief == "done")
      #expect(await sandbox.stripe.outcome(capture(intent, 30_000)).brief == "done")
      #expect(
        await sandbox.stripe.outcome(
          step("stripe.intent.confirm", ["intent": .string(intent), "payment_method": "pm_card_visa"], "confirm/3")
        ).brief == "failed:already_confirmed")
    }
  }

  @Test func aSavedMethodIsChargedWhileItsOwnerIsAway() async throws {
    try await RunningSandbox.with { sandbox in
      let made = await sandbox.stripe.outcome(
        step("stripe.customer.create", ["group": .string(Self.group)], "customer/1"))
      let customer = try #require(made.data?["id"])
      func charge(_ method: String, _ act: String) -> StepRequest {
        step(
          "stripe.intent.charge",
          [
            "amount": 5_000, "currency": "EUR", "method": "card", "customer": customer,
            "payment_method": .string(method), "group": .string(Self.group), "description": "the second lesson",
          ], act)
      }
      let paid = await sandbox.stripe.outcome(charge("pm_card_visa", "charge/1"))
      #expect(paid.brief == "done" && paid.data?["charge"]?.stringValue?.hasPrefix("ch_") == true)
      #expect(await sandbox.stripe.reconciliation(charge("pm_card_visa", "charge/1")).brief == "found")
      #expect(await sandbox.stripe.reconciliation(charge("pm_card_visa", "charge/2")) == .absent)
      #expect(
        await sandbox.stripe.outcome(charge("pm_card_chargeDeclined", "charge/3")).brief == "failed:card_declined")
      #expect(
        await sandbox.stripe.outcome(charge("pm_card_authenticationRequired", "charge/4")).brief
          == "failed:authentication_required")
    }
  }
}
