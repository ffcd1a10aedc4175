import Storage

extension MemoryReader {
  func liveFamilies(
    whereView field: String, is value: String, before: FamilyID?, limit: Int
  ) throws(StoreError) -> [FamilyPin] {
    try StoreLimits.check(limit, StoreLimits.rows, "families by view")
    let tables = tables
    let (field, value) = (Text(field), Text(value))
    let end = before?.rawValue ?? .max
    return tables.views
      .values(from: Triple(field, value, .min), while: { $0.a == field && $0.b == value && $0.c < end })
      .reversed().compactMap { tables.families[$0.rawValue] }.filter { $0.status != .ended }.prefix(limit)
      .map { FamilyPin(id: $0.id, workflow: $0.workflow, bundle: $0.bundle, status: $0.status) }
  }

  func liveStandings(
    whereView field: String, is value: String, before: FamilyID?, limit: Int
  ) throws(StoreError) -> [FamilyStanding] {
    try liveFamilies(whereView: field, is: value, before: before, limit: limit).map { pin throws(StoreError) in
      let running = try instances(of: pin.id).filter { $0.status == .running }
      return FamilyStanding(pin: pin, machines: running.map { .init(workflow: $0.workflow, states: $0.states) })
    }
  }

  func views(of family: FamilyID) throws(StoreError) -> [(field: String, value: String)] {
    var found: [(field: String, value: String)] = []
    tables.viewByFamily.walk(from: Pair(family.rawValue, Text(""))) { key, value in
      guard key.a == family.rawValue else { return false }
      found.append((field: key.b.string, value: value))
      return true
    }
    return found
  }

  func hasFamily(whereView field: String, is value: String) throws(StoreError) -> Bool {
    let (field, value) = (Text(field), Text(value))
    return !tables.views
      .values(
        from: Triple(field, value, .min), while: { $0.a == field && $0.b == value }, where: { _ in true }, limit: 1
      )
      .isEmpty
  }
}

extension MemoryWriter {
  func setView(_ family: FamilyID, field: String, value: String?) throws(StoreError) {
    try write("views") { tables throws(StoreError) in
      let key = Pair(family.rawValue, Text(field))
      if value != nil { try tables.requireFamily(family, "views") }
      if let old = tables.viewByFamily[key] { tables.views[Triple(key.b, Text(old), key.a)] = nil }
      tables.viewByFamily[key] = value
      if let value { tables.views[Triple(key.b, Text(value), key.a)] = family }
    }
  }
}
