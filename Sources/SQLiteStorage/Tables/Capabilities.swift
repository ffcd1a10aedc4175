public import Storage

enum CapabilityQuery: Int, Query {
  case ofFamily, page, insert

  static var slot: TableSlot { .capabilities }
  var sql: String {
    switch self {
    case .ofFamily: "SELECT hash, family, role FROM capabilities WHERE family = ?1 ORDER BY role, hash"
    case .page:
      """
      SELECT hash, family, role FROM capabilities WHERE (family, role, hash) > (?1, ?2, ?3)
      ORDER BY family, role, hash LIMIT ?4
      """
    case .insert: "INSERT INTO capabilities (hash, family, role) VALUES (?1, ?2, ?3)"
    }
  }

  static func record(_ row: Statement) -> CapabilityRecord {
    CapabilityRecord(hash: row.bytes(), family: FamilyID(rawValue: row.int()), role: row.text())
  }
}

extension SQLiteReader {
  /// Walks the family's part of the primary key.
  public func capabilities(of family: FamilyID) throws(StoreError) -> [CapabilityRecord] {
    try read(CapabilityQuery.ofFamily).bind(family.rawValue).all(CapabilityQuery.record)
  }

  /// Walks the primary key from `after`.
  public func capabilities(after: CapabilityRecord?, limit: Int) throws(StoreError) -> [CapabilityRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "capabilities")
    return try read(CapabilityQuery.page).bind(after?.family.rawValue ?? 0).bind(after?.role ?? "")
      .bind(blob: after?.hash ?? []).bind(Int64(limit)).all(CapabilityQuery.record)
  }
}

extension SQLiteWriter {
  func insertCapability(_ record: CapabilityRecord) throws(StoreError) {
    try write(CapabilityQuery.insert).bind(blob: record.hash).bind(record.family.rawValue).bind(record.role).run()
  }
}
