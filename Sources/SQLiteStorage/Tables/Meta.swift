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
