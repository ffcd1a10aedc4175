import CEL
import CivilTime
import Execution
import Testing

@testable import Executors
import Transport

/// Nothing leaves for an address on the suppression list, and what a list cannot say waits.
@Suite struct SuppressedMailTests {
  private func outcome(
    _ answer: SuppressionList.Answer, marketing: Bool = false
  ) async throws -> (StepOutcome, sent: Int) {
    let list = SuppressionList()
    list.fill { contact in contact.address == "anna@example.com" ? answer : .free }
    let mail = ScriptedMail()
    let settings = EmailSettings(
      server: SMTPServer(host: "localhost", port: 25, security: .none), from: "bookings@example.org", fromName: "",
      domain: "example.org")
    let templates = try MailTemplateLibrary.testing([
      MailTemplateFile(name: "hello.en.mail", text: "subject: Hello\n\nHello.\n")
    ])
    let executor = EmailExecutor(
      settings, templates: templates, zones: ZoneTable(), transport: mail, suppressions: list)
    let input = EmailExecutorTests.input(["to": "Anna@Example.com", "marketing": .bool(marketing)])
    return (await executor.outcome(stepRequest("email.send", input)), mail.messages.count)
  }

  @Test func theScopeDecides() async throws {
    for (scope, marketing, leaves): (Suppression.Scope, Bool, Bool) in [
      (.all, false, false), (.all, true, false), (.marketing, true, false), (.marketing, false, true),
    ] {
      let (outcome, sent) = try await outcome(
        .suppressed(Suppression(scope: scope, reason: "hard_bounce")), marketing: marketing)
      #expect(outcome.brief == (leaves ? "done" : "failed:suppressed"))
      #expect(sent == (leaves ? 1 : 0))
      #expect(!"\(outcome)".lowercased().contains("anna"), "the message names no address")
    }
    #expect(try await outcome(.free).sent == 1)
  }

  @Test func aListThatCannotBeReadKeepsTheMailBack() async throws {
    let (outcome, sent) = try await outcome(.unreadable)
    #expect(outcome.brief == "retry:suppressions_unreadable" && outcome.isOurs && sent == 0)
  }
}
