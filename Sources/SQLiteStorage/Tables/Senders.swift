public import Storage

enum SenderQuery: Int, Query {
  case origin, counts, setOrigin, count

  static var slot: TableSlot { .senders }
  var sql: String {
    switch self {
    case .origin: "SELECT source FROM origins WHERE family = ?1"
    case .counts:
      "SELECT role, verdict, count, last_at FROM event_counts WHERE family = ?1 ORDER BY role, verdict"
    case .setOrigin: "INSERT INTO origins (family, source) VALUES (?1, ?2)"
    case .count:
      """
      INSERT INTO event_counts (family, role, verdict, count, last_at) VALUES (?1, ?2, ?3, 1, ?4)
      ON CONFLICT DO UPDATE SET count = count + 1, last_at = excluded.last_at
      """
    }
  }
}

extension SQLiteReader {
  /// Finds the origin by its primary key.
  public func origin(of family: FamilyID) throws(StoreError) -> String? {
    try read(SenderQuery.origin).bind(family.rawValue).first { $0.text() }
  }

  /// Reads the counts by the primary key.
  public func eventCounts(of family: FamilyID) throws(StoreError) -> [EventCount] {
    try read(SenderQuery.counts).bind(family.rawValue).all {
      EventCount(role: $0.text(), verdict: $0.text(), count: $0.int(), lastAt: $0.int())
    }
  }
}

extension SQLiteWriter {
  func setOrigin(_ source: String, of family: FamilyID) throws(StoreError) {
    try write(SenderQuery.setOrigin).bind(family.rawValue).bind(source).run()
  }

  func countEvent(of family: FamilyID, role: String, verdict: String, at instant: StoredInstant) throws(StoreError) {
    try write(SenderQuery.count).bind(family.rawValue).bind(role).bind(verdict).bind(instant).run()
  }
}
