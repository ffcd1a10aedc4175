public import Storage

enum SeenQuery: Int, Query {
  case get, withoutEvent, insert

  static var slot: TableSlot { .seen }
  var sql: String {
    switch self {
    case .get:
      "SELECT source, key_hash, body_hash, inbox, at, verdict FROM seen WHERE source = ?1 AND key_hash = ?2"
    case .withoutEvent:
      """
      SELECT source, key_hash, body_hash, inbox, at, verdict FROM seen
      WHERE inbox <> 0 AND NOT EXISTS (SELECT 1 FROM inbox WHERE id = seen.inbox) ORDER BY source, key_hash LIMIT ?1
      """
    case .insert:
      "INSERT INTO seen (source, key_hash, body_hash, inbox, at, verdict) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    }
  }

  static func record(_ row: Statement) -> SeenRecord {
    SeenRecord(
      source: row.text(), keyHash: row.bytes(), bodyHash: row.bytes(), inbox: InboxID(rawValue: row.int()),
      at: row.int(), verdict: row.bytes())
  }
}

extension SQLiteReader {
  /// Finds the record by its primary key.
  public func seen(source: String, keyHash: [UInt8]) throws(StoreError) -> SeenRecord? {
    try read(SeenQuery.get).bind(source).bind(blob: keyHash).first(SeenQuery.record)
  }

  /// Reads the whole table; meant for a verification.
  public func seenWithoutEvent(limit: Int) throws(StoreError) -> [SeenRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "seen")
    return try read(SeenQuery.withoutEvent).bind(Int64(limit)).all(SeenQuery.record)
  }
}

extension SQLiteWriter {
  func insertSeen(_ record: SeenRecord) throws(StoreError) {
    try write(SeenQuery.insert).bind(record.source).bind(blob: record.keyHash).bind(blob: record.bodyHash)
      .bind(record.inbox.rawValue).bind(record.at).bind(text: record.verdict).run()
  }
}
