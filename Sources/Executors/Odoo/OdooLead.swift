import CEL
import Currencies
import Execution

/// A lead as `crm.lead.load` takes it: columns of text, with the external id that makes loading an upsert.
struct OdooLead: Sendable, Equatable {
  private(set) var fields: [String] = []
  private(set) var values: [Value] = []

  /// The fields of a lead that a step may set. Every name but `currency` is a column of the CRM. `currency` belongs to
  /// `expected_revenue`, which is in minor units.
  static let data: [CELType.Field] = [
    .init(name: "name", type: .nullable(.string)), .init(name: "contact_name", type: .nullable(.string)),
    .init(name: "email_from", type: .nullable(.string)), .init(name: "phone", type: .nullable(.string)),
    .init(name: "partner_name", type: .nullable(.string)), .init(name: "description", type: .nullable(.string)),
    .init(name: "expected_revenue", type: .nullable(.int)), .init(name: "currency", type: .nullable(.string)),
    .init(name: "probability", type: .nullable(.int)), .init(name: "priority", type: .nullable(.int)),
  ]

  private static let texts = ["contact_name", "email_from", "phone", "partner_name", "description"]

  init(
    externalID: String, reference: String, referenceField: String?, stageID: Int64?, data: ValueMap
  ) throws(StepError) {
    let input = StepInput(step: "crm.upsert data", fields: data)
    for name in data.keys.compactMap(\.stringValue) where !Self.data.contains(where: { $0.name == name }) {
      throw StepError(code: "rejected", message: "crm.upsert: data has a field '\(name)', which the step does not know")
    }
    add("id", externalID)
    add("name", try input.optionalString("name") ?? reference)
    add("type", "opportunity")
    if let referenceField { add(referenceField, reference) }
    if let stageID { add("stage_id/.id", String(stageID)) }
    for name in Self.texts {
      if let text = try input.optionalString(name), !text.isEmpty { add(name, text) }
    }
    if let revenue = try input.optionalInt("expected_revenue") {
      guard let currency = Currency(try input.string("currency")) else {
        throw StepError(code: "rejected", message: "crm.upsert: 'currency' does not name a currency of ISO 4217")
      }
      add("expected_revenue", currency.decimal(revenue))
    }
    if let probability = try input.optionalInt("probability") { add("probability", String(probability)) }
    if let priority = try input.optionalInt("priority") {
      guard (0...3).contains(priority) else {
        throw StepError(code: "rejected", message: "crm.upsert: 'priority' is \(priority), expected 0 to 3 stars")
      }
      add("priority", String(priority))
    }
  }

  private mutating func add(_ field: String, _ value: String) {
    fields.append(field)
    values.append(.string(value))
  }

  var parameters: Value { ["fields": .list(fields.map(Value.string)), "data": .list([.list(values)])] }
}
