internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Statecharts
internal import Storage

/// The body of an event in the inbox: either as it was received, or already typed and without personal data.
enum QueuedEvent {
  /// The event was received for a family that did not exist, or whose definitions could not be read.
  case raw(body: Value)
  case admitted(Event)

  init(_ record: InboxRecord, _ context: TurnContext) throws(StoreError) {
    let place = "inbox.body of \(record.id)"
    let value = try context.parse(record.body, place)
    if let event = value["event"], case .map(let map) = event {
      self = .admitted(
        Event(
          name: map["name"]?.stringValue ?? "", role: map["role"]?.stringValue ?? "", data: map["data"] ?? .null))
    } else if let body = value["raw"] {
      self = .raw(body: body)
    } else {
      throw StoreError(.corrupt, "\(place) is not a queued event")
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .raw(let body): JSON.encode(["raw": body])
    case .admitted(let event):
      JSON.encode(["event": ["name": .string(event.name), "role": .string(event.role), "data": event.data]])
    }
  }
}

/// Writes the rows of events in the inbox.
struct Inbox {
  let context: TurnContext

  func insert(
    _ event: InboundEvent, family: FamilyID?, _ status: InboxRecord.Status, _ queued: QueuedEvent? = nil,
    nextAt: StoredInstant? = nil, cursor: FamilyID? = nil
  ) throws(StoreError) -> InboxID {
    if status == .unmatched || (status == .pending && family == nil) {
      context.waitingEvents = context.waitingEvents.map { $0 + 1 }
    }
    return try context.store.insertInbox(
      InboxRecord(
        id: InboxID(rawValue: 0), source: event.source, key: event.key, name: event.name, role: event.role,
        family: family, status: status, body: queued?.bytes ?? [], receivedAt: context.stored(context.now),
        signedAt: event.signedAt.map(context.stored), nextAt: nextAt, cursor: cursor, tries: 0))
  }

  /// Restores the body of a consumed event, because an incident now holds the event.
  func hold(_ id: InboxID, _ queued: QueuedEvent) throws(StoreError) {
    guard var record = try context.store.inbox(id) else { return }
    record.status = .held
    record.body = queued.bytes
    try context.store.updateInbox(record)
  }

  /// Sets an event's final status and removes its body, which may have held personal data.
  func finish(_ id: InboxID?, _ status: InboxRecord.Status) throws(StoreError) {
    guard let id, var record = try context.store.inbox(id) else { return }
    record.status = status
    record.body = []
    record.nextAt = nil
    record.cursor = nil
    try context.store.updateInbox(record)
  }

  /// Adds personal fields to the family's person record.
  func keepApart(_ person: ValueMap, of family: FamilyID) throws(StoreError) {
    guard person.count > 0 else { return }
    var known = ValueMap()
    if let data = try context.store.person(of: family) {
      known = try context.parse(data, "persons.data of \(family)").mapValue ?? ValueMap()
    }
    for entry in person.entries { known[entry.key.stringValue ?? ""] = entry.value }
    try context.store.putPerson(of: family, data: JSON.encode(.map(known)))
  }

  /// True if no further event may wait for its family. The first refusal opens an incident, and later ones do so only
  /// after somebody closed it.
  func isFull(for name: String, of source: String) throws(StoreError) -> Bool {
    let count: Int64
    if let known = context.waitingEvents {
      count = known
    } else {
      count = try context.store.countInboxWithoutFamily()
    }
    context.waitingEvents = count
    guard count >= Int64(context.options.unmatchedLimit) else { return false }
    try context.incidents.openOnce(
      "inbox-full",
      title:
        "\(count) events match no family: more, as '\(name)' of \(source), are refused until fewer wait",
      family: nil, reference: "")
    return true
  }
}
