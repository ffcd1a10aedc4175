import CEL
import Digests
import Encoding
import Execution

/// The client as the CRM's contact (`res.partner`), whom all of their leads share.
struct OdooPartner: Sendable, Equatable {
  /// The fields of a contact that a step may set. `id` is the site's name for the client; without one, the address is
  /// what tells clients apart.
  static let data: [CELType.Field] = [
    .init(name: "id", type: .nullable(.string)), .init(name: "name", type: .string),
    .init(name: "email", type: .string), .init(name: "phone", type: .nullable(.string)),
  ]

  /// The contact's external id. It makes creation an upsert, so that a step that is sent again makes no second one.
  let externalID: String
  let name: String
  let email: String
  let phone: String?

  init(_ data: ValueMap) throws(StepError) {
    let input = StepInput(step: "crm.upsert partner", fields: data)
    for name in data.keys.compactMap(\.stringValue) where !Self.data.contains(where: { $0.name == name }) {
      throw StepError(
        code: "rejected", message: "crm.upsert: partner has a field '\(name)', which the step does not know")
    }
    name = try input.string("name")
    email = try input.string("email")
    phone = try input.optionalString("phone")
    guard !name.isEmpty, !email.isEmpty else {
      throw StepError(code: "rejected", message: "crm.upsert: a partner has a name and an address")
    }
    let id = try input.optionalString("id")
    let subject = id.map { "id \($0)" } ?? "email \(email.lowercased())"
    externalID = "magnetiq.partner_" + Hex.encode(SHA256.hash(Array(subject.utf8)).prefix(16))
  }

  /// The fields of a contact that is created.
  var parameters: Value {
    var row = [("id", externalID), ("name", name), ("email", email)]
    if let phone, !phone.isEmpty { row.append(("phone", phone)) }
    return ["fields": .list(row.map { .string($0.0) }), "data": [.list(row.map { .string($0.1) })]]
  }

  /// The values of the given fields, for a contact that is there; empty ones are left out.
  func values(of fields: Set<OdooSettings.PartnerField>) -> ValueMap {
    var values = ValueMap()
    if fields.contains(.name) { values["name"] = .string(name) }
    if fields.contains(.email) { values["email"] = .string(email) }
    if fields.contains(.phone), let phone, !phone.isEmpty { values["phone"] = .string(phone) }
    return values
  }
}

/// Finds the contact of a lead, or makes one.
struct OdooContacts: Sendable {
  let client: OdooClient
  let request: StepRequest
  let isCancelled: @Sendable () -> Bool

  /// The most calls: for the lead and its contact, for the contact by external id and by address, to create or change it.
  static let calls = 5

  /// Returns the number of the contact that a lead is to have; nil if the lead has one, whom people may have chosen.
  ///
  /// - Parameter lead: the lead's external id.
  func contact(_ partner: OdooPartner, of lead: String) async throws(OdooClient.Stop) -> Int64? {
    // Loading the external id alone changes nothing. Without such a record the CRM misses its name, and makes none.
    if let number = try await load("crm.lead", lead) {
      let rows = try await call("crm.lead", "read", ["ids": [.int(number)], "fields": ["partner_id"]])
      if rows[0]?["partner_id"]?.listValue?.isEmpty == false { return nil }
    }
    if let number = try await known(partner) {
      let values = partner.values(of: client.settings.partnerUpdates)
      if !values.keys.isEmpty {
        _ = try await call("res.partner", "write", ["ids": [.int(number)], "vals": .map(values)])
      }
      return number
    }
    let made = try await call("res.partner", "load", partner.parameters)
    guard let number = made["ids"]?[0]?.intValue else {
      throw OdooClient.Stop(
        outcome: .failed(StepError(code: "rejected", message: "res.partner.load: the CRM refused the contact")))
    }
    return number
  }

  /// The contact by its external id, or a person with the same address whom somebody else has made.
  private func known(_ partner: OdooPartner) async throws(OdooClient.Stop) -> Int64? {
    if let number = try await load("res.partner", partner.externalID) { return number }
    let rows = try await call(
      "res.partner", "search_read",
      [
        "domain": [["email", "=ilike", .string(OdooNote.pattern(partner.email))], ["is_company", "=", false]],
        "fields": ["id"], "limit": 1, "order": "id",
      ])
    return rows[0]?["id"]?.intValue
  }

  private func load(_ model: String, _ externalID: String) async throws(OdooClient.Stop) -> Int64? {
    try await call(model, "load", ["fields": ["id"], "data": [[.string(externalID)]]])["ids"]?[0]?.intValue
  }

  private func call(_ model: String, _ method: String, _ parameters: Value) async throws(OdooClient.Stop) -> Value {
    try await client.call(model, method, parameters, for: request, isCancelled: isCancelled)
  }
}
