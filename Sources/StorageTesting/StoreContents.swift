public import Storage

/// Returns everything that a store shows through its contract, one line for each fact, in a fixed order. Two stores
/// with the same contents give the same lines. It reads the whole store and suits small ones only.
///
/// The contract does not list `meta`, `seen`, `capabilities`, `views` and kinds of records, so these are looked up by the given names.
public func storeContents(
  _ reader: any StoreReader, names: [String] = ["now", "a", "b", "c"], hashBytes: ClosedRange<UInt8> = 1...4,
  views: [String] = ["status", "stage"], values: [String] = ["paid", "a", "b", "\u{E9}", "e\u{301}", "Z", ""],
  horizon: StoredInstant = 1_000
) throws -> [String] {
  var lines: [String] = []
  func note(_ what: String, _ value: some Any) { lines.append("\(what): \(value)") }

  for name in names {
    note("meta \(name)", try reader.meta(name) ?? "none")
    note("resource \(name)", try reader.mostClaims(on: name, from: 0, to: horizon, excluding: []))
    note("account \(name)", try reader.total(account: name, currency: "EUR"))
  }
  for bundle in try reader.bundles() {
    note("bundle", bundle)
    note("files", try reader.bundle(bundle.hash)?.files ?? [])
  }
  note("live bundles", try reader.liveBundles())
  for byte in hashBytes {
    let hash = Array(repeating: byte, count: 32)
    note("seen \(byte)", try reader.seen(source: "stripe", keyHash: Array(hash.prefix(16))) as Any)
  }
  for field in views {
    for value in values {
      let filter = FamilyFilter(view: (field: field, value: value), limit: 1_000)
      note("view \(field)=\(value)", try reader.families(filter).map(\.id))
      note("live", try reader.liveFamilies(whereView: field, is: value, before: nil, limit: 1_000))
      note("standings", try reader.liveStandings(whereView: field, is: value, before: nil, limit: 1_000))
    }
  }
  var foundTypes: Set<String> = []
  for family in try reader.families(FamilyFilter(limit: 1_000)) {
    note("family", family)
    note("its capabilities", try reader.capabilities(of: family.id))
    try reader.instances(of: family.id).forEach { note("instance", $0) }
    try reader.history(of: family.id, after: 0, limit: 1_000).forEach { note("history", $0) }
    note("last", try reader.lastHistory(of: family.id) as Any)
    try reader.postings(of: family.id).forEach { note("posting", $0) }
    try reader.timers(of: family.id).forEach { note("timer", $0) }
    for task in try reader.tasks(of: family.id, closed: true) {
      note("task", task)
      foundTypes.insert(task.stepType)
      note("holder of its key", try reader.openTask(key: task.key)?.id as Any)
      note("incidents about it", try reader.openIncidents(about: task.id).map(\.id))
      try reader.attempts(of: task.id).forEach { note("attempt", $0) }
    }
    note("open tasks", try reader.tasks(of: family.id, closed: false).map(\.id))
    try reader.claims(of: family.id).forEach { note("claim", $0) }
    note("views", try reader.views(of: family.id))
    note("origin", try reader.origin(of: family.id) as Any)
    note("event counts", try reader.eventCounts(of: family.id))
    note("person", try reader.person(of: family.id) as Any)
    note("pending", try reader.pendingCount(of: family.id))
    note("incidents", try reader.incidents(status: nil, family: family.id, limit: 1_000).map(\.id))
  }
  for status in FamilyRecord.Status.allCases {
    note("families \(status)", try reader.families(FamilyFilter(status: status, limit: 1_000)).map(\.id))
  }
  for status in TaskRecord.Status.allCases {
    note("tasks \(status)", try reader.tasks(in: status, after: nil, limit: 1_000).map(\.id))
  }
  for status in InboxRecord.Status.allCases {
    note("inbox \(status)", try reader.countInbox(in: status))
    try reader.inbox(in: status, limit: 1_000).forEach { note("event", $0) }
  }
  for status in IncidentRecord.Status.allCases {
    try reader.incidents(status: status, family: nil, limit: 1_000).forEach { note("incident", $0) }
  }
  for kind in names {
    for record in try reader.records(of: kind, after: nil, limit: 1_000) {
      note("record", record)
      try reader.log(ofRecord: record.id, kind: kind).forEach { note("version", $0) }
    }
    note("last record", try reader.lastRecordPosition(of: kind))
    note("claims on \(kind)", try reader.claims(on: kind, from: 0, to: horizon, limit: 1_000))
  }
  note("record log", try reader.recordLog(after: 0, limit: 1_000))
  note("all events", try reader.inbox(after: nil, limit: 10_000).map(\.id))
  note("seen without event", try reader.seenWithoutEvent(limit: 10_000))
  note("capabilities", try reader.capabilities(after: nil, limit: 10_000))
  note("open incidents", try reader.countOpenIncidents())
  note("open attempts", try reader.openAttempts())
  let stepTypes = foundTypes.sorted()
  for now in [horizon / 4, horizon / 2, horizon] {
    note("due timers \(now)", try reader.dueTimers(now: now, limit: 1_000))
    note("listed timers \(now)", try reader.timers(dueBefore: now, limit: 1_000))
    note("due tasks \(now)", try reader.dueTasks(of: stepTypes, now: now, limit: 1_000).map(\.id))
    note("due events \(now)", try reader.dueInbox(now: now, limit: 1_000).map(\.id))
  }
  note("pending now", try reader.hasPendingInbox())
  note("without a family", try reader.countInboxWithoutFamily())
  note("next timer", try reader.nextTimer() as Any)
  note("next task", try reader.nextTask(of: stepTypes) as Any)
  note("next event", try reader.nextInbox() as Any)
  return lines
}
