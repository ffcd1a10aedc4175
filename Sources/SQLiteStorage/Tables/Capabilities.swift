public import Storage

enum CapabilityQuery: Int, Query {
  case get, page, insert

  static var slot: TableSlot { .capabilities }
  var sql: String {
    switch self {
    case .get: "SELECT hash, family, role FROM capabilities WHERE hash = ?1"
    case .page: "SELECT hash, family, role FROM capabilities WHERE hash > ?1 ORDER BY hash LIMIT ?2"
    case .insert: "INSERT INTO capabilities (hash, family, role) VALUES (?1, ?2, ?3)"
    }
  }

  static func record(_ row: Statement) -> CapabilityRecord {
    CapabilityRecord(hash: row.bytes(), family: FamilyID(rawValue: row.int()), role: row.text())
  }
}

extension SQLiteReader {
  /// Finds the capability by its primary key.
  public func capability(hash: [UInt8]) throws(StoreError) -> CapabilityRecord? {
    try read(CapabilityQuery.get).bind(blob: hash).first(CapabilityQuery.record)
  }

  /// Walks the primary key from `after`.
  public func capabilities(after: [UInt8]?, limit: Int) throws(StoreError) -> [CapabilityRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "capabilities")
    return try read(CapabilityQuery.page).bind(blob: after ?? []).bind(Int64(limit)).all(CapabilityQuery.record)
  }
}

extension SQLiteWriter {
  func insertCapability(_ record: CapabilityRecord) throws(StoreError) {
    try write(CapabilityQuery.insert).bind(blob: record.hash).bind(record.family.rawValue).bind(record.role).run()
  }
}
