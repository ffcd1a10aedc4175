public import Storage

enum MetaQuery: Int, Query {
  case get, set, remove

  static var slot: TableSlot { .meta }
  var sql: String {
    switch self {
    case .get: "SELECT value FROM meta WHERE key = ?1"
    case .set: "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    case .remove: "DELETE FROM meta WHERE key = ?1"
    }
  }
}

extension SQLiteReader {
  /// Finds the value by its primary key.
  public func meta(_ key: String) throws(StoreError) -> String? {
    try read(MetaQuery.get).bind(key).first { $0.text() }
  }
}

extension SQLiteWriter {
  func setMeta(_ key: String, _ value: String) throws(StoreError) {
    try write(MetaQuery.set).bind(key).bind(value).run()
  }

  func removeMeta(_ key: String) throws(StoreError) {
    if try write(MetaQuery.remove).bind(key).run() > 0 { cutLogWhenIdle() }
  }
}

extension SQLiteReader {
  /// Finds the record by its primary key.
  public func record(kind: String, id: String) throws(StoreError) -> StoredRecord? {
    try read(RecordQuery.get).bind(kind).bind(id).first(RecordQuery.record)
  }

  /// Reads the records in the order of the primary key.
  public func records(of kind: String, after id: String?, limit: Int) throws(StoreError) -> [StoredRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "records")
    return try read(RecordQuery.ofKind).bind(kind).bind(id ?? "").bind(Int64(limit)).all(RecordQuery.record)
  }

  /// Reads the versions in the order of their index.
  public func log(ofRecord id: String, kind: String) throws(StoreError) -> [RecordLogEntry] {
    try read(RecordQuery.log).bind(kind).bind(id).all(RecordQuery.entry)
  }

  /// Reads the entries in the order of the primary key.
  public func recordLog(after position: Int64, limit: Int) throws(StoreError) -> [RecordLogEntry] {
    try StoreLimits.check(limit, StoreLimits.rows, "record log")
    return try read(RecordQuery.page).bind(position).bind(Int64(limit)).all(RecordQuery.entry)
  }

  /// Reads the end of the index by kind.
  public func lastRecordPosition(of kind: String) throws(StoreError) -> Int64 {
    try read(RecordQuery.last).bind(kind).first { $0.int() } ?? 0
  }
}

extension SQLiteWriter {
  func putRecord(_ record: StoredRecord, actor: String, reason: String) throws(StoreError) {
    let query = record.version == 1 ? RecordQuery.insert : RecordQuery.update
    let changed = try write(query).bind(record.kind).bind(record.id).bind(record.version).bind(text: record.body)
      .bind(record.at).run()
    guard changed == 1 else {
      throw StoreError(
        .conflict,
        "records: \(record.kind) '\(record.id)' has another version than \(record.version - 1); read it again")
    }
    try write(RecordQuery.append).bind(record.kind).bind(record.id).bind(record.version).bind(text: record.body)
      .bind(record.at).bind(actor).bind(reason).run()
  }

  /// `secure_delete` overwrites the old bytes in the file's pages; the log is cut when there is time.
  func dropRecord(kind: String, id: String, version: Int64) throws(StoreError) {
    guard try write(RecordQuery.drop).bind(kind).bind(id).bind(version).run() == 1 else {
      throw StoreError(.conflict, "records: \(kind) '\(id)' has another version than \(version); read it again")
    }
    try write(RecordQuery.dropLog).bind(kind).bind(id).run()
    cutLogWhenIdle()
  }
}
