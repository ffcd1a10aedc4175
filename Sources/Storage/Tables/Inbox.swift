/// An event from outside the family. Its row keeps the body until the event is consumed.
public struct InboxRecord: Hashable, Sendable {
  /// The stage of the event on its way to a family.
  public enum Status: String, Sendable, CaseIterable {
    /// The event waits to be stepped: as soon as its family runs, or at `nextAt` if that is set.
    case pending
    /// The event was stepped. Its body is gone.
    case consumed
    /// No family has matched yet. The event is tried again at `nextAt`.
    case unmatched
    /// An incident holds the event.
    case held
    /// An operator discarded the event, or it is older than the horizon.
    case discarded
  }

  /// Assigned by the store.
  public var id: InboxID
  /// The sender: `stripe`, `api`, `control`, `family` …
  public var source: String
  /// The sender's id of the event. The table of seen events keeps (source, key) unique for ever.
  public var key: String
  /// The name of the event, in the source's words (`payment_intent.succeeded`) or in the workflow's (`cancel.client`).
  public var name: String
  /// The sender's role: `client`, `consultant`, `operator`, `provider` or `system`.
  public var role: String
  /// The family to which the event is addressed; nil while it is unknown.
  public var family: FamilyID?
  /// The stage of the event on its way to a family.
  public var status: Status
  /// JSON as received, or as typed without personal data; empty once consumed or discarded.
  public var body: [UInt8]
  /// The time at which the event was received.
  public var receivedAt: StoredInstant
  /// The time of creation that the sender signed; nil if there is none.
  public var signedAt: StoredInstant?
  /// When an unmatched or pending event is tried again; nil if it needs no time.
  public var nextAt: StoredInstant?
  /// The progress of a fan-out: families with a lower id have not received the event yet. nil if none has received it,
  /// or if it is no fan-out.
  public var cursor: FamilyID?
  /// The number of tries that found no family.
  public var tries: Int64

  /// An insert ignores `id`. Most events have no `cursor`.
  public init(
    id: InboxID, source: String, key: String, name: String, role: String, family: FamilyID?, status: Status,
    body: [UInt8], receivedAt: StoredInstant, signedAt: StoredInstant?, nextAt: StoredInstant?,
    cursor: FamilyID? = nil, tries: Int64
  ) {
    self.id = id
    self.source = source
    self.key = key
    self.name = name
    self.role = role
    self.family = family
    self.status = status
    self.body = body
    self.receivedAt = receivedAt
    self.signedAt = signedAt
    self.nextAt = nextAt
    self.cursor = cursor
    self.tries = tries
  }
}

/// A record of one event, kept for ever: its key, the hash of its content, and the reply.
public struct SeenRecord: Hashable, Sendable {
  /// The sender.
  public var source: String
  /// The first 16 bytes of SHA-256 over the key.
  public var keyHash: [UInt8]
  /// 16 bytes that identify the content. The engine computes them; the store keeps them.
  public var bodyHash: [UInt8]
  /// The event's row in the inbox; `InboxID.unkept` if it has none.
  public var inbox: InboxID
  /// The time at which the event was received.
  public var at: StoredInstant
  /// JSON: the reply, which a duplicate receives again; empty if there was none.
  public var verdict: [UInt8]

  /// - Parameters:
  ///   - keyHash: 16 bytes.
  ///   - bodyHash: 16 bytes.
  public init(
    source: String, keyHash: [UInt8], bodyHash: [UInt8], inbox: InboxID, at: StoredInstant, verdict: [UInt8]
  ) {
    self.source = source
    self.keyHash = keyHash
    self.bodyHash = bodyHash
    self.inbox = inbox
    self.at = at
    self.verdict = verdict
  }
}

/// Reads the inbox.
public protocol ReadInbox: AnyObject {
  /// Returns the event with this id; nil if there is none.
  func inbox(_ id: InboxID) throws(StoreError) -> InboxRecord?
  /// Returns the events that are due, in ascending order of id and at most `limit`: pending ones whose family runs or
  /// is not known yet and whose nextAt is nil or ≤ `now`, and unmatched ones whose nextAt is ≤ `now`.
  func dueInbox(now: StoredInstant, limit: Int) throws(StoreError) -> [InboxRecord]
  /// Returns the earliest nextAt among unmatched events and those pending events whose family runs or is not known yet;
  /// nil if none has one.
  func nextInbox() throws(StoreError) -> StoredInstant?
  /// True if a pending event without nextAt can be taken now, because its family runs or is not known yet.
  func hasPendingInbox() throws(StoreError) -> Bool
  /// Returns the number of pending events that are addressed to a family.
  func pendingCount(of family: FamilyID) throws(StoreError) -> Int64
  /// Returns the number of unmatched events, and of pending ones that are addressed to no family.
  func countInboxWithoutFamily() throws(StoreError) -> Int64
  /// Returns the events in a status, in ascending order of id. Meant for operators: consumed events have no index and
  /// are searched one by one.
  func inbox(in status: InboxRecord.Status, limit: Int) throws(StoreError) -> [InboxRecord]
  /// Returns the number of events in a status.
  func countInbox(in status: InboxRecord.Status) throws(StoreError) -> Int64
  /// Returns the record of an event that was seen; nil if it is new.
  func seen(source: String, keyHash: [UInt8]) throws(StoreError) -> SeenRecord?
  /// Returns at most `limit` remembered events whose row in the inbox is gone. Meant for a verification, since it reads
  /// all of them.
  func seenWithoutEvent(limit: Int) throws(StoreError) -> [SeenRecord]
  /// Returns events of any status in ascending order of id, for a verification.
  ///
  /// - Parameters:
  ///   - after: exclusive; nil starts from the first.
  ///   - limit: 1 to 10,000.
  func inbox(after: InboxID?, limit: Int) throws(StoreError) -> [InboxRecord]
}

/// Writes the inbox.
public protocol WriteInbox: AnyObject {
  /// Inserts an event and returns its id; the given id is ignored. Throws `constraint` if the family does not exist.
  func insertInbox(_ record: InboxRecord) throws(StoreError) -> InboxID
  /// Writes family, status, body, nextAt, cursor and tries. Throws `conflict` if there is no such event.
  func updateInbox(_ record: InboxRecord) throws(StoreError)
  /// Remembers an event. Throws `constraint` if (source, keyHash) was seen or a hash is not 16 bytes long.
  func insertSeen(_ record: SeenRecord) throws(StoreError)
}
