public import Storage

enum InstanceQuery: Int, Query {
  case ofFamily, insert, insertView, update, updateView

  static var slot: TableSlot { .instances }
  var sql: String {
    switch self {
    case .ofFamily:
      """
      SELECT i.id, i.family, i.workflow, i.version, i.status, i.states, i.snapshot, v.view, i.created_at, i.updated_at
      FROM instances i LEFT JOIN instance_views v ON v.instance = i.id WHERE i.family = ?1 ORDER BY i.id
      """
    case .insert:
      """
      INSERT INTO instances (family, workflow, version, status, states, snapshot, created_at, updated_at)
      VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7)
      """
    case .insertView: "INSERT INTO instance_views (instance, view) VALUES (?1, ?2)"
    case .update:
      """
      UPDATE instances SET version = version + 1, status = ?1, states = ?2, snapshot = ?3, updated_at = ?4
      WHERE id = ?5 AND version = ?6
      """
    case .updateView: "UPDATE instance_views SET view = ?1 WHERE instance = ?2"
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
      .bind(record.states).bind(text: record.snapshot).bind(record.createdAt).bind(record.updatedAt).run()
    let id = lastID
    try write(InstanceQuery.insertView).bind(id).bind(text: record.view).run()
    return InstanceID(rawValue: id)
  }

  func updateInstance(_ record: InstanceRecord) throws(StoreError) {
    let changed = try write(InstanceQuery.update).bind(record.status.rawValue).bind(record.states)
      .bind(text: record.snapshot).bind(record.updatedAt).bind(record.id.rawValue)
      .bind(record.version).run()
    guard changed == 1 else {
      throw StoreError(.conflict, "instance \(record.id) is not in version \(record.version); read it again")
    }
  }

  func replaceView(of instance: InstanceID, with view: [UInt8]) throws(StoreError) {
    let changed = try write(InstanceQuery.updateView).bind(text: view).bind(instance.rawValue).run()
    guard changed == 1 else { throw StoreError(.conflict, "instance \(instance) does not exist; read it again") }
  }
}
