import Storage

extension MemoryReader {
  func families(whereView field: String, is value: String, limit: Int) throws(StoreError) -> [FamilyID] {
    try StoreLimits.check(limit, StoreLimits.rows, "families by view")
    let (field, value) = (Text(field), Text(value))
    return tables.views.values(
      from: Triple(field, value, .min), while: { $0.a == field && $0.b == value }, limit: limit)
  }

  func countFamilies(byView field: String) throws(StoreError) -> [(value: String, count: Int64)] {
    let field = Text(field)
    var counts: [(value: String, count: Int64)] = []
    tables.views.walk(from: Triple(field, Text(""), .min)) { key, _ in
      guard key.a == field else { return false }
      if let last = counts.last, Text(last.value) == key.b {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((value: key.b.string, count: 1))
      }
      return true
    }
    return counts
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
