public import Storage

enum InstanceQuery: Int, Query {
  case ofFamily, insert, update

  static var slot: TableSlot { .instances }
  var sql: String {
    switch self {
    case .ofFamily:
      """
      SELECT id, family, workflow, version, status, states, snapshot, view, created_at, updated_at
      FROM instances WHERE family = ?1 ORDER BY id
      """
    case .insert:
      """
      INSERT INTO instances (family, workflow, version, status, states, snapshot, view, created_at, updated_at)
      VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8)
      """
    case .update:
      """
      UPDATE instances SET version = version + 1, status = ?1, states = ?2, snapshot = ?3, view = ?4, updated_at = ?5
      WHERE id = ?6 AND version = ?7
      """
    }
  }

  static func record(_ row: Statement) throws(StoreError) -> InstanceRecord {
    InstanceRecord(
      id: InstanceID(rawValue: row.int()), family: FamilyID(rawValue: row.int()), workflow: row.text(),
      version: row.int(), status: try row.choice(), states: row.text(), snapshot: row.bytes(), view: row.bytes(),
      createdAt: row.int(), updatedAt: row.int())
  }
}

extension SQLiteReader {
  /// Reads the machines by the index of families.
  public func instances(of family: FamilyID) throws(StoreError) -> [InstanceRecord] {
    try read(InstanceQuery.ofFamily).bind(family.rawValue).all(InstanceQuery.record)
  }
}

extension SQLiteWriter {
  func insertInstance(_ record: InstanceRecord) throws(StoreError) -> InstanceID {
    try write(InstanceQuery.insert).bind(record.family.rawValue).bind(record.workflow).bind(record.status.rawValue)
      .bind(record.states).bind(text: record.snapshot).bind(text: record.view).bind(record.createdAt)
      .bind(record.updatedAt).run()
    return InstanceID(rawValue: lastID)
  }

  func updateInstance(_ record: InstanceRecord) throws(StoreError) {
    let changed = try write(InstanceQuery.update).bind(record.status.rawValue).bind(record.states)
      .bind(text: record.snapshot).bind(text: record.view).bind(record.updatedAt).bind(record.id.rawValue)
      .bind(record.version).run()
    guard changed == 1 else {
      throw StoreError(.conflict, "instance \(record.id) is not in version \(record.version); read it again")
    }
  }
}
