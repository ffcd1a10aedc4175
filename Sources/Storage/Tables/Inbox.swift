/// An event that came from outside or from another family, kept until it is consumed.
public struct InboxRecord: Hashable, Sendable {
  public enum Status: String, Sendable, CaseIterable {
    /// To be stepped: as soon as its family runs, or at `nextAt` if it carries one.
    case pending
    /// Stepped; the body is gone.
    case consumed
    /// No family matched yet; tried again at `nextAt`.
    case unmatched
    /// Held by an incident.
    case held
    /// Given up by an operator, or older than the horizon.
    case discarded
  }

  public var id: InboxID
  /// `stripe`, `api`, `control`, `family` …
  public var source: String
  /// The sender's id of the event; (source, key) is unique for ever by way of `seen`.
  public var key: String
  /// The event's name in the source's words (`payment_intent.succeeded`) or in ours (`cancel.client`).
  public var name: String
  /// `client`, `consultant`, `operator`, `provider`, `system`.
  public var role: String
  /// The family that it is addressed to, once known.
  public var family: FamilyID?
  public var status: Status
  /// JSON as received; empty once consumed.
  public var body: [UInt8]
  public var receivedAt: StoredInstant
  /// The sender's signed time of creation; nil if it has none.
  public var signedAt: StoredInstant?
  /// When an unmatched or a pending event is tried again.
  public var nextAt: StoredInstant?
  /// How far a fan-out has come: families below this id have not heard it yet; nil: none has, or it is no fan-out.
  public var cursor: FamilyID?
  public var tries: Int64

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

/// What is remembered of every event for ever: that it was seen, with which body, and what was answered.
public struct SeenRecord: Hashable, Sendable {
  public var source: String
  /// 16 bytes: the head of SHA-256 over the key.
  public var keyHash: [UInt8]
  /// 16 bytes: the head of SHA-256 over the body.
  public var bodyHash: [UInt8]
  public var inbox: InboxID
  public var at: StoredInstant
  /// JSON: the verdict that was answered, so that a duplicate hears the same; empty if none was.
  public var verdict: [UInt8]

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

public protocol ReadInbox: AnyObject {
  func inbox(_ id: InboxID) throws(StoreError) -> InboxRecord?
  /// Pending events whose family runs (or is not known yet) and that carry no nextAt or one ≤ `now`, and unmatched ones
  /// with nextAt ≤ `now`, ascending by id, at most `limit`.
  func dueInbox(now: StoredInstant, limit: Int) throws(StoreError) -> [InboxRecord]
  /// The earliest nextAt of an unmatched event, or of a pending one whose family runs (or is not known yet); nil if
  /// none carries one.
  func nextInbox() throws(StoreError) -> StoredInstant?
  /// True if a pending event without nextAt can be taken now: its family runs, or is not known yet.
  func hasPendingInbox() throws(StoreError) -> Bool
  /// How many pending events are addressed to a family, for a bound.
  func pendingCount(of family: FamilyID) throws(StoreError) -> Int64
  /// Ascending by id. Consumed events are looked for one by one: for operators.
  func inbox(in status: InboxRecord.Status, limit: Int) throws(StoreError) -> [InboxRecord]
  func countInbox(in status: InboxRecord.Status) throws(StoreError) -> Int64
  func seen(source: String, keyHash: [UInt8]) throws(StoreError) -> SeenRecord?
  /// Remembered events whose row in the inbox is gone, at most `limit`. Reads all of them: for a verification.
  func seenWithoutEvent(limit: Int) throws(StoreError) -> [SeenRecord]
  /// All events of any status, ascending by id, from `after` (exclusive; nil: from the first), at most `limit` (1 to
  /// 10,000): for a verification.
  func inbox(after: InboxID?, limit: Int) throws(StoreError) -> [InboxRecord]
}

public protocol WriteInbox: AnyObject {
  /// Returns the id; the given id is ignored. `constraint` if the family does not exist.
  func insertInbox(_ record: InboxRecord) throws(StoreError) -> InboxID
  /// Writes family, status, body, nextAt, cursor and tries. `conflict` if there is no such event.
  func updateInbox(_ record: InboxRecord) throws(StoreError)
  /// `constraint` if (source, keyHash) was seen, or a hash has not 16 bytes.
  func insertSeen(_ record: SeenRecord) throws(StoreError)
}
