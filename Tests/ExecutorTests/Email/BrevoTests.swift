import CEL
import CivilTime
import Execution
import Secrets
import Testing

@testable import Executors
import Transport

/// Mail through Brevo's interface: in its grammar, once, and with its refusals told apart from others'.
@Suite struct BrevoTests {
  private func executor(_ http: any HTTPTransport, url: String = "http://localhost", key: Secret = "xkeysib-sandbox")
    throws -> EmailExecutor
  {
    let settings = EmailSettings(
      .brevo(BrevoAccount(baseURL: url, key: key, allowPlaintext: true)), from: "bookings@example.org",
      fromName: "Magnetiq – Büro", domain: "example.org")
    let templates = try MailTemplateLibrary.testing([
      MailTemplateFile(name: "hello.en.mail", text: "subject: Größe {{recipient}}\n\nOn {{start | date zone}}.\n")
    ])
    return EmailExecutor(
      settings, templates: templates, zones: ZoneTable(), transport: ScriptedMail(), http: http)
  }

  private func request(number: Int = 1, _ more: ValueMap = [:]) -> StepRequest {
    StepRequest(
      attempt: AttemptName(task: 1, number: Int64(number)), step: "email.send", key: "VLT-1/mail/hello/client/0/g1",
      input: EmailExecutorTests.input(more), reference: "VLT-1", bundle: testBundle,
      now: instant("2026-03-03T09:00:00Z"), number: number)
  }

  @Test func aMailIsHandedOverInBrevosOwnFields() async throws {
    let http = ScriptedTransport([.answer(201, #"{"messageId": "<1@smtp-relay.mailin.fr>"}"#)])
    let outcome = try await executor(http).outcome(request(["calendar": .map(InvitationTests.fields())]))
    #expect(outcome == .done(["message_id": "<1@smtp-relay.mailin.fr>"]))
    let sent = try #require(http.requests.first)
    #expect(sent.url == "http://localhost/v3/smtp/email" && !sent.mayRepeat)
    let body = try JSON.parse(sent.body)
    #expect(body["to"] == [["email": "anna@example.com", "name": "Anna Weber"]])
    #expect(body["subject"] == "Größe Anna Weber")
    #expect(body["tags"] == ["VLT-1+mail+hello+client+0"])
    #expect(body["headers"]?["X-Mailin-custom"] == "VLT-1+mail+hello+client+0")
    #expect(body["headers"]?["idempotencyKey"]?.stringValue?.utf8.count == 36)
    #expect(body["attachment"]?.listValue?.count == 1)
  }

  @Test func answersAreBrevosOnlyIfTheySaySo() async throws {
    for (status, body, expected, isOurs) in [
      (400, #"{"code": "invalid_parameter", "message": "email is not valid in to"}"#, "failed:rejected", false),
      (400, "<html>Bad Request</html>", "unknown:not_the_provider", false),
      (401, #"{"code": "unauthorized", "message": "Key not found"}"#, "retry:unauthorized", true),
      (401, "proxy", "unknown:not_the_provider", false),
      (402, #"{"code": "not_enough_credits", "message": ""}"#, "retry:no_credits", true),
      (403, #"{"code": "permission_denied", "message": ""}"#, "retry:forbidden", true),
      (400, #"{"code": "duplicate_request", "message": ""}"#, "unknown:in_progress", false),
      (429, #"{"code": "too_many_requests", "message": ""}"#, "retry:rate_limited", false),
      (500, #"{"code": "internal", "message": ""}"#, "unknown:provider_error", false),
      (502, "bad gateway", "unknown:not_the_provider", false), (201, "{}", "unknown:unreadable_reply", false),
      (201, #"{"messageId": ""}"#, "unknown:unreadable_reply", false),
    ] as [(Int, String, String, Bool)] {
      let outcome = try await executor(ScriptedTransport([.answer(status, body)])).outcome(request())
      #expect(outcome.brief == expected && outcome.isOurs == isOurs, "\(status) \(body)")
    }
  }

  @Test func aMailWhoseReplyWasLostIsNotSentAgainEvenAfterTheKeyIsForgotten() async throws {
    try await RunningSandbox.with { sandbox in
      let executor = try executor(sandbox.client, url: sandbox.url)
      try await sandbox.fault("brevo.send", "reply_lost")
      #expect(await executor.outcome(request()).brief == "unknown:connection_lost")
      // Within the key's life the log answers; long after it, too.
      for now in ["2026-03-03T09:01:00Z", "2026-03-04T09:00:00Z"] {
        try await sandbox.control(.post, "clock", ["now": .string(now)])
        #expect(await executor.outcome(request(number: 2)).brief == "done")
      }
      let mails = try await sandbox.control(.get, "mails").listValue ?? []
      #expect(mails.count == 1)
      #expect(mails.first?["subject"] == "Größe Anna Weber")
      // A first attempt that a person repeats by hand meets the key.
      try await sandbox.control(.post, "clock", ["now": "2026-03-04T09:00:01Z"])
      #expect(await executor.outcome(request()).brief == "done", "the key is forgotten after 15 minutes")
      #expect(await executor.outcome(request()).brief == "unknown:in_progress")
    }
  }

  @Test func aLogThatCannotBeReadKeepsTheMailBack() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.fault("brevo.events", "status", ["status": 500])
      let executor = try executor(sandbox.client, url: sandbox.url)
      #expect(await executor.outcome(request(number: 2)).brief == "retry:provider_error")
      #expect(try await sandbox.control(.get, "mails").listValue == [])
      #expect(await executor.outcome(request(number: 3)).brief == "done")
    }
  }

  @Test func theKeyIsAskedAbout() async throws {
    try await RunningSandbox.with { sandbox in
      for (key, isWorking): (Secret, Bool) in [("xkeysib-sandbox", true), ("other", false)] {
        let executor = try executor(sandbox.client, url: sandbox.url, key: key)
        let answer = await withCheckedContinuation { continuation in
          executor.check(now: instant("2026-03-03T09:00:00Z")) { continuation.resume(returning: $0) }
        }
        if case .works = answer { #expect(isWorking) } else { #expect(!isWorking) }
      }
    }
  }
}
