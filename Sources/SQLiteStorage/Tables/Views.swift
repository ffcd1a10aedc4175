public import Storage

enum ViewQuery: Int, Query {
  case families, count, set, remove

  static var slot: TableSlot { .views }
  var sql: String {
    switch self {
    case .families: "SELECT family FROM views WHERE field = ?1 AND value = ?2 ORDER BY family LIMIT ?3"
    case .count: "SELECT value, count(*) FROM views WHERE field = ?1 GROUP BY value ORDER BY value"
    // An unchanged value writes nothing.
    case .set:
      """
      INSERT INTO views (family, field, value) VALUES (?1, ?2, ?3)
      ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value
      """
    case .remove: "DELETE FROM views WHERE family = ?1 AND field = ?2"
    }
  }
}

extension SQLiteReader {
  public func families(whereView field: String, is value: String, limit: Int) throws(StoreError) -> [FamilyID] {
    try StoreLimits.check(limit, StoreLimits.rows, "families by view")
    return try read(ViewQuery.families).bind(field).bind(value).bind(Int64(limit)).all { FamilyID(rawValue: $0.int()) }
  }

  public func countFamilies(byView field: String) throws(StoreError) -> [(value: String, count: Int64)] {
    try read(ViewQuery.count).bind(field).all { (value: $0.text(), count: $0.int()) }
  }
}

extension SQLiteWriter {
  func setView(_ family: FamilyID, field: String, value: String?) throws(StoreError) {
    if let value {
      try write(ViewQuery.set).bind(family.rawValue).bind(field).bind(value).run()
    } else {
      try write(ViewQuery.remove).bind(family.rawValue).bind(field).run()
    }
  }
}
