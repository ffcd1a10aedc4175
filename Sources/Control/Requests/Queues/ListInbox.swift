public import CivilTime

/// Lists stored events, oldest first.
public struct ListInbox: ControlRequest {
  /// The verb `inbox.list`, which reads.
  public static let verb = Verb("inbox.list")
  /// The answer is a page of `InboxEntry`.
  public typealias Answer = Page<InboxEntry>

  /// The status; `unmatched` if absent.
  public var status: InboxStatus?
  /// The source; all if absent.
  public var source: ShortText?
  /// The most items; 100 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
  public init(status: InboxStatus? = nil, source: ShortText? = nil, limit: PageSize? = nil) {
    self.status = status
    self.source = source
    self.limit = limit
  }
}

/// The state of a stored event.
public enum InboxStatus: String, WireWord {
  /// `unmatched` events belong to no booking yet; `held` events belong to an open incident.
  case pending, consumed, unmatched, held, discarded
}

/// A stored event.
public struct InboxEntry: Codable, Sendable {
  /// Its number.
  public var id: RecordNumber
  /// The webhook source's name, `api: SITE`, `api` or `control`.
  public var source: String
  /// The sender's deduplication key.
  public var key: String
  /// The event's name, as its source calls it.
  public var name: String
  /// `pending`, `consumed`, `unmatched` (no booking matches yet), `held` (by an incident) or `discarded`.
  public var status: String
  /// When it was stored.
  public var received: Instant
  /// The number of times that it was offered.
  public var attempts: Int64
  /// The booking that it is addressed to, once it is known.
  public var reference: String?

  /// Creates an `InboxEntry` from its fields.
  public init(
    id: RecordNumber, source: String, key: String, name: String, status: String, received: Instant, attempts: Int64,
    reference: String?
  ) {
    self.id = id
    self.source = source
    self.key = key
    self.name = name
    self.status = status
    self.received = received
    self.attempts = attempts
    self.reference = reference
  }
}
