import CEL
import CivilTime
import EngineMessages
import Ingress
import Testing

@Suite struct WebhookSchemeTests {
  private func gateway(_ source: WebhookSource) -> IngressSettings {
    var settings = IngressHarness.settings
    settings.webhooks = [source]
    return settings
  }

  /// The example of the Standard Webhooks libraries' own tests.
  @Test func theStandardsOwnExampleVerifies() async throws {
    let age = Duration.seconds(IngressHarness.now.seconds - 1_614_265_330)
    let source = WebhookSource(
      name: "std", scheme: .standardWebhooks, secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], tolerance: age,
      event: .fixed("test.event"))
    try await IngressHarness.with(gateway(source)) { gateway async throws in
      var headers = [
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"),
        ("webhook-signature", "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v2,x"),
      ]
      let body = #"{"test": 2432232314}"#
      #expect(try await gateway.send("POST", "/webhooks/std", headers, body: body).status == 200)
      #expect(gateway.receiver.events.first?.key == "msg_p5jXN8AQM9LWM0D4loKWxJek")
      #expect(gateway.receiver.events.first?.name == "test.event")
      headers[0].1 = "msg_other"
      #expect(try await gateway.send("POST", "/webhooks/std", headers, body: body).status == 400)
    }
  }

  @Test func aStaleStandardWebhookIsRefused() async throws {
    let source = WebhookSource(
      name: "std", scheme: .standardWebhooks, secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], event: .fixed("e"))
    try await IngressHarness.with(gateway(source)) { gateway async throws in
      let headers = [
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"),
        ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
      ]
      #expect(try await gateway.send("POST", "/webhooks/std", headers, body: #"{"test": 2432232314}"#).status == 400)
    }
  }

  /// RFC 4231, test case 2; the body is not JSON, so that it is refused only after it verified.
  @Test func aBodySignatureIsThatOfRFC4231() async throws {
    let source = WebhookSource(
      name: "cal", scheme: .hmacSHA256(header: "X-Cal-Signature-256", encoding: .hex, prefix: "sha256="),
      secrets: ["Jefe"])
    try await IngressHarness.with(gateway(source)) { gateway async throws in
      let code = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      let body = "what do ya want for nothing?"
      let good = try await gateway.send(
        "POST", "/webhooks/cal", [("X-Cal-Signature-256", "sha256=" + code)], body: body)
      #expect(good.code == "malformed_webhook")
      for bad in [code, "sha256=" + code.dropLast(2) + "44", "sha256=zz", "sha256="] {
        let answer = try await gateway.send("POST", "/webhooks/cal", [("X-Cal-Signature-256", bad)], body: body)
        #expect(answer.code == "bad_request")
      }
    }
  }

  @Test func basicAndBearerSecretsAreCompared() async throws {
    var settings = IngressHarness.settings
    settings.webhooks = [
      WebhookSource(name: "basic", scheme: .basic, secrets: ["aladdin:open sesame"], key: .digest, event: .fixed("e")),
      WebhookSource(
        name: "bearer", scheme: .bearer, secrets: ["t0ken"], key: .header("X-Id"), event: .body(["a", "b"])),
    ]
    try await IngressHarness.with(settings) { gateway async throws in
      func post(_ name: String, _ authorization: String) async throws -> Int {
        try await gateway.send(
          "POST", "/webhooks/\(name)", [("Authorization", authorization), ("X-Id", "7")], body: #"{"a":{"b":"c.d"}}"#
        ).status
      }
      #expect(try await post("basic", "Basic YWxhZGRpbjpvcGVuIHNlc2FtZQ==") == 200)
      #expect(try await post("basic", "Basic YWxhZGRpbjpvcGVu") == 400)
      #expect(try await post("basic", "Basic !") == 400)
      #expect(try await post("bearer", "bearer t0ken") == 200)
      #expect(try await post("bearer", "Bearer t0kem") == 400)
      #expect(try await post("bearer", "t0ken") == 400)
      #expect(gateway.receiver.events[1].key == "7")
      #expect(gateway.receiver.events[0].key.count == 64)
      #expect(gateway.receiver.events[1].name == "c.d")
    }
  }

  @Test func aPickIsReadAsItIsWritten() {
    for text in ["body.data.id", "header.X-Event-Id", "fixed.calendar.changed", "digest"] {
      #expect(Pick(text)?.description == text)
    }
    for text in ["", "body", "body.", "header.a.b", "query.x", "body..a"] { #expect(Pick(text) == nil) }
  }
}
