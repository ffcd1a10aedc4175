import CEL
import CivilTime
import Execution
import Secrets
import Testing

@testable import Executors
import Transport

/// Text messages: at most once, and never to who has said no.
@Suite struct SMSTests {
  private static let account = "AC0123456789abcdef0123456789abcdef"

  private func executor(
    _ http: any HTTPTransport, url: String = "http://localhost", token: Secret = "twilio-sandbox",
    from: String = "+4930123456", suppressions: SuppressionList = SuppressionList()
  ) -> SMSExecutor {
    SMSExecutor(
      SMSSettings(
        baseURL: url, account: Self.account, token: token, from: from,
        callback: "https://bookings.example.com/webhooks/sms", allowPlaintext: true),
      transport: http, suppressions: suppressions)
  }

  private func request(to: String = "+49 151 12345678", text: String = "Größe: 1 & 2") -> StepRequest {
    stepRequest("sms.send", ["to": .string(to), "text": .string(text)])
  }

  @Test func answersAreTwiliosOnlyIfTheySaySo() async throws {
    for (status, body, expected, isOurs) in [
      (201, #"{"sid": "SM1", "status": "queued"}"#, "done", false),
      (201, #"{"sid": null}"#, "unknown:unreadable_reply", false),
      (400, #"{"code": 21211, "status": 400}"#, "failed:rejected", false),
      (400, #"{"code": 21610, "status": 400}"#, "failed:suppressed", false),
      (400, #"{"code": 21606, "status": 400}"#, "retry:bad_sender", true),
      (400, "<html/>", "unknown:not_the_provider", false), (401, #"{"code": 20003}"#, "retry:unauthorized", true),
      (401, "proxy", "unknown:not_the_provider", false), (404, #"{"code": 20404}"#, "retry:forbidden", true),
      (429, #"{"code": 20429}"#, "retry:rate_limited", false),
      (500, #"{"code": 20500}"#, "unknown:provider_error", false),
      (503, #"{"code": 20503}"#, "retry:provider_error", false), (503, "", "unknown:not_the_provider", false),
    ] as [(Int, String, String, Bool)] {
      let outcome = await executor(ScriptedTransport([.answer(status, body)])).outcome(request())
      #expect(outcome.brief == expected && outcome.isOurs == isOurs, "\(status) \(body)")
    }
  }

  @Test func aMessageArrivesOnceWhateverIsLost() async throws {
    try await RunningSandbox.with { sandbox in
      let executor = executor(sandbox.client, url: sandbox.url)
      try await sandbox.fault("messages.create", "reply_lost")
      #expect(await executor.outcome(request()).brief == "unknown:connection_lost")
      #expect(SMSExecutor.send.onUnknown == .skip, "so the engine does not send it again")
      let messages = try await sandbox.control(.get, "messages").listValue ?? []
      #expect(messages.count == 1)
      #expect(messages.first?["body"] == "Größe: 1 & 2" && messages.first?["to"] == "+4915112345678")
      #expect(
        messages.first?["status_callback"] == "https://bookings.example.com/webhooks/sms?reference=VLT-20260303-AB12")
    }
  }

  @Test func whoHasSaidNoGetsNoMessage() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.control(.post, "messages", ["stop": "+4915112345678"])
      #expect(await executor(sandbox.client, url: sandbox.url).outcome(request()).brief == "failed:suppressed")
      let list = SuppressionList()
      list.fill { $0.address == "+4915112345679" ? .suppressed(Suppression(scope: .all, reason: "stop")) : .free }
      let own = executor(sandbox.client, url: sandbox.url, suppressions: list)
      #expect(await own.outcome(request(to: "+4915112345679")).brief == "failed:suppressed")
      #expect(await own.outcome(request(to: "+4915112345670")).brief == "done")
      #expect(try await sandbox.control(.get, "messages").listValue?.count == 1)
    }
  }

  @Test func whatTheServiceWouldRefuseDoesNotLeave() async throws {
    let http = ScriptedTransport([])
    for request in [request(to: "0151 123"), request(text: ""), request(text: String(repeating: "x", count: 1_601))] {
      #expect(await executor(http).outcome(request).brief == "failed:rejected")
    }
    #expect(http.requests.isEmpty)
  }

  @Test func theAccountIsAskedAbout() async throws {
    try await RunningSandbox.with { sandbox in
      for (token, isWorking): (Secret, Bool) in [("twilio-sandbox", true), ("other", false)] {
        let executor = executor(sandbox.client, url: sandbox.url, token: token)
        let answer = await withCheckedContinuation { continuation in
          executor.check(now: instant("2026-03-03T09:00:00Z")) { continuation.resume(returning: $0) }
        }
        if case .works = answer { #expect(isWorking) } else { #expect(!isWorking) }
      }
    }
  }
}
