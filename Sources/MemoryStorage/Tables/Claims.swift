import Storage

extension MemoryReader {
  func mostClaims(
    on resource: String, from: StoredInstant, to: StoredInstant, excluding families: Set<FamilyID>
  ) throws(StoreError) -> Int {
    let resource = Text(resource)
    let others = tables.claims.values(where: { Text($0.resource) == resource && !families.contains($0.family) })
    return ClaimOverlap.most(of: others.map { ($0.from, $0.to) }, within: (from, to))
  }

  func claims(
    on resource: String, from: StoredInstant, to: StoredInstant, limit: Int
  ) throws(StoreError) -> [ClaimRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "claims")
    let resource = Text(resource)
    let found = tables.claims.values(where: { Text($0.resource) == resource && $0.to > from && $0.from < to })
    return Array(
      found.sorted { ($0.to, $0.from, $0.family, Text($0.name)) < ($1.to, $1.from, $1.family, Text($1.name)) }.prefix(
        limit))
  }

  func claims(of family: FamilyID) throws(StoreError) -> [ClaimRecord] {
    tables.claims.values(from: Pair(family.rawValue, Text("")), while: { $0.a == family.rawValue })
  }
}

extension MemoryWriter {
  func putClaim(_ record: ClaimRecord) throws(StoreError) {
    try write("claims") { tables throws(StoreError) in
      try tables.requireFamily(record.family, "claims")
      guard record.from < record.to else {
        throw StoreError(.constraint, "claim \(record.name): from \(record.from) is not before to \(record.to)")
      }
      tables.claims[Pair(record.family.rawValue, Text(record.name))] = record
    }
  }

  func removeClaim(family: FamilyID, name: String) throws(StoreError) {
    try write("claims") { $0.claims[Pair(family.rawValue, Text(name))] = nil }
  }
}
