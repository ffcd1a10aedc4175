import CEL
import CivilTime
import EngineMessages
import Ingress
import Testing

@Suite struct StripeWebhookTests {
  static let body =
    #"{"id":"evt_1","type":"payment_intent.succeeded","created":1893455990,"livemode":false,"#
    + #""data":{"object":{"id":"pi_1"}}}"#

  @Test func aSignedEventIsHandedOverWithItsKeyNameAndTime() async throws {
    try await IngressHarness.with { gateway async throws in
      let answer = try await gateway.stripe(Self.body)
      #expect(answer.status == 200)
      let event = try #require(gateway.receiver.events.first)
      #expect(event.source == "stripe")
      #expect(event.key == "evt_1")
      #expect(event.name == "payment_intent.succeeded")
      #expect(event.role == "provider")
      #expect(event.reference == nil)
      #expect(event.signedAt == Instant(seconds: 1_893_455_990))
      #expect(event.content == Array(Self.body.utf8))
      #expect(event.body["data"]?["object"]?["id"] == "pi_1")
      #expect(event.actor == "stripe")
    }
  }

  @Test func bothTheOldAndTheNewSecretVerify() async throws {
    try await IngressHarness.with { gateway async throws in
      for secret in ["whsec_old", "whsec_new"] {
        #expect(try await gateway.stripe(Self.body, secret: secret).status == 200)
      }
    }
  }

  @Test func aBadSignatureIsRefusedWithoutDetailAndNothingIsHandedOver() async throws {
    try await IngressHarness.with { gateway async throws in
      let good = IngressHarness.signature(Self.body, "whsec_new", IngressHarness.now.seconds)
      let v0 = good.replacing("v1=", with: "v0=")
      for header in [
        IngressHarness.signature(Self.body, "whsec_wrong", IngressHarness.now.seconds), v0, "", "t=1", "rubbish",
        "t=,v1=",
      ] {
        let answer = try await gateway.send("POST", "/webhooks/stripe", [("Stripe-Signature", header)], body: Self.body)
        #expect(answer.status == 400)
        #expect(answer.json?["detail"] == nil)
      }
      #expect(try await gateway.send("POST", "/webhooks/stripe", body: Self.body).status == 400)
      let other = try await gateway.send(
        "POST", "/webhooks/stripe", [("Stripe-Signature", good)], body: Self.body + " ")
      #expect(other.status == 400)
      #expect(gateway.receiver.events.isEmpty)
    }
  }

  @Test(arguments: [(300, 200), (301, 400), (-300, 200), (-301, 400)])
  func aSignatureIsTakenWithinTheToleranceOnly(age: Int64, status: Int) async throws {
    try await IngressHarness.with { gateway async throws in
      #expect(try await gateway.stripe(Self.body, at: IngressHarness.now.seconds - age).status == status)
    }
  }

  /// The clock was stepped by three days: what it shows, and where it would stand.
  @Test(arguments: [
    (0, 200), (300, 200), (301, 400), (-301, 400), (259_200, 200), (259_500, 200), (258_899, 400), (259_501, 400),
    (129_600, 400),
  ])
  func whileTheClockIsDistrustedASignatureFitsEitherOfItsTimesAndNoOther(age: Int64, status: Int) async throws {
    let wall = try #require(IngressHarness.now.adding(.seconds(3 * 86_400)))
    try await IngressHarness.with(times: { [wall, IngressHarness.now] }) { gateway async throws in
      #expect(try await gateway.stripe(Self.body, at: wall.seconds - age).status == status)
    }
  }

  @Test func aBurstOfBadSignaturesIsReportedOnceAMinute() async throws {
    try await IngressHarness.with { gateway async throws in
      for _ in 0..<25 { _ = try await gateway.stripe(Self.body, secret: "whsec_wrong") }
      #expect(gateway.receiver.reports.map(\.problem) == ["bad_signatures"])
      #expect(gateway.receiver.reports.first?.detail["count"] == 10)
      #expect(gateway.receiver.reports.first?.detail["source"] == "stripe")
    }
  }

  /// A refusal would be sent again for days, and then the endpoint would be switched off.
  @Test(arguments: [
    (Self.body.replacing(#""livemode":false"#, with: #""livemode":true"#), WebhookDrop.otherMode),
    (Self.body.replacing(#"{"id":"pi_1"}"#, with: #"{"id":"pi_1","livemode":true}"#), .otherMode),
    (Self.body.replacing("payment_intent.succeeded", with: "v2.core.account[requirements].updated"), .unknownName),
    (Self.body.replacing("payment_intent.succeeded", with: #"a\r\nb"#), .unknownName),
    (Self.body.replacing("payment_intent.succeeded", with: String(repeating: "n", count: 129)), .unknownName),
    (Self.body.replacing("payment_intent.succeeded", with: ""), .unknownName),
  ])
  func anEventThatDoesNotConcernUsIsAcknowledgedAndCounted(body: String, reason: WebhookDrop) async throws {
    try await IngressHarness.with { gateway async throws in
      #expect(try await gateway.stripe(body).status == 200)
      #expect(gateway.receiver.reports.isEmpty)
      #expect(gateway.receiver.events.isEmpty)
      #expect(gateway.tally.all == [WebhookDropCount(source: "stripe", reason: reason, count: 1)])
    }
  }

  @Test func anEventThatNobodyListensToIsCounted() async throws {
    let receiver = RecordingSink(.accepted(reference: "", disposition: .ignored))
    try await IngressHarness.with(IngressHarness.settings, receiver) { gateway async throws in
      for _ in 0..<2 { #expect(try await gateway.stripe(Self.body).status == 200) }
      #expect(gateway.tally.all == [WebhookDropCount(source: "stripe", reason: .nobody, count: 2)])
    }
  }

  @Test(arguments: [
    "{", "[]", #"{"type":"a","livemode":false}"#, #"{"id":"e","livemode":false}"#,
    #"{"id":"e v","type":"a","livemode":false}"#, #"{"id":{},"type":"a","livemode":false}"#,
    #"{"id":"e","type":"a"}"#, #"{"id":"e","type":null,"livemode":false}"#,
  ])
  func aSignedButMalformedEventIsRefusedAndReported(body: String) async throws {
    try await IngressHarness.with { gateway async throws in
      #expect(try await gateway.stripe(body).status == 400)
      #expect(gateway.receiver.reports.count == 1)
      #expect(gateway.receiver.events.isEmpty)
    }
  }

  @Test func anOversizedEventIs413AndReported() async throws {
    try await IngressHarness.with { gateway async throws in
      let answer = try await gateway.stripe(String(repeating: "x", count: 1_025))
      #expect(answer.status == 413)
      #expect(answer["Connection"] == "close")
      #expect(gateway.receiver.reports.map(\.problem) == ["oversized_body"])
    }
  }

  @Test func anUnknownSourceIs404() async throws {
    try await IngressHarness.with { gateway async throws in
      #expect(try await gateway.send("POST", "/webhooks/paypal", body: "{}").status == 404)
    }
  }

  @Test(arguments: [
    (Reply?.some(.duplicate(of: .accepted(reference: "", disposition: .handled))), 200, nil),
    (.rejected(code: "no", message: "no"), 200, nil), (.conflict("other body"), 409, nil),
    (.overloaded("too many wait"), 503, "60"), (nil, 503, "5"),
  ])
  func theSenderLearnsWhetherToRetry(reply: Reply?, status: Int, retryAfter: String?) async throws {
    try await IngressHarness.with(IngressHarness.settings, RecordingSink(reply)) { gateway async throws in
      let answer = try await gateway.stripe(Self.body)
      #expect(answer.status == status)
      #expect(answer["Retry-After"] == retryAfter)
    }
  }

  @Test(arguments: Disposition.allCases)
  func aStoredEventIsNeverSentAgainWhateverItsDisposition(disposition: Disposition) async throws {
    let receiver = RecordingSink(.accepted(reference: "", disposition: disposition))
    try await IngressHarness.with(IngressHarness.settings, receiver) { gateway async throws in
      #expect(try await gateway.stripe(Self.body).status == (disposition == .queued ? 202 : 200))
    }
  }
}
