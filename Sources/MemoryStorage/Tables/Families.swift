import Storage

extension MemoryReader {
  func family(_ id: FamilyID) throws(StoreError) -> FamilyRecord? {
    let tables = tables
    return tables.families[id.rawValue].map(tables.withLastStep)
  }

  func familyID(key: String) throws(StoreError) -> FamilyID? {
    tables.familyByKey[Text(key)].map { FamilyID(rawValue: $0) }
  }

  func family(key: String) throws(StoreError) -> FamilyRecord? {
    let tables = tables
    return tables.familyByKey[Text(key)].flatMap { tables.families[$0] }.map(tables.withLastStep)
  }

  func families(_ filter: FamilyFilter) throws(StoreError) -> [FamilyRecord] {
    try StoreLimits.check(filter.limit, StoreLimits.families, "families")
    let tables = tables
    let after = filter.after?.rawValue ?? Int64.min
    return tables.families.values(
      from: after,
      where: { family in
        family.id.rawValue > after
          && filter.status.map { $0 == family.status } ?? true
          && filter.workflows.map { $0.contains { Text($0) == Text(family.workflow) } } ?? true
          && filter.view.map { view in
            tables.viewByFamily[Pair(family.id.rawValue, Text(view.field))].map { Text($0) == Text(view.value) }
              ?? false
          } ?? true
      }, limit: filter.limit
    ).map(tables.withLastStep)
  }

  func liveBundles() throws(StoreError) -> [(hash: String, workflow: String)] {
    var found = OrderedMap<Pair<Text, Text>, (hash: String, workflow: String)>()
    tables.families.walk { _, family in
      if family.status != .ended {
        found[Pair(Text(family.bundle), Text(family.workflow))] = (hash: family.bundle, workflow: family.workflow)
      }
      return true
    }
    return found.values()
  }
}

extension Tables {
  /// Returns the family as it is read: changed last by its row or by the last row of its history.
  fileprivate func withLastStep(_ family: FamilyRecord) -> FamilyRecord {
    var shown = family
    if let last = lastSteps[family.id.rawValue] { shown.updatedAt = max(shown.updatedAt, last.at) }
    return shown
  }
}

extension MemoryWriter {
  func insertFamily(_ record: FamilyRecord) throws(StoreError) -> FamilyID {
    try write("families") { tables throws(StoreError) in
      guard tables.familyByKey[Text(record.key)] == nil else {
        throw StoreError(.constraint, "families: the key exists; find the family by it")
      }
      guard tables.bundles[Text(record.bundle)] != nil else {
        throw StoreError(.constraint, "families: bundle \(record.bundle) does not exist; put it first")
      }
      var row = record
      row.id = FamilyID(rawValue: tables.families.nextID)
      row.version = 1
      tables.families[row.id.rawValue] = row
      tables.familyByKey[Text(row.key)] = row.id.rawValue
      return row.id
    }
  }

  func updateFamily(_ record: FamilyRecord) throws(StoreError) {
    try write("families") { tables throws(StoreError) in
      guard var row = tables.families[record.id.rawValue], row.version == record.version else {
        throw StoreError(.conflict, "family \(record.id) is not in version \(record.version); read it again")
      }
      row.version += 1
      row.status = record.status
      row.body = record.body
      row.updatedAt = record.updatedAt
      tables.families[row.id.rawValue] = row
    }
  }
}
