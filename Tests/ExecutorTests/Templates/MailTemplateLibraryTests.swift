import CEL
import CivilTime
import Execution
import Testing

@testable import Executors
import Transport

/// Mails are written with the templates of the bundle that their booking is pinned to.
@Suite struct MailTemplateLibraryTests {
  private func templates(_ text: String) throws -> MailTemplates {
    try MailTemplates([MailTemplateFile(name: "hello.en.mail", text: "subject: Hello\n\n\(text)\n")])
  }

  private func executor(_ library: MailTemplateLibrary, _ mail: ScriptedMail) -> EmailExecutor {
    EmailExecutor(
      EmailSettings(
        server: SMTPServer(host: "localhost", port: 25, security: .none), from: "bookings@example.org", fromName: "M",
        domain: "example.org"),
      templates: library, zones: ZoneTable(), transport: mail)
  }

  @Test func aMailHasTheWordsOfItsOwnBundle() async throws {
    let library = MailTemplateLibrary()
    library.add(try templates("old words"), for: "old")
    library.add(try templates("new words"), for: "new")
    for bundle in ["old", "new"] {
      let mail = ScriptedMail([])
      let outcome = await executor(library, mail).outcome(
        stepRequest("email.send", EmailExecutorTests.input(), bundle: bundle))
      #expect(outcome.brief == "done")
      let text = String(decoding: try #require(mail.messages.first).content, as: UTF8.self)
      #expect(text.contains("\(bundle) words"))
    }
  }

  @Test func aBundleWhoseTemplatesAreNotLoadedFailsNoBooking() async throws {
    let library = try MailTemplateLibrary.testing([])
    let mail = ScriptedMail([])
    let outcome = await executor(library, mail).outcome(
      stepRequest("email.send", EmailExecutorTests.input(), bundle: "another"))
    #expect(outcome.brief == "retry:templates_not_loaded")
    #expect(mail.messages.isEmpty)
  }

  @Test func templatesGoWithTheirBundle() throws {
    let library = MailTemplateLibrary()
    for bundle in ["a", "b", "c"] { library.add(try templates(bundle), for: bundle) }
    library.keepOnly(["b", "d"])
    #expect(library.templates(for: "b") != nil)
    #expect(library.templates(for: "a") == nil)
    #expect(library.templates(for: "c") == nil)
  }

  // MARK: What the checker hears

  private func offer(_ files: [(String, String)]) -> StepTemplates.Offer {
    MailTemplateRules.rules.read(
      files.map { StepTemplates.File(path: $0.0, source: Array($0.1.utf8)) })
  }

  @Test func aTemplateThatIsNotThereIsAGapAndOneThatIsFaultyIsNot() {
    let offer = offer([("templates/a.en.mail", "no subject"), ("booking.yaml", "x: 1")])
    #expect(offer.faults.map(\.path) == ["templates/a.en.mail"])
    #expect(offer.faults.allSatisfy { $0.message.contains("missing_subject") && !$0.cure.isEmpty })
    #expect(offer.gaps(["template": "a"]).isEmpty)
    #expect(offer.gaps(["template": "b"]).map(\.field) == ["template"])
    #expect(offer.gaps(["template": "_layout"]).map(\.field) == ["template"])
  }

  @Test func aLanguageThatTheDefinitionNamesIsToBeThere() {
    let good = "subject: S\n\nx\n"
    let offer = offer([("templates/a.en.mail", good), ("templates/a.de.mail", good)])
    #expect(offer.faults.isEmpty)
    #expect(offer.gaps(["template": "a", "language": "de-AT"]).isEmpty)
    #expect(offer.gaps(["template": "a", "language": "fr"]).map(\.field) == ["language"])
    // It depends on the booking: nothing is known.
    #expect(offer.gaps(["language": "fr"]).isEmpty)
  }

  @Test func aFileThatIsNoTextIsAFault() {
    let offer = MailTemplateRules.rules.read([
      StepTemplates.File(path: "templates/a.en.mail", source: [0xFF, 0xFE]),
      StepTemplates.File(path: "templates/b.en.mail", source: Array(repeating: 0x20, count: 70_000)),
    ])
    #expect(offer.faults.map(\.path) == ["templates/a.en.mail", "templates/b.en.mail"])
  }
}
