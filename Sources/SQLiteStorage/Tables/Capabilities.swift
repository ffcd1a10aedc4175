public import Storage

enum CapabilityQuery: Int, Query {
  case get, insert

  static var slot: TableSlot { .capabilities }
  var sql: String {
    switch self {
    case .get: "SELECT hash, family, role FROM capabilities WHERE hash = ?1"
    case .insert: "INSERT INTO capabilities (hash, family, role) VALUES (?1, ?2, ?3)"
    }
  }
}

extension SQLiteReader {
  public func capability(hash: [UInt8]) throws(StoreError) -> CapabilityRecord? {
    try read(CapabilityQuery.get).bind(blob: hash).first {
      CapabilityRecord(hash: $0.bytes(), family: FamilyID(rawValue: $0.int()), role: $0.text())
    }
  }
}

extension SQLiteWriter {
  func insertCapability(_ record: CapabilityRecord) throws(StoreError) {
    try write(CapabilityQuery.insert).bind(blob: record.hash).bind(record.family.rawValue).bind(record.role).run()
  }
}
