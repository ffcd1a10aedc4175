import CEL
import CivilTime
import Digests
import Encoding
import EngineMessages
import Ingress
import Testing

/// Zoom's webhooks: what it signed is taken, its question about the secret is answered, all else is refused.
@Suite struct ZoomWebhookTests {
  private static var settings: IngressSettings {
    var settings = IngressHarness.settings
    settings.webhooks = [WebhookSource(name: "zoom", scheme: .zoom, secrets: ["new", "old"])]
    return settings
  }

  private func signed(_ body: String, secret: String, at: Int64 = IngressHarness.now.seconds) -> [(String, String)] {
    let code = HMACSHA256.code(for: Array("v0:\(at):\(body)".utf8), key: Array(secret.utf8))
    return [
      ("x-zm-request-timestamp", "\(at)"), ("x-zm-signature", "v0=\(Hex.encode(code))"),
      ("Content-Type", "application/json"),
    ]
  }

  private static let joined =
    #"{"event":"meeting.participant_joined","event_ts":1,"payload":{"object":{"topic":"VLT-1 x"}}}"#

  @Test func whatZoomSignedIsTaken() async throws {
    try await IngressHarness.with(Self.settings) { gateway in
      for secret in ["new", "old"] {
        let answer = try await gateway.send(
          "POST", "/webhooks/zoom", signed(Self.joined, secret: secret), body: Self.joined)
        #expect(answer.status == 200)
      }
      #expect(gateway.receiver.events.map(\.name) == ["meeting.participant_joined", "meeting.participant_joined"])
      #expect(Set(gateway.receiver.events.map(\.key)).count == 1, "the same body is the same event")
    }
  }

  @Test func whatNobodySignedIsRefused() async throws {
    try await IngressHarness.with(Self.settings) { gateway in
      let old = IngressHarness.now.seconds - 301
      for headers in [
        signed(Self.joined, secret: "other"), signed(Self.joined, secret: "new", at: old), signed("{}", secret: "new"),
        [],
        [("x-zm-signature", "v0=00")],
      ] {
        let status = try await gateway.send("POST", "/webhooks/zoom", headers, body: Self.joined).status
        #expect(status >= 400)
      }
      #expect(gateway.receiver.events.isEmpty)
    }
  }

  @Test func theQuestionAboutTheSecretIsAnswered() async throws {
    let body = #"{"event":"endpoint.url_validation","payload":{"plainToken":"abc"},"event_ts":1}"#
    try await IngressHarness.with(Self.settings) { gateway in
      let answer = try await gateway.send("POST", "/webhooks/zoom", signed(body, secret: "new"), body: body)
      let code = HMACSHA256.code(for: Array("abc".utf8), key: Array("new".utf8))
      let told = try JSON.parse(answer.body)
      #expect(told == ["plainToken": "abc", "encryptedToken": .string(Hex.encode(code))])
      #expect(gateway.receiver.events.isEmpty)
    }
  }
}
