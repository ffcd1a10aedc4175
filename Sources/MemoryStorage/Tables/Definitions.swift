import Storage

extension MemoryReader {
  func bundle(_ hash: String) throws(StoreError) -> BundleRecord? { tables.bundles[Text(hash)] }

  func bundles() throws(StoreError) -> [(hash: String, deployedAt: StoredInstant, families: Int64)] {
    let tables = tables
    var counts = OrderedMap<Text, Int64>()
    tables.families.walk { _, family in
      if family.status != .ended { counts[Text(family.bundle)] = (counts[Text(family.bundle)] ?? 0) + 1 }
      return true
    }
    return tables.bundles.values()
      .sorted { Pair($0.deployedAt, Text($0.hash)) < Pair($1.deployedAt, Text($1.hash)) }
      .map { (hash: $0.hash, deployedAt: $0.deployedAt, families: counts[Text($0.hash)] ?? 0) }
  }
}

extension MemoryWriter {
  func putBundle(_ record: BundleRecord) throws(StoreError) {
    try write("bundles") { tables throws(StoreError) in
      guard tables.bundles[Text(record.hash)] == nil else { return }
      guard Set(record.files.map { Array($0.path.utf8) }).count == record.files.count else {
        throw StoreError(.constraint, "bundle \(record.hash): a path occurs twice; give each file once")
      }
      var row = record
      row.files.sort { Text($0.path) < Text($1.path) }
      tables.bundles[Text(record.hash)] = row
    }
  }
}
