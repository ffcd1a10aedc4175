public import CivilTime

/// Lists incidents, oldest first.
public struct ListIncidents: ControlRequest {
  public static let verb = Verb("incidents.list")
  public typealias Answer = Page<IncidentSummary>

  /// Only those in this status; `open` if absent.
  public var status: IncidentStatus?
  /// Only those of this booking.
  public var reference: ShortText?
  /// Only those that follow where an earlier page ended: its `next`.
  public var after: ShortText?
  /// How many at most; 100 if absent.
  public var limit: PageSize?

  public init(
    status: IncidentStatus? = nil, reference: ShortText? = nil, after: ShortText? = nil, limit: PageSize? = nil
  ) {
    self.status = status
    self.reference = reference
    self.after = after
    self.limit = limit
  }
}

/// How an incident stands.
public enum IncidentStatus: String, WireWord {
  case open, retried, skipped, discarded, resolved, all
}

/// An incident in a list.
public struct IncidentSummary: Codable, Sendable {
  /// The number by which commands name it.
  public var incident: RecordNumber
  /// The stable code, as `docs/operating.md` lists them.
  public var problem: String
  /// `open`, `retried`, `skipped`, `discarded` or `resolved`.
  public var status: String
  /// When it was opened.
  public var since: Instant
  /// One line for people, without personal data.
  public var message: String
  /// How often an alarm was raised while this incident was open; absent where it was raised once.
  public var times: Int64?
  /// When it was raised last; absent where it was raised once.
  public var last: Instant?
  /// The booking that it is about.
  public var reference: String?
  /// That booking's root workflow; only in lists.
  public var workflow: String?

  public init(incident: RecordNumber, problem: String, status: String, since: Instant, message: String) {
    self.incident = incident
    self.problem = problem
    self.status = status
    self.since = since
    self.message = message
  }
}
