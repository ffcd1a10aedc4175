import CEL
import Execution

/// A lead as `crm.lead.load` takes it: columns of text, with the external id that makes loading an upsert.
struct OdooLead: Sendable, Equatable {
  private(set) var fields: [String] = []
  private(set) var values: [Value] = []

  /// Fields of `data` and the lead's columns for them. Others that begin with `x_` (the CRM's own) are taken over as they are.
  private static let columns = [
    ("client_name", "contact_name"), ("client_email", "email_from"), ("client_phone", "phone"),
    ("company", "partner_name"), ("description", "description"),
  ]

  init(
    externalID: String, reference: String, referenceField: String?, stageID: Int64?, data: ValueMap
  ) throws(StepError) {
    add("id", externalID)
    let name = data["name"]?.stringValue ?? data["service"]?.stringValue.map { "\($0) \(reference)" } ?? reference
    add("name", name)
    add("type", "opportunity")
    if let referenceField { add(referenceField, reference) }
    if let stageID { add("stage_id/.id", String(stageID)) }
    for (key, column) in Self.columns {
      if let text = data[key]?.stringValue, !text.isEmpty { add(column, text) }
    }
    if let price = data["price"]?.intValue { add("expected_revenue", Self.major(price)) }
    if let probability = data["probability"]?.intValue { add("probability", String(probability)) }
    for entry in data.entries {
      guard let key = entry.key.stringValue, key.hasPrefix("x_"), key != referenceField else { continue }
      guard ProviderIdentifier.isValid(key) else {
        throw StepError(code: "rejected", message: "crm.upsert: data holds a field that is no name of a column")
      }
      if let text = entry.value.stringValue ?? entry.value.intValue.map({ String($0) }) { add(key, text) }
    }
  }

  private mutating func add(_ field: String, _ value: String) {
    fields.append(field)
    values.append(.string(value))
  }

  var parameters: Value { ["fields": .list(fields.map(Value.string)), "data": .list([.list(values)])] }

  /// 15000 minor units are `150.00`: the pipeline's currencies have two places.
  static func major(_ minor: Int64) -> String {
    let digits = String(minor.magnitude)
    let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return "\(minor < 0 ? "-" : "")\(padded.dropLast(2)).\(padded.suffix(2))"
  }
}
