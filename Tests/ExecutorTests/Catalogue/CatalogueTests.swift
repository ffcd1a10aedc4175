import CEL
import CivilTime
import Execution
import Secrets
import Testing

@testable import Executors
import Transport

@Suite struct CatalogueTests {
  private func settings() -> ExecutorSettings {
    ExecutorSettings(
      stripe: StripeSettings(secret: "sk_live_very_secret"),
      email: EmailSettings(
        server: SMTPServer(host: "mail.example.org", port: 587, user: "u", password: "very secret"),
        from: "a@example.org",
        fromName: "A", domain: "example.org"),
      odoo: OdooSettings(baseURL: "https://crm.example.org", key: "very secret"),
      linkedIn: LinkedInSettings(token: "very secret", author: "urn:li:person:1", version: "202602"),
      sms: SMSSettings(
        account: "AC0123456789abcdef0123456789abcdef", token: "very secret", from: "+4930123456"),
      calendar: CalendarSettings(.caldav(CalDAVAccount(baseURL: "https://dav.example.org", path: "{owner}/bookings"))),
      meetings: MeetingSettings(
        .zoom(ZoomAccount(account: "a", client: "c", secret: "very secret")), host: "h@example.org"))
  }

  private func executors(_ settings: ExecutorSettings) throws -> [any Executor] {
    StandardExecutors.make(
      settings, http: ScriptedTransport([]), smtp: ScriptedMail(), templates: MailTemplateLibrary(), zones: ZoneTable())
  }

  @Test func everyDeclaredStepHasItsExecutor() throws {
    let offered = try executors(settings()).flatMap(\.steps)
    for step in StandardExecutors.catalogue {
      #expect(offered.filter { $0.name == step.name }.map(\.stepClass) == [step.stepClass], "\(step.name)")
    }
    #expect(offered.count == StandardExecutors.catalogue.count)
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

  @Test func theTimeoutOfTheSettingsCoversEveryExchangeOfAnAttempt() throws {
    var settings = settings()
    settings.stripe?.timeout = .seconds(40)
    settings.email?.timeout = .seconds(50)
    settings.odoo?.timeout = .seconds(5)
    settings.linkedIn?.timeout = .seconds(7)
    let steps = try executors(settings).flatMap(\.steps)
    func timeout(_ name: String) -> Duration? { steps.first { $0.name == name }?.timeout }
    #expect(timeout("stripe.transfer") == .seconds(48))
    #expect(timeout("email.send") == .seconds(50))
    #expect(timeout("crm.upsert") == .seconds(80))
    #expect(timeout("social.post") == .seconds(7))
  }

  @Test func theTimeoutOfTheSettingsIsThatOfTheRequests() async throws {
    let http = ScriptedTransport([.answer(201)])
    var linkedIn = try #require(settings().linkedIn)
    linkedIn.timeout = .seconds(7)
    _ = await LinkedInExecutor(linkedIn, transport: http).outcome(stepRequest("social.post", ["text": "x"]))
    var odoo = try #require(settings().odoo)
    odoo.timeout = .seconds(5)
    let crm = ScriptedTransport([.answer(200, #"{"ids": [1]}"#)])
    _ = await OdooExecutor(odoo, transport: crm).outcome(
      stepRequest("crm.upsert", ["external_id": "a.b", "data": ["name": "N"]]))
    var stripe = try #require(settings().stripe)
    stripe.timeout = .seconds(40)
    stripe.checksClock = false
    let money = ScriptedTransport([.answer(200), .answer(200)])
    let executor = StripeExecutor(stripe, transport: money)
    _ = await executor.outcome(stepRequest("stripe.reversal", ["transfer": "tr_1", "amount": 5]))
    _ = await executor.outcome(stepRequest("stripe.account.get", ["account": "acct_1"]))
    #expect((http.requests + crm.requests + money.requests).map(\.timeout) == [7, 5, 40, 8].map { .seconds($0) })
  }

  @Test func moneyComesBeforeMailAndMailBeforeMarketing() {
    for step in StandardExecutors.catalogue {
      let expected: StepDeclaration.Priority =
        switch step.name {
        case "crm.upsert", "crm.activity", "social.post": .marketing
        case "email.send", "human.task", "linkedin.connect", "sms.send", "meeting.create": .notification
        default: .payment
        }
      #expect(step.priority == expected, "\(step.name)")
    }
  }

  /// A step that moves money, or whose lost answer could leave it stuck behind a replayed error, is looked up.
  @Test func everyStepThatWritesAtThePaymentProviderCanBeLookedUp() {
    for step in StandardExecutors.catalogue where step.name.hasPrefix("stripe.") {
      #expect(step.reconciles == (step.stepClass != .pure), "\(step.name)")
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
