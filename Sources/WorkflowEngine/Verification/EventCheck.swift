internal import CEL
internal import EngineMessages
internal import Storage

/// Checks that an event of the inbox is remembered, and that processing can continue from its row.
struct EventCheck {
  let reader: any StoreReader
  let keyHash: EventKeyHash
  let report: FindingList

  func compare(_ row: InboxRecord) throws(StoreError) {
    func add(_ message: String) {
      report.add("event-differs", "event \(row.id) '\(row.name)' of \(row.source) \(message)")
    }
    if let fault = fault(row) { add(fault) }
    guard let seen = try remembered(row) else {
      return add("is not remembered: it would be taken a second time")
    }
    try compare(row, seen, add)
    if row.name == "start", row.role == "site", let family = row.family,
      try reader.origin(of: family) != row.source
    {
      add("started a family whose recorded origin is another sender")
    }
    if row.status == .held {
      let open = try reader.incidents(status: .open, family: row.family, limit: 1_000)
      if open.count < 1_000, !open.contains(where: { $0.inbox == row.id }) {
        add("is held, and no open incident says so")
      }
    }
  }

  /// A provider's event concerns a family that it does not name, so its key is hashed plainly.
  private func remembered(_ row: InboxRecord) throws(StoreError) -> SeenRecord? {
    if let family = try row.family.flatMap({ id throws(StoreError) in try reader.family(id) }),
      let seen = try reader.seen(
        source: row.source, keyHash: keyHash.of(row.key, to: EventTarget(id: family.id, reference: family.key)))
    {
      return seen
    }
    return try reader.seen(source: row.source, keyHash: keyHash.plain(row.key))
  }

  /// Several rows may belong to one event, since each family that could not take it gets its own.
  private func compare(_ row: InboxRecord, _ seen: SeenRecord, _ add: (String) -> Void) throws(StoreError) {
    if seen.inbox == row.id {
      if seen.at != row.receivedAt { add("was received at another time than is remembered") }
    } else if let first = try reader.inbox(seen.inbox), first.source == row.source, first.key == row.key {
      if first.id > row.id { add("is remembered as a later one") }
    } else {
      add("is remembered as another event")
    }
    guard let reply = JSONText(seen.verdict).value, Reply(reply) != nil else {
      return add("is remembered with no answer that can be given again")
    }
    if let reference = reply["reference"]?.stringValue, !reference.isEmpty, let family = row.family,
      try reader.family(family)?.key != reference
    {
      add("is remembered as one of '\(reference)'")
    }
  }

  /// Describes a contradiction within the row; nil if there is none.
  private func fault(_ row: InboxRecord) -> String? {
    if row.tries < 0 { return "was tried \(row.tries) times" }
    switch row.status {
    case .consumed, .discarded:
      return row.body.isEmpty && row.nextAt == nil && row.cursor == nil
        ? nil : "is \(row.status.rawValue), and its body or its next time is kept"
    case .unmatched:
      if row.family != nil || row.nextAt == nil { return "matches no family, and nothing will look again" }
    case .pending, .held: break
    }
    guard let body = JSONText(row.body).value, body["event"] != nil || body["raw"] != nil else {
      return "is \(row.status.rawValue), and its body cannot be read"
    }
    if let event = body["event"], event["role"]?.stringValue != row.role {
      return "is \(row.status.rawValue), and its body is of another role"
    }
    return nil
  }
}
