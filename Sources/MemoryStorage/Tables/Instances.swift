import Storage

extension MemoryReader {
  func instances(of family: FamilyID) throws(StoreError) -> [InstanceRecord] {
    let tables = tables
    return tables.instancesByFamily
      .values(from: Pair(family.rawValue, .min), while: { $0.a == family.rawValue })
      .compactMap { tables.instances[$0] }
  }
}

extension MemoryWriter {
  func insertInstance(_ record: InstanceRecord) throws(StoreError) -> InstanceID {
    try write("instances") { tables throws(StoreError) in
      try tables.requireFamily(record.family, "instances")
      var row = record
      row.id = InstanceID(rawValue: tables.instances.nextID)
      row.version = 1
      tables.instances[row.id.rawValue] = row
      tables.instancesByFamily[Pair(row.family.rawValue, row.id.rawValue)] = row.id.rawValue
      return row.id
    }
  }

  func updateInstance(_ record: InstanceRecord) throws(StoreError) {
    try write("instances") { tables throws(StoreError) in
      guard var row = tables.instances[record.id.rawValue], row.version == record.version else {
        throw StoreError(.conflict, "instance \(record.id) is not in version \(record.version); read it again")
      }
      row.version += 1
      row.status = record.status
      row.states = record.states
      row.snapshot = record.snapshot
      row.updatedAt = record.updatedAt
      tables.instances[row.id.rawValue] = row
    }
  }

  func replaceView(of instance: InstanceID, with view: [UInt8]) throws(StoreError) {
    try write("instances") { tables throws(StoreError) in
      guard var row = tables.instances[instance.rawValue] else {
        throw StoreError(.conflict, "instance \(instance) does not exist; read it again")
      }
      row.view = view
      tables.instances[row.id.rawValue] = row
    }
  }
}
