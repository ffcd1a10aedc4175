public import Storage

enum DefinitionQuery: Int, Query {
  /// `list` reads all bundles, which are few, and counts over an index of the families that have not ended.
  case deployedAt, files, list, putBundle, putFile

  static var slot: TableSlot { .definitions }
  var sql: String {
    switch self {
    case .deployedAt: "SELECT deployed_at FROM bundles WHERE hash = ?1"
    case .files: "SELECT path, source FROM bundle_files WHERE bundle = ?1 ORDER BY path"
    case .list:
      """
      SELECT hash, deployed_at,
        (SELECT count(*) FROM families INDEXED BY families_live WHERE bundle = hash AND status <> 'ended')
      FROM bundles ORDER BY deployed_at, hash
      """
    case .putBundle: "INSERT INTO bundles (hash, deployed_at) VALUES (?1, ?2)"
    case .putFile: "INSERT INTO bundle_files (bundle, path, source) VALUES (?1, ?2, ?3)"
    }
  }
}

extension SQLiteReader {
  /// Reads the bundle and its files by their primary keys.
  public func bundle(_ hash: String) throws(StoreError) -> BundleRecord? {
    guard let deployedAt = try read(DefinitionQuery.deployedAt).bind(hash).first({ $0.int() }) else { return nil }
    let files = try read(DefinitionQuery.files).bind(hash).all {
      BundleRecord.File(path: $0.text(), source: $0.bytes())
    }
    return BundleRecord(hash: hash, deployedAt: deployedAt, files: files)
  }

  /// Reads all bundles, which are few, and counts over an index of the families that have not ended.
  public func bundles() throws(StoreError) -> [(hash: String, deployedAt: StoredInstant, families: Int64)] {
    try read(DefinitionQuery.list).all { (hash: $0.text(), deployedAt: $0.int(), families: $0.int()) }
  }
}

extension SQLiteWriter {
  func putBundle(_ record: BundleRecord) throws(StoreError) {
    let insert = try write(DefinitionQuery.putBundle)
    guard try read(DefinitionQuery.deployedAt).bind(record.hash).first({ $0.int() }) == nil else { return }
    // This precedes the first insert, so that a refused bundle leaves nothing in the transaction.
    let paths = record.files.map { Array($0.path.utf8) }
    guard Set(paths).count == paths.count else {
      throw StoreError(.constraint, "bundle \(record.hash): a path occurs twice; give each file once")
    }
    try insert.bind(record.hash).bind(record.deployedAt).run()
    for file in record.files {
      try write(DefinitionQuery.putFile).bind(record.hash).bind(file.path).bind(text: file.source).run()
    }
  }
}
