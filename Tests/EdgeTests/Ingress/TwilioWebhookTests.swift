import CEL
import Encoding
import Ingress
import EngineMessages
import Testing

/// Twilio's webhooks: signed by its own library, they are taken; STOP is heard; all else is refused.
@Suite struct TwilioWebhookTests {
  private static let address = "https://bookings.example.com"

  private static var settings: IngressSettings {
    var settings = IngressHarness.settings
    settings.webhooks = [
      WebhookSource(
        name: "sms", scheme: .twilio(address: address), secrets: ["other", "token"],
        refusals: RefusalRule(channel: .sms, address: .body(["From"]), all: ["stop"], marketing: []))
    ]
    return settings
  }

  /// Signs as the service's own library does.
  private func signed(_ target: String, _ fields: [(String, String)], token: String = "token") async throws
    -> [(String, String)]
  {
    let map = ValueMap(fields.map { ($0.0, .string($0.1)) })
    let outcome = try await OtherClientsTests.python(
      "twilio_client.py", ["sign", Self.address + target, token, JSON.text(.map(map))])
    #expect(outcome.status == 0, "\(outcome.output)")
    return [("X-Twilio-Signature", outcome.output), ("Content-Type", "application/x-www-form-urlencoded")]
  }

  private func form(_ fields: [(String, String)]) -> String {
    fields.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
  }

  @Test(.timeLimit(.minutes(1))) func theFateOfAMessageIsTold() async throws {
    let target = "/webhooks/sms?reference=VLT-1"
    let fields = [
      ("MessageSid", "SM1"), ("MessageStatus", "delivered"), ("SmsStatus", "delivered"), ("To", "+4915112345678"),
      ("Zwölf", "a b+c&d=é"),
    ]
    let headers = try await signed(target, fields)
    try await IngressHarness.with(Self.settings) { gateway in
      let answer = try await gateway.send("POST", target, headers, body: form(fields))
      #expect(answer.status == 200)
      #expect(answer.body.hasSuffix("<Response/>"))
      let event = try #require(gateway.receiver.events.first)
      #expect(event.name == "delivered")
      #expect(event.body["query"]?["reference"] == "VLT-1")
      #expect(event.body["Zwölf"] == "a b+c&d=é")
      // Another address, another field, another token: not what was signed.
      for (path, body) in [("/webhooks/sms?reference=VLT-2", form(fields)), (target, form(fields.reversed()) + "&x=1")]
      {
        #expect(try await gateway.send("POST", path, headers, body: body).status == 400)
      }
      #expect(gateway.receiver.events.count == 1)
    }
  }

  @Test(.timeLimit(.minutes(1))) func whoAnswersStopGetsNoMoreMessages() async throws {
    for (text, kind, isStop) in [("Stop ", nil, true), ("please stop calling", nil, false), ("x", "STOP", true)]
      as [(String, String?, Bool)]
    {
      var fields = [("MessageSid", "SM2"), ("SmsStatus", "received"), ("From", "+4915112345678"), ("Body", text)]
      if let kind { fields.append(("OptOutType", kind)) }
      let headers = try await signed("/webhooks/sms", fields)
      try await IngressHarness.with(Self.settings) { gateway in
        let answer = try await gateway.send("POST", "/webhooks/sms", headers, body: form(fields))
        #expect(answer.status == 200)
        #expect(gateway.receiver.events.map(\.name) == [isStop ? "stop" : "received"])
        #expect(gateway.receiver.refusals.map(\.address) == (isStop ? ["+4915112345678"] : []))
      }
    }
  }
}
