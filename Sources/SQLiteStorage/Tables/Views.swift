public import Storage

enum ViewQuery: Int, Query {
  case liveFamilies, any, ofFamily, set, remove

  static var slot: TableSlot { .views }
  var sql: String {
    switch self {
    // Families that have ended, which only grow in number, are not in the index.
    case .liveFamilies:
      """
      SELECT f.id, f.workflow, f.bundle, f.status
      FROM views v INDEXED BY views_live CROSS JOIN families f ON f.id = v.family
      WHERE v.live = 1 AND v.field = ?1 AND v.value = ?2 AND v.family < ?3 ORDER BY v.family DESC LIMIT ?4
      """
    case .any: "SELECT EXISTS (SELECT 1 FROM views WHERE field = ?1 AND value = ?2)"
    case .ofFamily: "SELECT field, value FROM views INDEXED BY views_family WHERE family = ?1 ORDER BY field"
    // An unchanged value writes nothing.
    case .set:
      """
      INSERT INTO views (family, field, value, live)
      VALUES (?1, ?2, ?3, (SELECT status <> 'ended' FROM families WHERE id = ?1))
      ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value
      """
    case .remove: "DELETE FROM views WHERE family = ?1 AND field = ?2"
    }
  }
}

extension SQLiteReader {
  public func liveFamilies(
    whereView field: String, is value: String, before: FamilyID?, limit: Int
  ) throws(StoreError) -> [FamilyPin] {
    try StoreLimits.check(limit, StoreLimits.rows, "families by view")
    return try read(ViewQuery.liveFamilies).bind(field).bind(value).bind(before?.rawValue ?? Int64.max)
      .bind(Int64(limit)).all { row throws(StoreError) in
        FamilyPin(
          id: FamilyID(rawValue: row.int()), workflow: row.text(), bundle: row.text(), status: try row.choice())
      }
  }

  public func views(of family: FamilyID) throws(StoreError) -> [(field: String, value: String)] {
    try read(ViewQuery.ofFamily).bind(family.rawValue).all { (field: $0.text(), value: $0.text()) }
  }

  public func hasFamily(whereView field: String, is value: String) throws(StoreError) -> Bool {
    try read(ViewQuery.any).bind(field).bind(value).first { $0.int() } == 1
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
