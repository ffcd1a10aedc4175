public import Storage

enum ClaimQuery: Int, Query {
  case overlapping, on, ofFamily, put, remove

  static var slot: TableSlot { .claims }
  var sql: String {
    switch self {
    case .overlapping:
      """
      SELECT family, starts, ends FROM claims INDEXED BY claims_resource
      WHERE resource = ?1 AND ends > ?2 AND starts < ?3
      """
    case .on:
      """
      SELECT family, name, resource, starts, ends FROM claims INDEXED BY claims_resource
      WHERE resource = ?1 AND ends > ?2 AND starts < ?3 ORDER BY ends, starts, family, name LIMIT ?4
      """
    case .ofFamily: "SELECT family, name, resource, starts, ends FROM claims WHERE family = ?1 ORDER BY name"
    case .put:
      """
      INSERT INTO claims (family, name, resource, starts, ends) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT DO UPDATE SET resource = excluded.resource, starts = excluded.starts, ends = excluded.ends
      """
    case .remove: "DELETE FROM claims WHERE family = ?1 AND name = ?2"
    }
  }

  static func record(_ row: Statement) -> ClaimRecord {
    ClaimRecord(
      family: FamilyID(rawValue: row.int()), name: row.text(), resource: row.text(), from: row.int(), to: row.int())
  }
}

extension SQLiteReader {
  /// Reads the overlapping claims over the index by resource and end.
  public func mostClaims(
    on resource: String, from: StoredInstant, to: StoredInstant, excluding families: Set<FamilyID>
  ) throws(StoreError) -> Int {
    let statement = try read(ClaimQuery.overlapping).bind(resource).bind(from).bind(to)
    let overlapping: [(family: FamilyID, interval: ClaimOverlap.Interval)] = try statement.all {
      (family: FamilyID(rawValue: $0.int()), interval: (from: $0.int(), to: $0.int()))
    }
    let counted = overlapping.filter { !families.contains($0.family) }.map(\.interval)
    return ClaimOverlap.most(of: counted, within: (from, to))
  }

  /// Reads the overlapping claims in the order of the index by resource and end.
  public func claims(
    on resource: String, from: StoredInstant, to: StoredInstant, limit: Int
  ) throws(StoreError) -> [ClaimRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "claims")
    return try read(ClaimQuery.on).bind(resource).bind(from).bind(to).bind(Int64(limit)).all(ClaimQuery.record)
  }

  /// Reads the claims by the primary key.
  public func claims(of family: FamilyID) throws(StoreError) -> [ClaimRecord] {
    try read(ClaimQuery.ofFamily).bind(family.rawValue).all(ClaimQuery.record)
  }
}

extension SQLiteWriter {
  func putClaim(_ record: ClaimRecord) throws(StoreError) {
    try write(ClaimQuery.put).bind(record.family.rawValue).bind(record.name).bind(record.resource)
      .bind(record.from).bind(record.to).run()
  }

  func removeClaim(family: FamilyID, name: String) throws(StoreError) {
    try write(ClaimQuery.remove).bind(family.rawValue).bind(name).run()
  }
}
