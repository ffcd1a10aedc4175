public import Storage

enum ViewQuery: Int, Query {
  case liveFamilies, liveStandings, any, ofFamily, set, remove

  static var slot: TableSlot { .views }
  var sql: String {
    switch self {
    // Ended families, which only grow in number, are another part of the key.
    case .liveFamilies:
      """
      SELECT f.id, f.workflow, f.bundle, f.status
      FROM views v CROSS JOIN families f ON f.id = v.family
      WHERE v.live = 1 AND v.field = ?1 AND v.value = ?2 AND v.family < ?3 ORDER BY v.family DESC LIMIT ?4
      """
    case .liveStandings:
      """
      SELECT f.id, f.workflow, f.bundle, f.status, i.id, i.workflow, i.states
      FROM (
        SELECT family FROM views
        WHERE live = 1 AND field = ?1 AND value = ?2 AND family < ?3 ORDER BY family DESC LIMIT ?4) v
      CROSS JOIN families f ON f.id = v.family
      LEFT JOIN instances i INDEXED BY instances_family ON i.family = f.id AND i.status = 'running'
      ORDER BY f.id DESC, i.id
      """
    case .any: "SELECT EXISTS (SELECT 1 FROM views WHERE live IN (0, 1) AND field = ?1 AND value = ?2)"
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
  /// Walks the part of the primary key without ended families, from the newest.
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

  /// Walks the same part as `liveFamilies` and joins the running machines.
  public func liveStandings(
    whereView field: String, is value: String, before: FamilyID?, limit: Int
  ) throws(StoreError) -> [FamilyStanding] {
    try StoreLimits.check(limit, StoreLimits.rows, "standings by view")
    var standings: [FamilyStanding] = []
    let rows = try read(ViewQuery.liveStandings).bind(field).bind(value).bind(before?.rawValue ?? Int64.max)
      .bind(Int64(limit)).all { row throws(StoreError) in
        let pin = FamilyPin(
          id: FamilyID(rawValue: row.int()), workflow: row.text(), bundle: row.text(), status: try row.choice())
        return (pin, row.optionalInt(), FamilyStanding.Machine(workflow: row.text(), states: row.text()))
      }
    for (pin, instance, machine) in rows {
      if standings.last?.pin.id != pin.id { standings.append(FamilyStanding(pin: pin, machines: [])) }
      // A family without running machines yields one row without a machine.
      if instance != nil { standings[standings.count - 1].machines.append(machine) }
    }
    return standings
  }

  /// Reads the values by the index of families.
  public func views(of family: FamilyID) throws(StoreError) -> [(field: String, value: String)] {
    try read(ViewQuery.ofFamily).bind(family.rawValue).all { (field: $0.text(), value: $0.text()) }
  }

  /// Looks into the primary key, ended families included.
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
