/// A problem that a person has to look at. It stays open until it is decided.
public struct IncidentRecord: Hashable, Sendable {
  /// Whether the incident is open, or how it was closed.
  public enum Status: String, Sendable, CaseIterable { case open, retried, skipped, discarded, resolved }

  /// Assigned by the store.
  public var id: IncidentID
  /// The family concerned; nil if it belongs to none.
  public var family: FamilyID?
  /// The event that the incident holds; nil if it holds none.
  public var inbox: InboxID?
  /// The task that the incident is about; nil if it is about none.
  public var task: TaskID?
  /// A stable code in kebab-case.
  public var code: String
  /// One line for people, without personal data.
  public var title: String
  /// A JSON object: the place, what was expected and given, and the held input if there is one.
  public var detail: [UInt8]
  /// Whether the incident is open, or how it was closed.
  public var status: Status
  /// The time at which it was opened.
  public var openedAt: StoredInstant
  /// The time at which it was closed; nil while it is open.
  public var closedAt: StoredInstant?
  /// The person or component that closed it; empty while it is open.
  public var closedBy: String
  /// The reason given for closing it; empty while it is open.
  public var reason: String

  /// An insert ignores `id`.
  public init(
    id: IncidentID, family: FamilyID?, inbox: InboxID?, task: TaskID?, code: String, title: String, detail: [UInt8],
    status: Status, openedAt: StoredInstant, closedAt: StoredInstant?, closedBy: String, reason: String
  ) {
    self.id = id
    self.family = family
    self.inbox = inbox
    self.task = task
    self.code = code
    self.title = title
    self.detail = detail
    self.status = status
    self.openedAt = openedAt
    self.closedAt = closedAt
    self.closedBy = closedBy
    self.reason = reason
  }
}

/// Reads incidents.
public protocol ReadIncidents: AnyObject {
  /// Returns the incident with this id; nil if there is none.
  func incident(_ id: IncidentID) throws(StoreError) -> IncidentRecord?
  /// Returns at most `limit` incidents in ascending order of id. A nil status or family sets no condition.
  func incidents(status: IncidentRecord.Status?, family: FamilyID?, limit: Int) throws(StoreError) -> [IncidentRecord]
  /// Returns the number of open incidents.
  func countOpenIncidents() throws(StoreError) -> Int64
  /// True if there is an incident with this code about this event, in any status.
  func hasIncident(code: String, inbox: InboxID) throws(StoreError) -> Bool
  /// Returns the oldest open incident with this code. A nil family selects incidents that belong to none.
  func openIncident(code: String, family: FamilyID?) throws(StoreError) -> IncidentRecord?
  /// Returns the open incidents about a task in ascending order of id.
  func openIncidents(about task: TaskID) throws(StoreError) -> [IncidentRecord]
}

/// Writes incidents.
public protocol WriteIncidents: AnyObject {
  /// Inserts an incident and returns its id; the given id is ignored. Throws `constraint` if the family, event or task
  /// that it names does not exist.
  func insertIncident(_ record: IncidentRecord) throws(StoreError) -> IncidentID
  /// Writes status, detail, closedAt, closedBy and reason. Throws `conflict` if there is no such incident.
  func updateIncident(_ record: IncidentRecord) throws(StoreError)
}
