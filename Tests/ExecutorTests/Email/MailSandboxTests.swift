import CEL
import CivilTime
import Execution
import Testing

@testable import Executors
import Transport

@Suite struct MailSandboxTests {
  private func executor(_ sandbox: RunningSandbox) throws -> EmailExecutor {
    let settings = EmailSettings(
      server: SMTPServer(host: "127.0.0.1", port: sandbox.smtpPort, security: .none), from: "bookings@example.org",
      fromName: "Magnetiq – Büro", domain: "example.org")
    let templates = try MailTemplateLibrary.testing([
      MailTemplateFile(name: "hello.en.mail", text: "subject: Größe {{recipient}}\n\n.a dot first\n\n{{note}}\n")
    ])
    return EmailExecutor(settings, templates: templates, zones: ZoneTable(), transport: sandbox.client)
  }

  private func request(_ calendar: Value = nil) -> StepRequest {
    stepRequest(
      "email.send",
      [
        "template": "hello", "to": "anna@example.com", "name": "Anna Müller", "language": "en",
        "data": [
          "note": "ein Ümlaut und = und sehr viel Text, der über die Zeile hinausgeht, und noch etwas mehr davon"
        ],
        "calendar": calendar,
      ], key: "VLT-20260303-AB12/mail/hello/1/g1")
  }

  @Test func aMailArrivesReadable() async throws {
    try await RunningSandbox.with { sandbox in
      let outcome = try await executor(sandbox).outcome(request(.map(InvitationTests.fields())))
      #expect(outcome == .done(["message_id": "<VLT-20260303-AB12+mail+hello+1@example.org>"]))
      let mails = try await sandbox.control(.get, "mails").listValue ?? []
      #expect(mails.count == 1)
      let text = JSON.text(try #require(mails.first))
      #expect(text.contains("Größe Anna Müller"))
      #expect(text.contains(".a dot first"))
      #expect(text.contains("ein Ümlaut und = und sehr viel"))
      #expect(text.contains("VLT-20260303-AB12@example.org"))
    }
  }

  @Test func refusalsAndLossesHaveDifferentOutcomes() async throws {
    try await RunningSandbox.with { sandbox in
      let executor = try executor(sandbox)
      for (operation, kind, more, expected): (String, String, ValueMap, String) in [
        ("smtp.rcpt", "status", ["status": 550], "failed:rejected"),
        ("smtp.rcpt", "status", ["status": 450], "retry:smtp_later"),
        ("smtp.data", "status", ["status": 554], "failed:rejected"),
        ("smtp.data", "status", ["status": 452], "retry:smtp_later"),
        ("smtp.data", "reply_lost", [:], "unknown:connection_lost"),
        ("smtp.data", "drop_before", [:], "unknown:connection_lost"),
      ] {
        try await sandbox.fault(operation, kind, more)
        #expect(await executor.outcome(request()).brief == expected, "\(operation) \(kind)")
      }
      // Only the one whose reply was lost had been taken; sent again, it is the same mail to its reader.
      #expect(try await sandbox.control(.get, "mails").listValue?.count == 1)
      #expect(await executor.outcome(request()).brief == "done")
      let mails = try await sandbox.control(.get, "mails").listValue ?? []
      #expect(mails.count == 2)
      let identities = mails.map { mail in JSON.text(mail).contains("<VLT-20260303-AB12+mail+hello+1@example.org>") }
      #expect(identities == [true, true])
    }
  }

  @Test func marketingMailsEndByOneClickAndOthersCarryNoSuchHeader() async throws {
    try await RunningSandbox.with { sandbox in
      let links = MailLinks()
      links.fill(
        MailLinks.Maker(
          tasks: { "https://b.example/tasks/\($0)?capability=\($1)" },
          unsubscribe: { "https://b.example/unsubscribe/\($0)/t" }))
      let templates = try MailTemplateLibrary.testing([
        MailTemplateFile(
          name: "hello.en.mail",
          text:
            "subject: Hello\n\n{{tasks_url}}\n{{#unsubscribe_url}}\n[Stop]({{unsubscribe_url}})\n{{/unsubscribe_url}}\n"
        )
      ])
      let executor = EmailExecutor(
        EmailSettings(
          server: SMTPServer(host: "127.0.0.1", port: sandbox.smtpPort, security: .none), from: "b@example.org",
          fromName: "", domain: "example.org"), templates: templates, zones: ZoneTable(), transport: sandbox.client,
        links: links)
      for marketing in [true, false] {
        let request = stepRequest(
          "email.send",
          [
            "template": "hello", "to": "anna@example.com", "name": nil, "language": "en", "data": [:], "calendar": nil,
            "role": "client", "marketing": .bool(marketing),
          ], key: "VLT-20260303-AB12/mail/\(marketing)/g1")
        #expect(await executor.outcome(request).brief == "done")
      }
      let mails = try await sandbox.control(.get, "mails").listValue ?? []
      #expect(mails.count == 2)
      let texts = mails.map { JSON.text($0) }
      #expect(texts[0].contains("unsubscribe/VLT-20260303-AB12/t"))
      #expect(!texts[1].contains("unsubscribe/"))
      for text in texts { #expect(text.contains("capability=client")) }
    }
  }
}
