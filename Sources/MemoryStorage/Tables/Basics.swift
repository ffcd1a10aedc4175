import Storage

// These tables have one key and one value: meta, persons, capabilities, senders and records.

extension MemoryReader {
  func meta(_ key: String) throws(StoreError) -> String? { tables.meta[Text(key)] }

  func person(of family: FamilyID) throws(StoreError) -> [UInt8]? { tables.persons[family.rawValue] ?? nil }

  func capabilities(of family: FamilyID) throws(StoreError) -> [CapabilityRecord] {
    tables.capabilities.values(
      from: Triple(family.rawValue, Text(""), Bytes([])), while: { $0.a == family.rawValue })
  }

  func capabilities(after: CapabilityRecord?, limit: Int) throws(StoreError) -> [CapabilityRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "capabilities")
    let first = after.map { Triple($0.family.rawValue, Text($0.role), Bytes($0.hash + [0])) }
    return tables.capabilities.values(from: first, limit: limit)
  }

  func origin(of family: FamilyID) throws(StoreError) -> String? { tables.origins[family.rawValue] }

  func eventCounts(of family: FamilyID) throws(StoreError) -> [EventCount] {
    tables.eventCounts.values(
      from: Triple(family.rawValue, Text(""), Text("")), while: { $0.a == family.rawValue })
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
      let key = Triple(record.family.rawValue, Text(record.role), Bytes(record.hash))
      guard tables.capabilities[key] == nil else {
        throw StoreError(.constraint, "capabilities: the \(record.role) of \(record.family) has this one already")
      }
      tables.capabilities[key] = record
    }
  }

  func setOrigin(_ source: String, of family: FamilyID) throws(StoreError) {
    try write("origins") { tables throws(StoreError) in
      try tables.requireFamily(family, "origins")
      guard tables.origins[family.rawValue] == nil else {
        throw StoreError(.constraint, "origins: family \(family) has an origin; it never changes")
      }
      tables.origins[family.rawValue] = source
    }
  }

  func countEvent(of family: FamilyID, role: String, verdict: String, at instant: StoredInstant) throws(StoreError) {
    try write("event_counts") { tables throws(StoreError) in
      try tables.requireFamily(family, "event_counts")
      let key = Triple(family.rawValue, Text(role), Text(verdict))
      var row = tables.eventCounts[key] ?? EventCount(role: role, verdict: verdict, count: 0, lastAt: instant)
      row.count += 1
      row.lastAt = instant
      tables.eventCounts[key] = row
    }
  }
}

extension MemoryReader {
  func record(kind: String, id: String) throws(StoreError) -> StoredRecord? {
    tables.records[Pair(Text(kind), Text(id))]
  }

  func records(of kind: String, after id: String?, limit: Int) throws(StoreError) -> [StoredRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "records")
    // No text sorts between a text and the same with a zero after it.
    let first = Pair(Text(kind), Text(id.map { $0 + "\0" } ?? ""))
    return tables.records.values(from: first, while: { $0.a == Text(kind) }, limit: limit)
  }

  func log(ofRecord id: String, kind: String) throws(StoreError) -> [RecordLogEntry] {
    let key = Pair(Text(kind), Text(id))
    return tables.recordVersions.values(from: Pair(key, 0), while: { $0.a == key })
  }

  func recordLog(after position: Int64, limit: Int) throws(StoreError) -> [RecordLogEntry] {
    try StoreLimits.check(limit, StoreLimits.rows, "record log")
    let later = tables.recordVersions.values(where: { $0.position > position })
    return Array(later.sorted { $0.position < $1.position }.prefix(limit))
  }

  func lastRecordPosition(of kind: String) throws(StoreError) -> Int64 { tables.lastRecordPositions[Text(kind)] ?? 0 }
}

extension MemoryWriter {
  func putRecord(_ record: StoredRecord, actor: String, reason: String) throws(StoreError) {
    try write("records") { tables throws(StoreError) in
      let key = Pair(Text(record.kind), Text(record.id))
      guard record.version == (tables.records[key]?.version ?? 0) + 1 else {
        throw StoreError(
          .conflict,
          "records: \(record.kind) '\(record.id)' has another version than \(record.version - 1); read it again")
      }
      guard !record.id.isEmpty else { throw StoreError(.constraint, "records: the id is empty; give one") }
      tables.records[key] = record
      tables.lastRecordPosition += 1
      tables.lastRecordPositions[key.a] = tables.lastRecordPosition
      tables.recordVersions[Pair(key, record.version)] = RecordLogEntry(
        position: tables.lastRecordPosition, record: record, actor: actor, reason: reason)
    }
  }

  func dropRecord(kind: String, id: String, version: Int64) throws(StoreError) {
    try write("records") { tables throws(StoreError) in
      let key = Pair(Text(kind), Text(id))
      guard tables.records[key]?.version == version else {
        throw StoreError(.conflict, "records: \(kind) '\(id)' has another version than \(version); read it again")
      }
      tables.records[key] = nil
      for number in 1...version { tables.recordVersions[Pair(key, number)] = nil }
      let first = Pair(Pair(key.a, Text("")), Int64(0))
      let left = tables.recordVersions.values(from: first, while: { $0.a.a == key.a })
      tables.lastRecordPositions[key.a] = left.map(\.position).max()
    }
  }
}
