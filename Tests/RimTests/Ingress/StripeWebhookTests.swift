import CEL
import CivilTime
import Ingress
import Testing

@Suite struct StripeWebhookTests {
  static let body =
    #"{"id":"evt_1","type":"payment_intent.succeeded","created":1893455990,"livemode":false,"#
    + #""data":{"object":{"id":"pi_1"}}}"#

  @Test func aSignedEventIsHandedOverWithItsKeyNameAndTime() async throws {
    try await IngressHarness.with { door async throws in
      let answer = try await door.stripe(Self.body)
      #expect(answer.status == 200)
      let event = try #require(door.sink.events.first)
      #expect(event.source == "stripe")
      #expect(event.key == "evt_1")
      #expect(event.name == "payment_intent.succeeded")
      #expect(event.role == "provider")
      #expect(event.reference == nil)
      #expect(event.signedAt == Instant(seconds: 1_893_455_990))
      #expect(event.bodyHashInput == Array(Self.body.utf8))
      #expect(event.body["data"]?["object"]?["id"] == "pi_1")
      #expect(!event.wantsVerdict)
    }
  }

  @Test func bothTheOldAndTheNewSecretVerify() async throws {
    try await IngressHarness.with { door async throws in
      for secret in ["whsec_old", "whsec_new"] {
        #expect(try await door.stripe(Self.body, secret: secret).status == 200)
      }
    }
  }

  @Test func aBadSignatureIsRefusedWithoutDetailAndNothingIsHandedOver() async throws {
    try await IngressHarness.with { door async throws in
      let good = IngressHarness.signature(Self.body, "whsec_new", IngressHarness.now.seconds)
      let v0 = good.replacing("v1=", with: "v0=")
      for header in [
        IngressHarness.signature(Self.body, "whsec_wrong", IngressHarness.now.seconds), v0, "", "t=1", "rubbish",
        "t=,v1=",
      ] {
        let answer = try await door.send("POST", "/webhooks/stripe", [("Stripe-Signature", header)], body: Self.body)
        #expect(answer.status == 400)
        #expect(answer.json?["detail"] == nil)
      }
      #expect(try await door.send("POST", "/webhooks/stripe", body: Self.body).status == 400)
      let other = try await door.send("POST", "/webhooks/stripe", [("Stripe-Signature", good)], body: Self.body + " ")
      #expect(other.status == 400)
      #expect(door.sink.events.isEmpty)
    }
  }

  @Test(arguments: [(300, 200), (301, 400), (-300, 200), (-301, 400)])
  func aSignatureIsTakenWithinTheToleranceOnly(age: Int64, status: Int) async throws {
    try await IngressHarness.with { door async throws in
      #expect(try await door.stripe(Self.body, at: IngressHarness.now.seconds - age).status == status)
    }
  }

  @Test func aBurstOfBadSignaturesIsReportedOnceAMinute() async throws {
    try await IngressHarness.with { door async throws in
      for _ in 0..<25 { _ = try await door.stripe(Self.body, secret: "whsec_wrong") }
      #expect(door.sink.reports.map(\.problem) == ["bad_signatures"])
      #expect(door.sink.reports.first?.detail["count"] == 10)
      #expect(door.sink.reports.first?.detail["source"] == "stripe")
    }
  }

  @Test func anEventOfTheOtherModeIsRefusedAndReported() async throws {
    try await IngressHarness.with { door async throws in
      let answer = try await door.stripe(Self.body.replacing(#""livemode":false"#, with: #""livemode":true"#))
      #expect(answer.status == 400)
      #expect(answer.code == "livemode_mismatch")
      #expect(door.sink.reports.map(\.problem) == ["livemode_mismatch"])
      #expect(door.sink.events.isEmpty)
    }
  }

  @Test(arguments: [
    "{", "[]", #"{"type":"a","livemode":false}"#, #"{"id":"e","livemode":false}"#,
    #"{"id":"e v","type":"a","livemode":false}"#, #"{"id":"e","type":"a\r\nb","livemode":false}"#,
    #"{"id":{},"type":"a","livemode":false}"#,
  ])
  func aSignedButMalformedEventIsRefusedAndReported(body: String) async throws {
    try await IngressHarness.with { door async throws in
      #expect(try await door.stripe(body).status == 400)
      #expect(door.sink.reports.count == 1)
      #expect(door.sink.events.isEmpty)
    }
  }

  @Test func anOversizedEventIs413AndReported() async throws {
    try await IngressHarness.with { door async throws in
      let answer = try await door.stripe(String(repeating: "x", count: 1_025))
      #expect(answer.status == 413)
      #expect(answer["Connection"] == "close")
      #expect(door.sink.reports.map(\.problem) == ["oversized_body"])
    }
  }

  @Test func anUnknownSourceIs404() async throws {
    try await IngressHarness.with { door async throws in
      #expect(try await door.send("POST", "/webhooks/paypal", body: "{}").status == 404)
    }
  }

  @Test(arguments: [
    (Verdict.accepted(reference: nil, detail: nil), 200), (.duplicate(["status": 201]), 200),
    (.rejected(code: "no", message: "no", status: 422), 200), (.pending(location: "/x"), 202),
    (.conflict(message: "other body"), 409), (.unavailable(retryAfterSeconds: 7), 503),
  ])
  func theSenderIsToldWhetherToComeAgain(verdict: Verdict, status: Int) async throws {
    try await IngressHarness.with(IngressHarness.settings, RecordingSink(verdict)) { door async throws in
      let answer = try await door.stripe(Self.body)
      #expect(answer.status == status)
      #expect(answer["Retry-After"] == (status == 503 ? "7" : nil))
    }
  }
}
