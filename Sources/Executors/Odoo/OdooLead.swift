import CEL
import Currencies
import Execution

/// A lead as `crm.lead.load` takes it: columns of text, with the external id that makes loading an upsert.
struct OdooLead: Sendable, Equatable {
  private(set) var fields: [String] = []
  private(set) var values: [Value] = []

  /// The fields of a lead that a step may set. Most are columns of the CRM. `currency` belongs to `expected_revenue`, which
  /// is in minor units; `owner` is the login of the user whose the lead is; `source`, `medium` and `campaign` say where it
  /// came from; `partner` is the person behind it; `custom` holds fields of the CRM's own, by the names of `executors.odoo.fields`.
  static let data: [CELType.Field] = [
    .init(name: "name", type: .nullable(.string)), .init(name: "contact_name", type: .nullable(.string)),
    .init(name: "email_from", type: .nullable(.string)), .init(name: "phone", type: .nullable(.string)),
    .init(name: "partner_name", type: .nullable(.string)), .init(name: "description", type: .nullable(.string)),
    .init(name: "expected_revenue", type: .nullable(.int)), .init(name: "currency", type: .nullable(.string)),
    .init(name: "probability", type: .nullable(.int)), .init(name: "priority", type: .nullable(.int)),
    .init(name: "owner", type: .nullable(.string)), .init(name: "source", type: .nullable(.string)),
    .init(name: "medium", type: .nullable(.string)), .init(name: "campaign", type: .nullable(.string)),
    .init(name: "partner", type: .nullable(.object(OdooPartner.data))),
  ]

  /// The fields of `data`, with those of the CRM's own in `custom`. Where their names are known, any other is unknown.
  static func data(custom names: [String]?) -> [CELType.Field] {
    let custom: CELType =
      names.map { .object($0.map { CELType.Field(name: $0, type: .nullable(.string)) }) }
      ?? .map(.string, .nullable(.string))
    return data + [.init(name: "custom", type: .nullable(custom))]
  }

  /// The columns of records that the CRM keeps, by the names of `data`.
  static let records: [(name: String, kind: OdooNames.Kind, column: String)] = [
    ("owner", .owner, "user_id"), ("source", .source, "source_id"), ("medium", .medium, "medium_id"),
    ("campaign", .campaign, "campaign_id"),
  ]

  private static let texts = ["contact_name", "email_from", "phone", "partner_name", "description"]

  /// - Parameters:
  ///   - referenceField: the column for the booking's reference; nil for a stock CRM.
  ///   - ids: the numbers of the records that the data name, by column.
  ///   - custom: the columns of the CRM's own fields by our names.
  init(
    externalID: String, reference: String, referenceField: String?, ids: [(column: String, id: Int64)], data: ValueMap,
    custom: [String: String] = [:]
  ) throws(StepError) {
    let input = StepInput(step: "crm.upsert data", fields: data)
    for name in data.keys.compactMap(\.stringValue) where !Self.data(custom: nil).contains(where: { $0.name == name }) {
      throw StepError(code: "rejected", message: "crm.upsert: data has a field '\(name)', which the step does not know")
    }
    add("id", externalID)
    add("name", try input.optionalString("name") ?? reference)
    add("type", "opportunity")
    if let referenceField { add(referenceField, reference) }
    for record in ids { add("\(record.column)/.id", String(record.id)) }
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
    for entry in try input.optionalMap("custom")?.entries ?? [] {
      let name = entry.key.stringValue ?? ""
      guard let column = custom[name] else {
        throw StepError(
          code: "unknown_field",
          message: "crm.upsert: 'custom' has '\(name)', for which executors.odoo.fields names no field of the CRM",
          isOurs: true)
      }
      // A text that is empty takes the CRM's value away.
      add(column, entry.value.stringValue ?? "")
    }
  }

  private mutating func add(_ field: String, _ value: String) {
    fields.append(field)
    values.append(.string(value))
  }

  var parameters: Value { ["fields": .list(fields.map(Value.string)), "data": .list([.list(values)])] }
}
