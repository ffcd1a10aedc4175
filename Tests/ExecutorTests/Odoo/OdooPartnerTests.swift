import CEL
import Execution
import Secrets
import Testing
import Transport

@testable import Executors

@Suite struct OdooPartnerTests {
  private func upsert(
    _ reference: String, id: String? = nil, name: String = "Anna", email: String = "anna@example.com",
    phone: String? = nil
  ) -> StepRequest {
    var partner: ValueMap = ["name": .string(name), "email": .string(email)]
    if let id { partner["id"] = .string(id) }
    if let phone { partner["phone"] = .string(phone) }
    return stepRequest(
      "crm.upsert",
      [
        "external_id": .string("magnetiq.\(reference)"), "stage": "consultation_booked", "note": nil,
        "data": ["email_from": .string(email), "partner": .map(partner)],
      ], key: "\(reference)/crm/booked/1/g1")
  }

  private func odoo(
    _ sandbox: RunningSandbox, older: Bool = false, updates: Set<OdooSettings.PartnerField> = [], partners: Bool = true
  ) -> OdooExecutor {
    OdooExecutor(
      OdooSettings(
        baseURL: sandbox.url, interface: older ? .jsonRPC(user: "bookings") : .json2, database: "crm",
        key: "odoo-sandbox", partners: partners, partnerUpdates: updates, allowPlaintext: true),
      transport: sandbox.client)
  }

  /// An act of a person in the CRM.
  private func edit(
    _ sandbox: RunningSandbox, _ model: String, _ method: String, _ parameters: Value
  ) async throws -> Value {
    let request = HTTPRequest(
      .post, "\(sandbox.url)/json/2/\(model)/\(method)",
      headers: [("Content-Type", "application/json"), ("Authorization", "bearer odoo-sandbox")],
      body: JSON.encode(parameters), allowPlaintext: true, mayRepeat: true)
    return try JSON.parse(try await sandbox.client.send(request) { false }.get().body)
  }

  private func contacts(_ sandbox: RunningSandbox) async throws -> [Value] {
    try await sandbox.odooRows("res.partner", ["name", "email", "phone"])
  }

  @Test(arguments: [false, true])
  func aClientIsOneContactOfAllTheirLeads(older: Bool) async throws {
    try await RunningSandbox.with { sandbox in
      for reference in ["VLT-1", "VLT-2", "VLT-1"] {
        #expect(await odoo(sandbox, older: older).outcome(upsert(reference, id: "client-7")).brief == "done")
      }
      let contacts = try await contacts(sandbox)
      #expect(contacts.map { $0["name"] } == ["Anna"])
      let leads = try await sandbox.odooRows("crm.lead", ["partner_id"])
      #expect(leads.count == 2)
      #expect(leads.allSatisfy { $0["partner_id"]?[0] == contacts.first?["id"] })
    }
  }

  @Test(arguments: ["res.partner.load", "res.partner.search_read", "crm.lead.load", "crm.lead.read"])
  func aReplyLostAnywhereLeavesOneContact(operation: String) async throws {
    try await RunningSandbox.with { sandbox in
      _ = await odoo(sandbox).outcome(upsert("VLT-1"))
      try await sandbox.fault(operation, "reply_lost")
      _ = await odoo(sandbox).outcome(upsert("VLT-2"))
      #expect(await odoo(sandbox).outcome(upsert("VLT-2")).brief == "done")
      #expect(try await contacts(sandbox).count == 1)
    }
  }

  @Test func aPersonWithTheSameAddressIsTheContact() async throws {
    try await RunningSandbox.with { sandbox in
      let company = try await edit(
        sandbox, "res.partner", "create",
        ["vals_list": [["name": "Example Ltd", "email": "anna@example.com", "is_company": true]]])
      let person = try await edit(
        sandbox, "res.partner", "create", ["vals_list": [["name": "Anna M. Weber", "email": "Anna@Example.com"]]])
      #expect(company[0] != nil && person[0] != nil)
      #expect(await odoo(sandbox).outcome(upsert("VLT-1", id: "client-7")).brief == "done")
      #expect(try await contacts(sandbox).count == 2)
      let leads = try await sandbox.odooRows("crm.lead", ["partner_id"])
      #expect(leads.first?["partner_id"]?[0] == person[0])
    }
  }

  @Test func whatPeopleChangeStaysUnlessTheSettingsSayOtherwise() async throws {
    try await RunningSandbox.with { sandbox in
      #expect(await odoo(sandbox).outcome(upsert("VLT-1", id: "client-7", phone: "1")).brief == "done")
      _ = try await edit(
        sandbox, "res.partner", "write", ["ids": [1], "vals": ["name": "Dr. Anna Weber", "phone": "2"]])
      let next = upsert("VLT-2", id: "client-7", email: "new@example.com", phone: "3")
      #expect(await odoo(sandbox).outcome(next).brief == "done")
      var contact = try await contacts(sandbox).first
      #expect(contact?["name"] == "Dr. Anna Weber" && contact?["phone"] == "2")
      #expect(contact?["email"] == "anna@example.com")
      let last = upsert("VLT-3", id: "client-7", email: "new@example.com", phone: "3")
      #expect(await odoo(sandbox, updates: [.email, .phone]).outcome(last).brief == "done")
      contact = try await contacts(sandbox).first
      #expect(contact?["name"] == "Dr. Anna Weber" && contact?["phone"] == "3")
      #expect(contact?["email"] == "new@example.com")
      #expect(try await contacts(sandbox).count == 1)
    }
  }

  @Test func aLeadKeepsTheContactThatPeopleHaveChosen() async throws {
    try await RunningSandbox.with { sandbox in
      #expect(await odoo(sandbox).outcome(upsert("VLT-1")).brief == "done")
      let other = try await edit(sandbox, "res.partner", "create", ["vals_list": [["name": "Her office"]]])
      _ = try await edit(
        sandbox, "crm.lead", "write", ["ids": [1], "vals": ["partner_id": other[0] ?? .null]])
      #expect(await odoo(sandbox).outcome(upsert("VLT-1")).brief == "done")
      let leads = try await sandbox.odooRows("crm.lead", ["partner_id"])
      #expect(leads.first?["partner_id"]?[1] == "Her office")
    }
  }

  @Test func withoutContactsInTheSettingsNoneIsMadeAndNoRightIsNeeded() async throws {
    try await RunningSandbox.with { sandbox in
      try await sandbox.fault("res.partner.load", "status", ["status": 403])
      let refused = await odoo(sandbox).outcome(upsert("VLT-1"))
      #expect(refused.brief == "retry:forbidden" && refused.isOurs)
      #expect("\(refused)".contains("executors.odoo.partners: false"))
      #expect(await odoo(sandbox, partners: false).outcome(upsert("VLT-1")).brief == "done")
      #expect(try await contacts(sandbox).isEmpty)
    }
  }

  @Test func aContactHasAnAddressAndNoFieldThatTheStepDoesNotKnow() async throws {
    #expect(throws: StepError.self) { try OdooPartner(["name": "Anna", "email": ""]) }
    #expect(throws: StepError.self) { try OdooPartner(["name": "Anna", "email": "a@b.example", "mail": "x"]) }
    let one = try OdooPartner(["name": "Anna", "email": "Anna@example.com"])
    #expect(try one.externalID == OdooPartner(["name": "A.", "email": "anna@EXAMPLE.com"]).externalID)
    #expect(try one.externalID != OdooPartner(["id": "7", "name": "A.", "email": "anna@EXAMPLE.com"]).externalID)
    #expect(OdooExecutor.isExternalID(one.externalID))
  }
}
