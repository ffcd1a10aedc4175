import Storage

// Meta, persons, capabilities: tables of a key and a value.

extension MemoryReader {
  func meta(_ key: String) throws(StoreError) -> String? { tables.meta[Text(key)] }

  func person(of family: FamilyID) throws(StoreError) -> [UInt8]? { tables.persons[family.rawValue] ?? nil }

  func capability(hash: [UInt8]) throws(StoreError) -> CapabilityRecord? { tables.capabilities[Bytes(hash)] }

  func capabilities(after: [UInt8]?, limit: Int) throws(StoreError) -> [CapabilityRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "capabilities")
    let first = after.map { Bytes($0 + [0]) }
    return tables.capabilities.values(from: first, limit: limit)
  }
}

extension MemoryWriter {
  func setMeta(_ key: String, _ value: String) throws(StoreError) {
    try write("meta") { $0.meta[Text(key)] = value }
  }

  func removeMeta(_ key: String) throws(StoreError) {
    try write("meta") { $0.meta[Text(key)] = nil }
  }

  func putPerson(of family: FamilyID, data: [UInt8]) throws(StoreError) {
    try write("persons") { tables throws(StoreError) in
      try tables.requireFamily(family, "persons")
      tables.persons[family.rawValue] = .some(.some(data))
    }
  }

  func erasePerson(of family: FamilyID, at instant: StoredInstant) throws(StoreError) {
    try write("persons") { tables in
      if tables.persons[family.rawValue] != nil { tables.persons[family.rawValue] = .some(.none) }
    }
  }

  func insertCapability(_ record: CapabilityRecord) throws(StoreError) {
    try write("capabilities") { tables throws(StoreError) in
      try Self.requireLength(record.hash, 32, "capabilities.hash")
      try tables.requireFamily(record.family, "capabilities")
      guard tables.capabilities[Bytes(record.hash)] == nil else {
        throw StoreError(.constraint, "capabilities: this hash exists; draw another secret")
      }
      tables.capabilities[Bytes(record.hash)] = record
    }
  }
}
