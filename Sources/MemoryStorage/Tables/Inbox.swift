import Storage

extension MemoryReader {
  func inbox(_ id: InboxID) throws(StoreError) -> InboxRecord? { tables.inbox[id.rawValue] }

  func seenWithoutEvent(limit: Int) throws(StoreError) -> [SeenRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "seen")
    let tables = tables
    return tables.seen.values(where: { $0.inbox != .unkept && tables.inbox[$0.inbox.rawValue] == nil }, limit: limit)
  }

  func inbox(after: InboxID?, limit: Int) throws(StoreError) -> [InboxRecord] {
    try StoreLimits.check(limit, StoreLimits.rows, "inbox")
    return tables.inbox.values(from: after.map { $0.rawValue + 1 }, limit: limit)
  }

  func dueInbox(now: StoredInstant, limit: Int) throws(StoreError) -> [InboxRecord] {
    let tables = tables
    return open(limit: limit) { row in
      switch row.status {
      case .pending: tables.isOfLiveFamily(row) && row.nextAt.map { $0 <= now } ?? true
      case .unmatched: row.nextAt.map { $0 <= now } ?? false
      case .consumed, .held, .discarded: false
      }
    }
  }

  func nextInbox() throws(StoreError) -> StoredInstant? {
    let tables = tables
    return open { $0.status == .unmatched || ($0.status == .pending && tables.isOfLiveFamily($0)) }
      .compactMap(\.nextAt).min()
  }

  func hasPendingInbox() throws(StoreError) -> Bool {
    let tables = tables
    return !open(limit: 1) { $0.status == .pending && $0.nextAt == nil && tables.isOfLiveFamily($0) }.isEmpty
  }

  func pendingCount(of family: FamilyID) throws(StoreError) -> Int64 {
    Int64(open { $0.status == .pending && $0.family == family }.count)
  }

  func countInboxWithoutFamily() throws(StoreError) -> Int64 {
    Int64(open { $0.status == .unmatched || ($0.status == .pending && $0.family == nil) }.count)
  }

  func inbox(in status: InboxRecord.Status, limit: Int) throws(StoreError) -> [InboxRecord] {
    tables.inbox.values(where: { $0.status == status }, limit: limit)
  }

  func countInbox(in status: InboxRecord.Status) throws(StoreError) -> Int64 {
    Int64(tables.inbox.values(where: { $0.status == status }).count)
  }

  func seen(source: String, keyHash: [UInt8]) throws(StoreError) -> SeenRecord? {
    tables.seen[Pair(Text(source), Bytes(keyHash))]
  }

  /// Returns the events that are not consumed, in order of id.
  private func open(limit: Int = .max, where wanted: (InboxRecord) -> Bool) -> [InboxRecord] {
    let tables = tables
    return tables.openInbox
      .values(where: { id in tables.inbox[id.rawValue].map(wanted) ?? false }, limit: limit)
      .compactMap { tables.inbox[$0.rawValue] }
  }
}

extension Tables {
  /// True if the family to which an event is addressed runs or is not known yet.
  fileprivate func isOfLiveFamily(_ row: InboxRecord) -> Bool { row.family.map(isRunning) ?? true }

  fileprivate mutating func put(inbox row: InboxRecord) {
    inbox[row.id.rawValue] = row
    openInbox[row.id.rawValue] = row.status == .consumed ? nil : row.id
  }
}

extension MemoryWriter {
  func insertInbox(_ record: InboxRecord) throws(StoreError) -> InboxID {
    try write("inbox") { tables throws(StoreError) in
      if let family = record.family { try tables.requireFamily(family, "inbox") }
      var row = record
      row.id = InboxID(rawValue: tables.inbox.nextID)
      tables.put(inbox: row)
      return row.id
    }
  }

  func updateInbox(_ record: InboxRecord) throws(StoreError) {
    try write("inbox") { tables throws(StoreError) in
      guard var row = tables.inbox[record.id.rawValue] else {
        throw StoreError(.conflict, "inbox event \(record.id) does not exist; read it again")
      }
      if let family = record.family { try tables.requireFamily(family, "inbox") }
      row.family = record.family
      row.status = record.status
      row.body = record.body
      row.nextAt = record.nextAt
      row.cursor = record.cursor
      row.tries = record.tries
      tables.put(inbox: row)
    }
  }

  func insertSeen(_ record: SeenRecord) throws(StoreError) {
    try write("seen") { tables throws(StoreError) in
      try Self.requireLength(record.keyHash, 16, "seen.key_hash")
      try Self.requireLength(record.bodyHash, 16, "seen.body_hash")
      let key = Pair(Text(record.source), Bytes(record.keyHash))
      guard tables.seen[key] == nil else {
        throw StoreError(.constraint, "seen: an event of source \(record.source) with this key was seen")
      }
      tables.seen[key] = record
    }
  }
}
