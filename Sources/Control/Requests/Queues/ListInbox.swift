public import CivilTime

/// Lists stored events, oldest first.
public struct ListInbox: ControlRequest {
  public static let verb = Verb("inbox.list")
  public typealias Answer = Page<InboxEntry>

  /// Only those in this status; `unmatched` if absent.
  public var status: InboxStatus?
  /// Only those of this source.
  public var source: ShortText?
  /// How many at most; 100 if absent.
  public var limit: PageSize?

  public init(status: InboxStatus? = nil, source: ShortText? = nil, limit: PageSize? = nil) {
    self.status = status
    self.source = source
    self.limit = limit
  }
}

/// How far a stored event is.
public enum InboxStatus: String, WireWord {
  case pending, consumed, unmatched, held, discarded
}

/// A stored event.
public struct InboxEntry: Codable, Sendable {
  /// Its number.
  public var id: RecordNumber
  /// The webhook source's name, `api: SITE`, `api` or `control`.
  public var source: String
  /// The sender's key.
  public var key: String
  /// The event, in its source's words.
  public var name: String
  /// `pending`, `consumed`, `unmatched` (no booking matches yet), `held` (by an incident) or `discarded`.
  public var status: String
  /// When it was stored.
  public var received: Instant
  /// How often it was offered.
  public var attempts: Int64
  /// The booking that it is addressed to, once known.
  public var reference: String?

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
