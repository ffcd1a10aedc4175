public import Storage

enum PersonQuery: Int, Query {
  case get, put, erase

  static var slot: TableSlot { .persons }
  var sql: String {
    switch self {
    case .get: "SELECT data FROM persons WHERE family = ?1 AND erased_at IS NULL"
    case .put:
      """
      INSERT INTO persons (family, data) VALUES (?1, ?2)
      ON CONFLICT DO UPDATE SET data = excluded.data, erased_at = NULL
      """
    case .erase: "UPDATE persons SET data = '', erased_at = ?2 WHERE family = ?1 AND erased_at IS NULL"
    }
  }
}

extension SQLiteReader {
  /// Finds the data by its primary key.
  public func person(of family: FamilyID) throws(StoreError) -> [UInt8]? {
    try read(PersonQuery.get).bind(family.rawValue).first { $0.bytes() }
  }
}

extension SQLiteWriter {
  func putPerson(of family: FamilyID, data: [UInt8]) throws(StoreError) {
    try write(PersonQuery.put).bind(family.rawValue).bind(text: data).run()
  }

  /// Erases the data. `secure_delete` overwrites the old bytes in the file's pages; the log still has them and is
  /// truncated at the next idle moment.
  func erasePerson(of family: FamilyID, at instant: StoredInstant) throws(StoreError) {
    if try write(PersonQuery.erase).bind(family.rawValue).bind(instant).run() > 0 { cutLogWhenIdle() }
  }
}
