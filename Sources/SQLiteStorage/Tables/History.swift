public import Storage

enum HistoryQuery: Int, Query {
  case page, last, append

  static var slot: TableSlot { .history }
  private static let columns = "family, sequence, at, kind, name, actor, stimulus, trace, hash"

  var sql: String {
    switch self {
    case .page: "SELECT \(Self.columns) FROM history WHERE family = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3"
    case .last: "SELECT \(Self.columns) FROM history WHERE family = ?1 ORDER BY sequence DESC LIMIT 1"
    case .append: "INSERT INTO history (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
    }
  }

  static func record(_ row: Statement) -> HistoryRecord {
    HistoryRecord(
      family: FamilyID(rawValue: row.int()), sequence: row.int(), at: row.int(), kind: row.text(), name: row.text(),
      actor: row.text(), stimulus: row.bytes(), trace: row.bytes(), hash: row.bytes())
  }
}

extension SQLiteReader {
  /// Walks the unique index of (family, sequence) from `after`.
  public func history(of family: FamilyID, after: Int64, limit: Int) throws(StoreError) -> [HistoryRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "history")
    return try read(HistoryQuery.page).bind(family.rawValue).bind(after).bind(Int64(limit)).all(HistoryQuery.record)
  }

  /// Reads the end of the unique index of (family, sequence).
  public func lastHistory(of family: FamilyID) throws(StoreError) -> HistoryRecord? {
    try read(HistoryQuery.last).bind(family.rawValue).first(HistoryQuery.record)
  }
}

extension SQLiteWriter {
  func appendHistory(_ record: HistoryRecord) throws(StoreError) {
    try write(HistoryQuery.append).bind(record.family.rawValue).bind(record.sequence).bind(record.at)
      .bind(record.kind).bind(record.name).bind(record.actor).bind(text: record.stimulus).bind(text: record.trace)
      .bind(blob: record.hash).run()
  }
}
