import CEL
import Execution
import Secrets
import Testing
import Transport

@testable import Executors

@Suite struct OdooSandboxTests {
  private let request = stepRequest(
    "crm.upsert",
    [
      "external_id": "magnetiq.VLT-20260303-AB12", "stage": "consultation_booked", "note": "Paid.",
      "data": [
        "contact_name": "Anna", "email_from": "anna@example.com", "expected_revenue": 15_000, "currency": "EUR",
      ],
    ], key: "VLT-20260303-AB12/crm/booked/1/g1")

  private func leadsAndNotes(_ sandbox: RunningSandbox) async throws -> (leads: [Value], text: String) {
    let leads = try await sandbox.control(.get, "leads").listValue ?? []
    return (leads, JSON.text(.list(leads)))
  }

  @Test(arguments: ["crm.stage.search_read", "crm.lead.load", "mail.message.search_read", "crm.lead.message_post"])
  func aReplyLostAnywhereLeavesOneLeadAndOneNote(operation: String) async throws {
    try await RunningSandbox.with { sandbox in
      let odoo = sandbox.odoo
      try await sandbox.fault(operation, "reply_lost")
      // libcurl repeats a repeatable request by itself when a kept connection was cut; a note is not one.
      let first = await odoo.outcome(request).brief
      let lost = operation.hasSuffix("search_read") ? "retry:connection_lost" : "unknown:connection_lost"
      #expect(first == lost || operation != "crm.lead.message_post" && first == "done")
      let second = await odoo.outcome(request)
      #expect(second.brief == "done")
      #expect(await odoo.outcome(request) == second)
      let (leads, text) = try await leadsAndNotes(sandbox)
      #expect(leads.count == 1)
      #expect(text.contains("consultation_booked"))
      #expect(text.split(separator: "Paid. [VLT-20260303-AB12/crm/booked/1/g1]").count == 2)
    }
  }

  @Test func aNewStageChangesTheSameLead() async throws {
    try await RunningSandbox.with { sandbox in
      let odoo = sandbox.odoo
      let first = await odoo.outcome(request)
      let second = await odoo.outcome(
        stepRequest(
          "crm.upsert",
          ["external_id": "magnetiq.VLT-20260303-AB12", "stage": "consultation_completed", "note": nil, "data": [:]],
          key: "VLT-20260303-AB12/crm/completed/1/g1"))
      #expect(first == second)
      let text = try await leadsAndNotes(sandbox).text
      #expect(text.contains("consultation_completed"))
    }
  }

  @Test func aStockCRMTakesALeadAndSaysWhichFieldItLacks() async throws {
    try await RunningSandbox.with { sandbox in
      #expect(await sandbox.odoo.outcome(request).brief == "done")
      let values = try await leadsAndNotes(sandbox).leads.first?["values"]
      #expect(values?["contact_name"] == "Anna")
      #expect(values?["email_from"] == "anna@example.com")
      #expect(values?["expected_revenue"] == 150.0)
      let settings = OdooSettings(
        baseURL: sandbox.url, key: "odoo-sandbox", referenceField: "x_booking_ref", allowPlaintext: true)
      let refused = await OdooExecutor(settings, transport: sandbox.client).outcome(request)
      #expect(refused.brief == "retry:unknown_field")
      #expect(refused.isOurs && "\(refused)".contains("x_booking_ref"))
    }
  }

  @Test func aLeadHasItsOwnerAndSaysWhereItCameFrom() async throws {
    try await RunningSandbox.with { sandbox in
      for odoo in [sandbox.odoo, sandbox.olderOdoo] {
        var input = request.input
        input["data"] = [
          "owner": "admin", "source": "newsletter", "medium": "email", "campaign": "spring, 2026",
          "contact_name": "Anna",
        ]
        let one = stepRequest("crm.upsert", input, key: request.key)
        #expect(await odoo.outcome(one).brief == "done")
        #expect(await odoo.outcome(one).brief == "done")
      }
      let (leads, text) = try await leadsAndNotes(sandbox)
      #expect(leads.count == 1)
      let values = leads.first?["values"]
      #expect(values?["user_id"] == 1 && values?["source_id"] == 1 && values?["medium_id"] == 1, "\(text)")
      var input = request.input
      input["data"] = ["owner": "nobody@example.org"]
      let refused = await sandbox.odoo.outcome(stepRequest("crm.upsert", input, key: request.key))
      #expect(refused.brief == "retry:unknown_owner" && refused.isOurs)
    }
  }

  @Test func aFieldOfTheCRMsOwnHasANameInTheSettings() async throws {
    try await RunningSandbox.with { sandbox in
      var settings = OdooSettings(
        baseURL: sandbox.url, key: "odoo-sandbox", fields: ["budget": "function"], allowPlaintext: true)
      var input = request.input
      input["data"] = ["custom": ["budget": "50,000"]]
      let one = stepRequest("crm.upsert", input, key: request.key)
      #expect(await OdooExecutor(settings, transport: sandbox.client).outcome(one).brief == "done")
      let values = try await leadsAndNotes(sandbox).leads.first?["values"]
      #expect(values?["function"] == "50,000")
      input["data"] = ["custom": ["budgett": "50,000"]]
      let misspelt = await OdooExecutor(settings, transport: sandbox.client).outcome(
        stepRequest("crm.upsert", input, key: request.key))
      #expect(misspelt.brief == "retry:unknown_field" && misspelt.isOurs)
      settings.fields = ["budget": "x_budget"]
      #expect(await OdooExecutor(settings, transport: sandbox.client).outcome(one).brief == "retry:unknown_field")
    }
  }

  @Test(arguments: [nil, "mail.activity.load", "crm.lead.load"])
  func anActivityIsPlannedOnceOnALeadThatIsThere(lost: String?) async throws {
    try await RunningSandbox.with { sandbox in
      let activity = stepRequest(
        "crm.activity",
        [
          "external_id": "magnetiq.VLT-20260303-AB12", "summary": "Call Anna", "note": "She was unhappy.",
          "due": .timestamp(instant("2026-03-12T23:30:00Z")), "owner": "admin",
        ], key: "VLT-20260303-AB12/crm/call/1/g1")
      #expect(await sandbox.odoo.outcome(activity).brief == "failed:rejected", "there is no lead yet")
      #expect(await sandbox.odoo.outcome(request).brief == "done")
      if let lost { try await sandbox.fault(lost, "reply_lost") }
      let first = await sandbox.odoo.outcome(activity)
      if lost == nil { #expect(first.brief == "done", "\(first)") }
      let second = await sandbox.olderOdoo.outcome(activity)
      #expect(second.brief == "done", "\(second)")
      let rows = try await sandbox.odooRows("mail.activity", ["summary", "date_deadline", "res_id"])
      #expect(rows.count == 1)
      #expect(rows.first?["res_id"] == 1)
      #expect(rows.first?["summary"] == "Call Anna" && rows.first?["date_deadline"] == "2026-03-12")
    }
  }

  @Test func aServerInTroubleDiffersFromOneThatRefuses() async throws {
    try await RunningSandbox.with { sandbox in
      for (status, expected) in [
        (500, "unknown:provider_error"), (429, "retry:rate_limited"), (403, "retry:forbidden"),
      ] {
        try await sandbox.fault("crm.lead.load", "status", ["status": .int(Int64(status))])
        #expect(await sandbox.odoo.outcome(request).brief == expected)
      }
    }
  }

  @Test func theOlderInterfaceWritesTheSameLead() async throws {
    try await RunningSandbox.with { sandbox in
      let first = await sandbox.olderOdoo.outcome(request)
      #expect(first.brief == "done")
      #expect(await sandbox.odoo.outcome(request) == first, "the external id and the note's marker are the same")
      let (leads, text) = try await leadsAndNotes(sandbox)
      #expect(leads.count == 1)
      #expect(text.split(separator: "Paid. [VLT-20260303-AB12/crm/booked/1/g1]").count == 2)
    }
  }

  @Test func anErrorInsideASuccessIsAnError() async throws {
    try await RunningSandbox.with { sandbox in
      var settings = OdooSettings(
        baseURL: sandbox.url, interface: .jsonRPC(user: "bookings"), database: "crm", key: "wrong", allowPlaintext: true
      )
      #expect(await OdooExecutor(settings, transport: sandbox.client).outcome(request).brief == "retry:unauthorized")
      settings.key = "odoo-sandbox"
      settings.referenceField = "x_booking_ref"
      #expect(await OdooExecutor(settings, transport: sandbox.client).outcome(request).brief == "retry:unknown_field")
      settings.referenceField = nil
      settings.stages = ["consultation_booked": "Nowhere"]
      #expect(await OdooExecutor(settings, transport: sandbox.client).outcome(request).brief == "retry:unknown_stage")
      try await sandbox.fault("crm.lead.load", "reply_lost")
      let lost = await sandbox.olderOdoo.outcome(request).brief
      #expect(lost == "unknown:connection_lost" || lost == "done")
      #expect(await sandbox.olderOdoo.outcome(request).brief == "done")
    }
  }
}
