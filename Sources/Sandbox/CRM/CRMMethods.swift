import CEL

extension CRM {
  /// Returns the method's result; recordsets are lists of numbers.
  mutating func perform(_ model: String, _ method: String, _ arguments: ValueMap, now: String) throws(CRMError) -> Value
  {
    guard Self.models.contains(model) else { throw .notFound("the model '\(model)' does not exist") }
    switch method {
    case "load":
      let fields = (arguments["fields"]?.listValue ?? []).compactMap(\.stringValue)
      guard !fields.isEmpty, let data = arguments["data"]?.listValue else {
        throw .wrong("missing a required argument: 'fields' and 'data'")
      }
      try schema.checkColumns(fields, model)
      return load(model, fields: fields, data: data.map { $0.listValue ?? [] })
    case "create":
      let list = arguments["vals_list"]?.listValue ?? arguments["vals_list"].map { [$0] } ?? []
      let rows = list.compactMap(\.mapValue)
      guard !rows.isEmpty, rows.count == list.count else { throw .wrong("missing a required argument: 'vals_list'") }
      for row in rows {
        try schema.checkFields(row.keys.compactMap(\.stringValue), model)
        try checkRelations(row, model)
        try checkRequired(model, row)
      }
      var ids: [Value] = []
      for row in rows { ids.append(.int(insert(model, row))) }
      return .list(ids)
    case "write":
      guard let values = arguments["vals"]?.mapValue else { throw .wrong("missing a required argument: 'vals'") }
      try schema.checkFields(values.keys.compactMap(\.stringValue), model)
      try checkRelations(values, model)
      let ids = try ids(arguments)
      for id in ids where row(model, id) == nil { throw .missing("\(model)(\(id),)") }
      for id in ids { try update(model, id, values) }
      return true
    case "read":
      try schema.checkFields(fields(arguments) ?? [], model)
      var out: [Value] = []
      for id in try ids(arguments) {
        guard let row = row(model, id) else { throw .missing("\(model)(\(id),)") }
        out.append(render(row, fields(arguments)))
      }
      return .list(out)
    case "fields_get":
      return .map(schema.fields(of: model).sorted().reduce(into: ValueMap()) { $0[$1] = ["type": "char"] })
    case "search": return .list(try search(model, arguments).map { $0["id"] ?? 0 })
    case "search_count": return json(try search(model, arguments).count)
    case "search_read":
      let wanted = fields(arguments)
      try schema.checkFields(wanted ?? [], model)
      return .list(try search(model, arguments).map { render($0, wanted) })
    // The key's user is the administrator.
    case "has_access", "check_access_rights":
      guard let operation = arguments["operation"]?.stringValue,
        ["read", "write", "create", "unlink"].contains(operation)
      else { throw .wrong("missing a required argument: 'operation'") }
      return true
    case "message_post": return try post(model, arguments, now)
    default: throw .notFound("the method '\(model).\(method)' does not exist")
    }
  }

  /// A relation is written as the number of a record that is there, or as `false`; anything else is refused as Odoo refuses
  /// it.
  private func checkRelations(_ values: ValueMap, _ model: String) throws(CRMError) {
    for entry in values.entries {
      guard let field = entry.key.stringValue, let other = Self.relations[field] else { continue }
      switch entry.value {
      case .bool(false), .null: break
      case .int(let id) where row(other, id) != nil: break
      case .int:
        throw CRMError(
          status: 422, name: "odoo.exceptions.ValidationError",
          message:
            "The operation cannot be completed: another model requires the record being deleted, or '\(field)' names none"
        )
      case let value: throw .wrong("Wrong value for \(model).\(field): \(JSON.text(value))")
      }
    }
  }

  private mutating func post(_ model: String, _ arguments: ValueMap, _ now: String) throws(CRMError) -> Value {
    guard let body = arguments["body"]?.stringValue else { throw .wrong("missing a required argument: 'body'") }
    let ids = try ids(arguments)
    guard ids.count == 1, row(model, ids[0]) != nil else {
      throw .wrong("Expected singleton: \(model)\(ids)")
    }
    let message = insert(
      "mail.message",
      [
        "model": .string(model), "res_id": .int(ids[0]), "body": .string(body),
        "subject": arguments["subject"] ?? false, "message_type": arguments["message_type"] ?? "notification",
        "date": .string(now),
      ])
    return [.int(message)]
  }

  private func ids(_ arguments: ValueMap) throws(CRMError) -> [Int64] {
    guard let ids = arguments["ids"]?.listValue?.compactMap(\.intValue), !ids.isEmpty else {
      throw .wrong("missing a required argument: 'ids'")
    }
    return ids
  }

  private func fields(_ arguments: ValueMap) -> [String]? {
    let fields = (arguments["fields"]?.listValue ?? []).compactMap(\.stringValue)
    return fields.isEmpty ? nil : fields
  }

  private func search(_ model: String, _ arguments: ValueMap) throws(CRMError) -> [ValueMap] {
    let domain = arguments["domain"]?.listValue ?? []
    // A malformed domain is refused even if there is no record to search.
    _ = try CRMDomain.matches(ValueMap(), domain)
    try schema.checkDomain(domain, model)
    var found: [ValueMap] = []
    for row in rows(model) where try CRMDomain.matches(row, domain) { found.append(row) }
    if arguments["order"]?.stringValue?.hasSuffix("desc") == true { found.reverse() }
    let offset = Int(clamping: max(0, arguments["offset"]?.intValue ?? 0))
    let limit = arguments["limit"]?.intValue.map { Int(clamping: max(0, $0)) } ?? .max
    return Array(found.dropFirst(offset).prefix(limit))
  }

  /// Relations are `[number, name]`; an unset field is `false`.
  private func render(_ row: ValueMap, _ fields: [String]?) -> Value {
    var out: ValueMap = ["id": row["id"] ?? 0]
    let names = fields ?? row.keys.compactMap(\.stringValue)
    for name in names where name != "id" {
      let value = row[name] ?? false
      if let model = Self.relations[name], let id = value.intValue, let other = self.row(model, id) {
        out[name] = [.int(id), other["name"] ?? ""]
      } else {
        out[name] = value
      }
    }
    return .map(out)
  }
}
