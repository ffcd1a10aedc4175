import Storage

extension MemoryReader {
  func dueTimers(now: StoredInstant, limit: Int) throws(StoreError) -> [TimerRecord] {
    let tables = tables
    return tables.timers.values(while: { $0.a <= now }, where: { tables.isRunning($0.family) }, limit: limit)
  }

  func nextTimer() throws(StoreError) -> StoredInstant? {
    let tables = tables
    return tables.timers.values(where: { tables.isRunning($0.family) }, limit: 1).first?.due
  }

  func timers(of family: FamilyID) throws(StoreError) -> [TimerRecord] {
    let tables = tables
    return try instances(of: family)
      .flatMap { instance in
        let id = instance.id.rawValue
        var keys: [Triple<Int64, Int64, Text>] = []
        tables.timerByName.walk(from: Pair(id, Text(""))) { key, due in
          guard key.a == id else { return false }
          keys.append(Triple(due, id, key.b))
          return true
        }
        return keys
      }
      .sorted().compactMap { tables.timers[$0] }
  }

  func timers(dueBefore instant: StoredInstant, limit: Int) throws(StoreError) -> [TimerRecord] {
    tables.timers.values(while: { $0.a < instant }, limit: limit)
  }
}

extension MemoryWriter {
  func putTimer(_ record: TimerRecord) throws(StoreError) {
    try write("timers") { tables throws(StoreError) in
      try tables.requireInstance(record.instance, of: record.family, "timers")
      let key = Pair(record.instance.rawValue, Text(record.name))
      if let due = tables.timerByName[key] { tables.timers[Triple(due, key.a, key.b)] = nil }
      tables.timerByName[key] = record.due
      tables.timers[Triple(record.due, key.a, key.b)] = record
    }
  }

  func removeTimer(instance: InstanceID, name: String) throws(StoreError) {
    try write("timers") { tables in
      let key = Pair(instance.rawValue, Text(name))
      guard let due = tables.timerByName[key] else { return }
      tables.timerByName[key] = nil
      tables.timers[Triple(due, key.a, key.b)] = nil
    }
  }
}
