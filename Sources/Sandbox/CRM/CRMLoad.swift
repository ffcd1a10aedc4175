import CEL

extension CRM {
  /// `load(fields, data)`: one transaction that upserts by the external identifier in the column `id`. A row that is
  /// refused undoes all of them and is reported in `messages`.
  mutating func load(_ model: String, fields: [String], data: [[Value]]) -> Value {
    let before = self
    var ids: [Value] = []
    for (number, row) in data.enumerated() {
      do {
        ids.append(.int(try loadRow(model, fields, row)))
      } catch {
        self = before
        return [
          "ids": false, "nextrow": 0,
          "messages": [
            [
              "type": "error", "message": .string(error.message), "record": .int(Int64(number)),
              "rows": ["from": .int(Int64(number)), "to": .int(Int64(number))],
            ]
          ],
        ]
      }
    }
    return ["ids": .list(ids), "messages": [], "nextrow": 0]
  }

  private mutating func loadRow(_ model: String, _ fields: [String], _ row: [Value]) throws(CRMError) -> Int64 {
    guard row.count == fields.count else { throw .wrong("a row has \(row.count) values for \(fields.count) fields") }
    var external: String?
    var id: Int64?
    var values = ValueMap()
    for (field, value) in zip(fields, row) {
      switch field {
      case "id": external = CRMDomain.text(value)
      case ".id": id = value.intValue ?? Int64(CRMDomain.text(value))
      default:
        let (name, resolved) = try resolve(field, value)
        values[name] = resolved
      }
    }
    if let external, !external.isEmpty {
      let full = external.contains(".") ? external : "__import__.\(external)"
      if let known = externals[full] {
        guard known.model == model else {
          throw .wrong("the external identifier \(full) belongs to \(known.model), not to \(model)")
        }
        try update(model, known.id, values)
        return known.id
      }
      try checkRequired(model, values)
      let made = insert(model, values)
      name(full, model, made)
      return made
    }
    if let id {
      try update(model, id, values)
      return id
    }
    try checkRequired(model, values)
    return insert(model, values)
  }

  /// Refuses a new record without what its model requires.
  func checkRequired(_ model: String, _ values: ValueMap) throws(CRMError) {
    for field in Self.required[model] ?? [] where values[field] == nil || values[field] == "" {
      throw .wrong("Missing required value for the field '\(field)' (\(field))")
    }
  }

  private static let required: [String: [String]] = [
    "crm.lead": ["name"], "res.partner": ["name"], "utm.source": ["name"], "utm.medium": ["name"],
    "utm.campaign": ["name"],
    "mail.activity": ["res_model_id", "res_id", "date_deadline"],
  ]

  /// `load` receives texts; numeric columns store numbers.
  private func number(_ field: String, _ value: Value) -> Value {
    if field == "res_id", let id = value.stringValue.flatMap({ Int64($0) }) { return .int(id) }
    guard ["probability", "expected_revenue"].contains(field), let number = value.stringValue.flatMap(Double.init)
    else {
      return value
    }
    return .double(number)
  }

  /// Resolves `stage_id` by name, `stage_id/id` by external identifier, and `stage_id/.id` by number.
  private func resolve(_ field: String, _ value: Value) throws(CRMError) -> (String, Value) {
    let parts = field.split(separator: "/", maxSplits: 1).map(String.init)
    guard let model = Self.relations[parts[0]] else { return (field, number(field, value)) }
    let text = CRMDomain.text(value)
    if text.isEmpty { return (parts[0], false) }
    let found: Int64?
    switch parts.count == 2 ? parts[1] : "" {
    case ".id": found = (value.intValue ?? Int64(text)).flatMap { row(model, $0) == nil ? nil : $0 }
    case "id": found = externals[text].flatMap { $0.model == model ? $0.id : nil }
    default: found = rows(model).first { $0["name"]?.stringValue == text }?["id"]?.intValue
    }
    guard let found else { throw .wrong("No matching record found for '\(text)' in field '\(field)'") }
    return (parts[0], .int(found))
  }
}
