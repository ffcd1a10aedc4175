import CEL
import CivilTime
import Execution
import Secrets
import Testing
import Transport

@testable import Executors

/// Each executor asks its system whether steps would be carried out, and says what to change if not.
@Suite struct CheckTests {
  private func check(_ executor: any Executor) async -> ExecutorCheck {
    await withCheckedContinuation { continuation in
      executor.check(now: instant(RunningSandbox.start)) { continuation.resume(returning: $0) }
    }
  }

  private func mail(_ sandbox: RunningSandbox, _ port: Int) -> EmailExecutor {
    EmailExecutor(
      EmailSettings(
        server: SMTPServer(host: "127.0.0.1", port: port, security: .none), from: "bookings@example.org", fromName: "",
        domain: "example.org"), templates: MailTemplateLibrary(), zones: ZoneTable(), transport: sandbox.client)
  }

  private func code(_ executor: any Executor) async -> String? {
    if case .broken(let error) = await check(executor) { error.code } else { nil }
  }

  @Test func theSystemsOfTheSandboxWork() async throws {
    try await RunningSandbox.with { sandbox in
      #expect(await check(sandbox.stripe) == .works("test mode"))
      #expect(await check(sandbox.odoo) == .works("leads, contacts, stages and notes can be reached"))
      #expect(await check(sandbox.olderOdoo) == .works("leads, contacts, stages and notes can be reached"))
      guard case .works(let text) = await check(sandbox.linkedIn) else {
        Issue.record("LinkedIn does not work")
        return
      }
      #expect(text.contains("202602"))
      #expect(
        await check(mail(sandbox, sandbox.smtpPort)) == .works("127.0.0.1:\(sandbox.smtpPort) takes mail from us"))
      let mails = try await sandbox.control(.get, "mails")
      #expect(mails.listValue?.isEmpty == true, "a question hands no mail in")
    }
  }

  @Test func aFaultOfOursIsNamed() async throws {
    try await RunningSandbox.with { sandbox in
      let stripe = StripeExecutor(
        StripeSettings(baseURL: sandbox.url, secret: "sk_test_wrong", allowPlaintext: true), transport: sandbox.client)
      #expect(await code(stripe) == "refused")
      var odoo = OdooSettings(baseURL: sandbox.url, key: "wrong", allowPlaintext: true)
      #expect(await code(OdooExecutor(odoo, transport: sandbox.client)) == "unauthorized")
      odoo.key = "odoo-sandbox"
      odoo.referenceField = "x_booking_ref"
      #expect(await code(OdooExecutor(odoo, transport: sandbox.client)) == "unknown_field")
      odoo.referenceField = nil
      odoo.stages = ["booked": "No such stage"]
      #expect(await code(OdooExecutor(odoo, transport: sandbox.client)) == "unknown_stage")
      odoo.stages = [:]
      try await sandbox.fault("res.partner.has_access", "status", ["status": 403])
      #expect(await code(OdooExecutor(odoo, transport: sandbox.client)) == "forbidden")
      odoo.partners = false
      #expect(
        await check(OdooExecutor(odoo, transport: sandbox.client)) == .works("leads, stages and notes can be reached"))
      var linkedIn = LinkedInSettings(
        baseURL: sandbox.url, token: "wrong", author: "urn:li:person:1", version: "202602", allowPlaintext: true)
      #expect(await code(LinkedInExecutor(linkedIn, transport: sandbox.client)) == "unauthorized")
      linkedIn.token = "linkedin-sandbox"
      linkedIn.version = "202401"
      #expect(await code(LinkedInExecutor(linkedIn, transport: sandbox.client)) == "version_inactive")
      #expect(await code(mail(sandbox, 1)) == "connect_failed")
    }
  }

  @Test func whatEndsIsKnownAhead() async throws {
    let transport = ScriptedTransport([])
    var settings = LinkedInSettings(token: "t", author: "urn:li:person:1", version: "202602")
    settings.tokenExpires = instant("2026-05-01T00:00:00Z")
    let ends = LinkedInExecutor(settings, transport: transport).expiries
    #expect(ends.map(\.at) == [instant("2027-02-01T00:00:00Z"), instant("2026-05-01T00:00:00Z")])
    var odoo = OdooSettings(baseURL: "https://crm.example", key: "k")
    #expect(OdooExecutor(odoo, transport: transport).expiries.isEmpty)
    odoo.keyExpires = instant("2026-05-01T00:00:00Z")
    #expect(OdooExecutor(odoo, transport: transport).expiries.map(\.at) == [instant("2026-05-01T00:00:00Z")])
  }
}
