import CivilTime
import Execution
import Testing

@testable import Executors

@Suite struct RegistryTests {
  private func settings() -> ExecutorSettings {
    ExecutorSettings(
      stripe: StripeSettings(secret: "sk_live_very_secret"),
      email: EmailSettings(
        server: SMTPServer(host: "mail.example.org", port: 587, user: "u", password: "very secret"),
        from: "a@example.org",
        fromName: "A", domain: "example.org"),
      odoo: OdooSettings(baseURL: "https://crm.example.org", key: "very secret"),
      linkedIn: LinkedInSettings(token: "very secret", author: "urn:li:person:1", version: "202602"))
  }

  private func executors(_ settings: ExecutorSettings) throws -> [any Executor] {
    StandardExecutors.make(
      settings, http: ScriptedTransport([]), smtp: ScriptedMail(), templates: try MailTemplates([]), zones: ZoneTable())
  }

  @Test func everyDeclaredStepHasItsExecutor() throws {
    let registry = try ExecutorRegistry(executors(settings()))
    for step in StandardExecutors.catalogue {
      #expect(registry.executor(of: step.name) != nil)
      #expect(registry.declaration(of: step.name)?.stepClass == step.stepClass)
    }
    #expect(registry.executor(of: "nothing.at.all") == nil)
    #expect(try executors(ExecutorSettings()).map(\.name) == ["human"])
  }

  @Test func theCatalogueHoldsWhatItsClassesNeed() {
    for step in StandardExecutors.catalogue {
      if step.stepClass == .money || step.stepClass == .idempotent { #expect(step.keyLifetime != nil, "\(step.name)") }
      #expect(step.timeout > .zero)
      #expect(!step.errors.contains("rejected") || step.stepClass == .notify)
    }
    #expect(Set(StandardExecutors.catalogue.map(\.name)).count == StandardExecutors.catalogue.count)
  }

  @Test func twoExecutorsOfOneStepAreRefused() throws {
    #expect(throws: ExecutorRegistry.Conflict.self) {
      try ExecutorRegistry([HumanTaskExecutor(), HumanTaskExecutor()])
    }
  }

  @Test func aSecretIsNeverPrinted() {
    var dumped = ""
    dump(settings(), to: &dumped)
    for text in ["\(settings())", String(reflecting: settings()), dumped] { #expect(!text.contains("very")) }
  }

  @Test func aStepForAPersonIsNeverDispatched() async {
    let outcome = await HumanTaskExecutor().outcome(stepRequest("human.task", [:]))
    #expect(outcome.brief == "failed:not_dispatched")
  }
}
