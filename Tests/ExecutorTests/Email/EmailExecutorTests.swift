import CEL
import CivilTime
import Execution
import Testing

@testable import Executors
import Transport

@Suite struct EmailExecutorTests {
  static let data: ValueMap = [
    "reference": "VLT-20260303-AB12", "service": "Consultation", "start": .timestamp(instant("2026-03-10T09:00:00Z")),
    "end": .timestamp(instant("2026-03-10T10:30:00Z")), "zone": "UTC", "price": 15_000, "currency": "EUR",
    "client_name": "Anna Weber", "consultant_name": "Carla Ruiz", "url": nil,
  ]

  static func input(_ changes: ValueMap = [:]) -> ValueMap {
    var input: ValueMap = [
      "template": "hello", "to": "anna@example.com", "name": "Anna Weber", "language": "en", "data": .map(data),
      "calendar": nil,
    ]
    for entry in changes.entries { input[entry.key.stringValue ?? ""] = entry.value }
    return input
  }

  private func executor(_ mail: ScriptedMail) throws -> EmailExecutor {
    let settings = EmailSettings(
      server: SMTPServer(host: "localhost", port: 25, security: .none), from: "bookings@example.org",
      fromName: "Magnetiq", domain: "example.org")
    let templates = try MailTemplateLibrary.testing([
      MailTemplateFile(name: "hello.en.mail", text: "subject: Hello {{recipient}}\n\nOn {{start | date zone}}.\n")
    ])
    return EmailExecutor(settings, templates: templates, zones: ZoneTable(), transport: mail)
  }

  private func outcome(
    _ changes: ValueMap = [:], _ answers: [Result<SMTPReply, TransportFailure>] = []
  ) async throws -> (StepOutcome, [SMTPMessage]) {
    let mail = ScriptedMail(answers)
    let outcome = try await executor(mail).outcome(
      stepRequest("email.send", Self.input(changes), key: "VLT-1/mail/hello/1/g1"))
    return (outcome, mail.messages)
  }

  @Test func aMailIsSentWithItsStableIdentity() async throws {
    let (outcome, messages) = try await outcome()
    #expect(outcome == .done(["message_id": "<VLT-1+mail+hello+1@example.org>"]))
    let message = try #require(messages.first)
    #expect(message.sender == "bookings@example.org")
    #expect(message.recipient == "anna@example.com")
    let text = String(decoding: message.content, as: UTF8.self)
    #expect(text.contains("Subject: Hello Anna Weber\r\n"))
    #expect(text.contains("On Tuesday, 10 March 2026."))
  }

  @Test func theServersVerdictDecides() async throws {
    func brief(_ answer: Result<SMTPReply, TransportFailure>) async throws -> String {
      try await outcome([:], [answer]).0.brief
    }
    #expect(try await brief(.success(SMTPReply(code: 451))) == "retry:smtp_later")
    #expect(try await brief(.success(SMTPReply(code: 421))) == "retry:smtp_later")
    // A refusal of us is not the recipient's, unless the server has looked at the mail.
    #expect(try await brief(.success(SMTPReply(code: 554, status: "5.7.1"))) == "retry:smtp_refused")
    #expect(try await brief(.success(SMTPReply(code: 535, status: "5.7.8"))) == "retry:smtp_auth")
    #expect(try await brief(.success(SMTPReply(code: 550, status: "5.1.1"))) == "failed:rejected")
    let content = SMTPReply(code: 554, status: "5.7.1", stage: .content)
    #expect(try await brief(.success(content)) == "failed:rejected")
    // Who is turned away at the door, or as a sender, has not been told anything about the recipient.
    for stage in [SMTPReply.Stage.connection, .sender] {
      #expect(try await brief(.success(SMTPReply(code: 554, stage: stage))) == "retry:smtp_refused")
      #expect(try await outcome([:], [.success(SMTPReply(code: 554, stage: stage))]).0.isOurs)
    }
    #expect(try await brief(.success(SMTPReply(code: 552, status: "5.3.4", stage: .sender))) == "failed:rejected")
    #expect(try await brief(.success(SMTPReply(code: 550))) == "failed:rejected")
    #expect(try await brief(.success(SMTPReply(code: 535))) == "retry:smtp_auth")
    #expect(
      try await brief(.failure(TransportFailure(.lost, code: "timeout", message: ""))) == "unknown:timeout")
    #expect(
      try await brief(.failure(TransportFailure(.notSent, code: "connect_failed", message: "")))
        == "retry:connect_failed")
  }

  @Test func aServerThatIsAwayForLongIsAFaultOfOursThatSaysWhatToChange() async throws {
    for (code, waited, isOurs) in [
      ("connect_failed", "08:46:00", false), ("connect_failed", "08:45:00", true), ("resolve_failed", "08:00:00", true),
      ("timeout", "08:00:00", false), ("tls_failed", "09:00:00", true),
    ] {
      let mail = ScriptedMail([.failure(TransportFailure(.notSent, code: code, message: "m"))])
      let outcome = try await executor(mail).outcome(
        stepRequest("email.send", Self.input(), startedAt: "2026-03-03T\(waited)Z"))
      #expect(outcome.brief == "retry:\(code)" && outcome.isOurs == isOurs, "\(code) since \(waited): \(outcome)")
      if isOurs { #expect("\(outcome)".contains("check url"), "\(outcome)") }
    }
    let lost = ScriptedMail([.failure(TransportFailure(.lost, code: "connect_failed", message: "m"))])
    let outcome = try await executor(lost).outcome(
      stepRequest("email.send", Self.input(), startedAt: "2026-03-03T08:00:00Z"))
    #expect(outcome.brief == "unknown:connect_failed", "what may have been taken is not ours to judge")
  }

  @Test func nothingLeavesForAMalformedAddress() async throws {
    for address in ["anna", "a@b.de\r\nBcc: c@d.de"] {
      let (outcome, messages) = try await outcome(["to": .string(address)])
      #expect(outcome.brief == "failed:rejected")
      #expect(messages.isEmpty)
      #expect(!"\(outcome)".contains(address))
    }
  }

  @Test func aMailWithAHoleIsNotSent() async throws {
    let (unknown, _) = try await outcome(["template": "nothing"])
    #expect(unknown.brief == "failed:template_error")
    let (missing, messages) = try await outcome(["data": [:]])
    #expect(missing.brief == "failed:template_error")
    #expect("\(missing)".contains("hello.en.mail:3: missing_variable"))
    #expect(messages.isEmpty)
  }

  @Test func anInvitationComesAsAlternativeAndAsAttachment() async throws {
    let (_, messages) = try await outcome(["calendar": .map(InvitationTests.fields())])
    let text = String(decoding: try #require(messages.first).content, as: UTF8.self)
    #expect(text.contains("Content-Type: multipart/mixed;\r\n"))
    #expect(text.contains("Content-Type: text/calendar; method=REQUEST; charset=UTF-8\r\n"))
    #expect(text.contains("Content-Type: application/ics; name=\"invite.ics\"\r\n"))
    let (bad, none) = try await outcome(["calendar": .map(InvitationTests.fields(["method": "PUBLISH"]))])
    #expect(bad.brief == "failed:rejected")
    #expect(none.isEmpty)
  }
}
