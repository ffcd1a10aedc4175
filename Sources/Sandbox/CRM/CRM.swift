import CEL
import CivilTime

/// A refused call of the CRM: `{name, message, arguments, context, debug}` with its status.
struct CRMError: Error, Sendable, Equatable {
  var status: Int
  var name: String
  var message: String

  static func missing(_ what: String) -> CRMError {
    CRMError(
      status: 404, name: "odoo.exceptions.MissingError", message: "Record does not exist or has been deleted: \(what)")
  }
  static func wrong(_ message: String) -> CRMError {
    CRMError(status: 422, name: "builtins.ValueError", message: message)
  }
  static func notFound(_ message: String) -> CRMError {
    CRMError(status: 404, name: "werkzeug.exceptions.NotFound", message: message)
  }
  static let unauthorized = CRMError(
    status: 401, name: "werkzeug.exceptions.Unauthorized", message: "Invalid apikey")

  var answer: Answer {
    Answer(
      status: status,
      json: [
        "name": .string(name), "message": .string(message), "arguments": [.string(message)], "context": [:],
        "debug": "Traceback (most recent call last): the sandbox keeps none",
      ])
  }
}

/// The CRM's records by model, and their external identifiers as `ir.model.data` keeps them.
struct CRM: Sendable {
  struct Table: Sendable {
    var rows: [Int64: ValueMap] = [:]
    var order: [Int64] = []
    var next: Int64 = 1
  }

  static let stages = [
    "lead", "qualified", "consultation_booked", "consultation_completed", "proposal_sent", "negotiation", "closed_won",
    "closed_lost",
  ]
  static let models = [
    "crm.lead", "crm.stage", "res.partner", "res.users", "utm.source", "utm.medium", "utm.campaign", "mail.message",
    "mail.activity", "mail.activity.type", "ir.model", "ir.model.data",
  ]
  /// The model that each relational field refers to.
  static let relations = [
    "stage_id": "crm.stage", "partner_id": "res.partner", "parent_id": "res.partner", "user_id": "res.users",
    "source_id": "utm.source", "medium_id": "utm.medium", "campaign_id": "utm.campaign", "res_model_id": "ir.model",
    "activity_type_id": "mail.activity.type",
  ]

  private(set) var tables: [String: Table] = [:]
  /// Maps external identifiers to model and record.
  private(set) var externals: [String: (model: String, id: Int64)] = [:]
  private var externalOf: [String: String] = [:]
  let schema: CRMSchema

  init(customFields: Set<String> = []) {
    schema = CRMSchema(customFields: customFields)
    for model in Self.models { tables[model] = Table() }
    for (index, stage) in Self.stages.enumerated() {
      let number = Int64(index)
      _ = insert(
        "crm.stage", ["name": .string(stage), "sequence": .int(number), "is_won": .bool(stage == "closed_won")])
    }
    // As every installation has them.
    _ = insert("res.users", ["name": "Mitchell Admin", "login": "admin"])
    name("crm.model_crm_lead", "ir.model", insert("ir.model", ["name": "Lead", "model": "crm.lead"]))
    let toDo = insert("mail.activity.type", ["name": "To-Do"])
    name("mail.mail_activity_data_todo", "mail.activity.type", toDo)
  }

  func row(_ model: String, _ id: Int64) -> ValueMap? { tables[model]?.rows[id] }

  /// The records in the order of their creation.
  func rows(_ model: String) -> [ValueMap] {
    guard let table = tables[model] else { return [] }
    return table.order.compactMap { table.rows[$0] }
  }

  mutating func insert(_ model: String, _ values: ValueMap) -> Int64 {
    let id = tables[model]?.next ?? 1
    var row: ValueMap = ["id": .int(id)]
    if model == "crm.lead" {
      row["type"] = "lead"
      row["stage_id"] = 1
      row["probability"] = 0
      row["active"] = true
    }
    for entry in values.entries where entry.key.stringValue != "id" { row[entry.key.stringValue ?? ""] = entry.value }
    if model == "crm.lead" || model == "res.partner" {
      row["display_name"] = row["name"] ?? "/"
    }
    tables[model]?.rows[id] = row
    tables[model]?.order.append(id)
    tables[model]?.next += 1
    return id
  }

  mutating func update(_ model: String, _ id: Int64, _ values: ValueMap) throws(CRMError) {
    guard var row = row(model, id) else { throw .missing("\(model)(\(id),)") }
    for entry in values.entries where entry.key.stringValue != "id" { row[entry.key.stringValue ?? ""] = entry.value }
    tables[model]?.rows[id] = row
  }

  mutating func name(_ external: String, _ model: String, _ id: Int64) {
    externals[external] = (model, id)
    externalOf["\(model),\(id)"] = external
    let parts = external.split(separator: ".", maxSplits: 1).map(String.init)
    _ = insert(
      "ir.model.data",
      [
        "module": .string(parts.count == 2 ? parts[0] : "__import__"), "name": .string(parts.last ?? external),
        "model": .string(model), "res_id": .int(id),
      ])
  }

  /// The external identifier of a record, if it has one.
  func external(_ model: String, _ id: Int64) -> String? { externalOf["\(model),\(id)"] }
}
