public import CivilTime

/// Lists incidents, oldest first.
public struct ListIncidents: ControlRequest {
  /// The verb `incidents.list`, which reads.
  public static let verb = Verb("incidents.list")
  /// The answer is a page of `IncidentSummary`.
  public typealias Answer = Page<IncidentSummary>

  /// The status; `open` if absent.
  public var status: IncidentStatus?
  /// The booking; all if absent.
  public var reference: ShortText?
  /// The `next` of the page before; absent for the first page.
  public var after: ShortText?
  /// The most items of the page; 100 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
  public init(
    status: IncidentStatus? = nil, reference: ShortText? = nil, after: ShortText? = nil, limit: PageSize? = nil
  ) {
    self.status = status
    self.reference = reference
    self.after = after
    self.limit = limit
  }
}

/// The state of an incident.
public enum IncidentStatus: String, WireWord {
  /// An incident is `open` until a command closes it or, for `resolved`, until its cause is gone; `all` selects any.
  case open, retried, skipped, discarded, resolved, all
}

/// An incident in a list.
public struct IncidentSummary: Codable, Sendable {
  /// The number by which commands refer to it.
  public var incident: RecordNumber
  /// The stable code, as listed in `docs/operating.md`.
  public var problem: String
  /// `open`, `retried`, `skipped`, `discarded` or `resolved`.
  public var status: String
  /// When it was opened.
  public var since: Instant
  /// One line for people, without personal data.
  public var message: String
  /// How often an alarm was raised while this incident was open; absent where it was raised once.
  public var times: Int64?
  /// The time at which it was raised last; absent if it was raised once.
  public var last: Instant?
  /// The booking that it concerns.
  public var reference: String?
  /// That booking's root workflow; only in lists.
  public var workflow: String?

  /// Creates an `IncidentSummary` from its fields.
  public init(incident: RecordNumber, problem: String, status: String, since: Instant, message: String) {
    self.incident = incident
    self.problem = problem
    self.status = status
    self.since = since
    self.message = message
  }
}
