public import Storage

enum FamilyQuery: Int, Query {
  case byID, byKey, idByKey, liveBundles, insert, insertStart, update, updateStatus

  static var slot: TableSlot { .families }
  static let columns =
    "f.id, f.key, f.workflow, f.bundle, f.version, f.status, s.body, f.body, f.created_at, "
    + "max(f.updated_at, coalesce((SELECT h.at FROM history h WHERE h.family = f.id ORDER BY h.sequence DESC LIMIT 1), 0))"
  /// A family without its start is read with an empty one and cannot be stepped; it does not vanish.
  private static let joined = "families f LEFT JOIN family_starts s ON s.family = f.id"

  var sql: String {
    switch self {
    case .byID: "SELECT \(Self.columns) FROM \(Self.joined) WHERE f.id = ?1"
    case .byKey: "SELECT \(Self.columns) FROM \(Self.joined) WHERE f.key = ?1"
    case .idByKey: "SELECT id FROM families WHERE key = ?1"
    // Each pair takes one or two look-ups in the index; the families between two pairs are not read.
    case .liveBundles:
      """
      WITH RECURSIVE live (bundle, workflow) AS (
        SELECT * FROM (
          SELECT f.bundle, f.workflow FROM families f INDEXED BY families_live WHERE f.status <> 'ended'
          ORDER BY f.bundle, f.workflow LIMIT 1)
        UNION ALL
        SELECT f.bundle, f.workflow FROM live l CROSS JOIN families f ON f.id = coalesce(
          (SELECT n.id FROM families n INDEXED BY families_live
            WHERE n.status <> 'ended' AND n.bundle = l.bundle AND n.workflow > l.workflow ORDER BY n.workflow LIMIT 1),
          (SELECT n.id FROM families n INDEXED BY families_live
            WHERE n.status <> 'ended' AND n.bundle > l.bundle ORDER BY n.bundle, n.workflow LIMIT 1))
      )
      SELECT bundle, workflow FROM live
      """
    case .insert:
      """
      INSERT INTO families (key, workflow, bundle, version, status, body, created_at, updated_at)
      VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7)
      """
    case .insertStart: "INSERT INTO family_starts (family, body) VALUES (?1, ?2)"
    // Setting a status writes the indexes of it anew, even if it is the same.
    case .update:
      """
      UPDATE families SET version = version + 1, body = ?2, updated_at = ?3
      WHERE id = ?4 AND version = ?5 AND status = ?1
      """
    case .updateStatus:
      """
      UPDATE families SET version = version + 1, status = ?1, body = ?2, updated_at = ?3 WHERE id = ?4 AND version = ?5
      """
    }
  }

  /// The parts of the table of views that hold the families of a filter; [nil] if the filter has no view.
  static func parts(_ filter: FamilyFilter) -> [Bool?] {
    if filter.view == nil { return [nil] }
    return switch filter.status {
    case .ended: [false]
    case .running, .stopped: [true]
    case nil: [false, true]
    }
  }

  /// Builds the list that a filter selects. Values are bound in the order view field, view value, after, workflows,
  /// limit.
  ///
  /// - Parameter isLive: the part of the table of views that is walked.
  static func list(_ filter: FamilyFilter, isLive: Bool?) -> String {
    var sql = "SELECT \(columns) FROM "
    // The list walks the smaller side in order of id: the families of one view value, the stopped ones, or all.
    if let isLive {
      sql += "views v CROSS JOIN families f ON f.id = v.family LEFT JOIN family_starts s ON s.family = f.id"
      sql += " WHERE v.live = \(isLive ? 1 : 0) AND v.field = ? AND v.value = ? AND v.family > ?"
    } else {
      let index = filter.status == .stopped ? " INDEXED BY families_stopped" : ""
      sql += "families f\(index) LEFT JOIN family_starts s ON s.family = f.id WHERE f.id > ?"
    }
    if let status = filter.status { sql += " AND f.status = '\(status.rawValue)'" }
    if let workflows = filter.workflows {
      sql += " AND f.workflow IN (\(workflows.map { _ in "?" }.joined(separator: ", ")))"
    }
    return sql + " ORDER BY \(isLive == nil ? "f.id" : "v.family") LIMIT ?"
  }

  static func record(_ row: Statement) throws(StoreError) -> FamilyRecord {
    FamilyRecord(
      id: FamilyID(rawValue: row.int()), key: row.text(), workflow: row.text(), bundle: row.text(), version: row.int(),
      status: try row.choice(), start: row.bytes(), body: row.bytes(), createdAt: row.int(), updatedAt: row.int())
  }
}

extension SQLiteReader {
  /// Finds the family by its primary key.
  public func family(_ id: FamilyID) throws(StoreError) -> FamilyRecord? {
    try read(FamilyQuery.byID).bind(id.rawValue).first(FamilyQuery.record)
  }

  /// Finds the id in the unique index of keys, which holds it.
  public func familyID(key: String) throws(StoreError) -> FamilyID? {
    try read(FamilyQuery.idByKey).bind(key).first { FamilyID(rawValue: $0.int()) }
  }

  /// Finds the family by the unique index of keys.
  public func family(key: String) throws(StoreError) -> FamilyRecord? {
    try read(FamilyQuery.byKey).bind(key).first(FamilyQuery.record)
  }

  /// Walks the families of the view value, if the filter has one, live and ended ones apart; otherwise the stopped
  /// families, or all.
  public func families(_ filter: FamilyFilter) throws(StoreError) -> [FamilyRecord] {
    try StoreLimits.check(filter.limit, StoreLimits.families, "families")
    var found: [FamilyRecord] = []
    let parts = FamilyQuery.parts(filter)
    for part in parts {
      let statement = try read(composed: FamilyQuery.list(filter, isLive: part), name: "families.list")
      if let view = filter.view { statement.bind(view.field).bind(view.value) }
      statement.bind(filter.after?.rawValue ?? Int64.min)
      for workflow in filter.workflows ?? [] { statement.bind(workflow) }
      found += try statement.bind(Int64(filter.limit)).all(FamilyQuery.record)
    }
    return parts.count == 1 ? found : Array(found.sorted { $0.id < $1.id }.prefix(filter.limit))
  }

  /// Takes one or two index look-ups for each pair, however many families it has.
  public func liveBundles() throws(StoreError) -> [(hash: String, workflow: String)] {
    try read(FamilyQuery.liveBundles).all { (hash: $0.text(), workflow: $0.text()) }
  }
}

extension SQLiteWriter {
  func insertFamily(_ record: FamilyRecord) throws(StoreError) -> FamilyID {
    try write(FamilyQuery.insert).bind(record.key).bind(record.workflow).bind(record.bundle)
      .bind(record.status.rawValue).bind(text: record.body).bind(record.createdAt).bind(record.updatedAt).run()
    let id = lastID
    try write(FamilyQuery.insertStart).bind(id).bind(text: record.start).run()
    return FamilyID(rawValue: id)
  }

  func updateFamily(_ record: FamilyRecord) throws(StoreError) {
    func run(_ query: FamilyQuery) throws(StoreError) -> Bool {
      try write(query).bind(record.status.rawValue).bind(text: record.body).bind(record.updatedAt)
        .bind(record.id.rawValue).bind(record.version).run() == 1
    }
    if try run(.update) { return }
    guard try run(.updateStatus) else {
      throw StoreError(.conflict, "family \(record.id) is not in version \(record.version); read it again")
    }
  }
}
