/// Something a person has to look at. It stays open until somebody decides.
public struct IncidentRecord: Hashable, Sendable {
  public enum Status: String, Sendable, CaseIterable { case open, retried, skipped, discarded, resolved }

  public var id: IncidentID
  /// nil for what belongs to no family.
  public var family: FamilyID?
  /// The event or outcome that it holds; nil for none.
  public var inbox: InboxID?
  /// The parked task that it is about; nil for none.
  public var task: TaskID?
  /// Stable, kebab-case.
  public var code: String
  /// One line for people, without personal data.
  public var title: String
  /// JSON: place, expected, given, who can unblock it.
  public var detail: [UInt8]
  public var status: Status
  public var openedAt: StoredInstant
  public var closedAt: StoredInstant?
  /// Who closed it and why; empty while open.
  public var closedBy: String
  public var reason: String

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

public protocol ReadIncidents: AnyObject {
  func incident(_ id: IncidentID) throws(StoreError) -> IncidentRecord?
  /// Ascending by id; nil status for all; nil family for all; at most `limit`.
  func incidents(status: IncidentRecord.Status?, family: FamilyID?, limit: Int) throws(StoreError) -> [IncidentRecord]
  func countOpenIncidents() throws(StoreError) -> Int64
  /// True if there is an incident with this code about this event, in any status.
  func hasIncident(code: String, inbox: InboxID) throws(StoreError) -> Bool
  /// The oldest open incident with this code of this family; nil family for those that belong to none.
  func openIncident(code: String, family: FamilyID?) throws(StoreError) -> IncidentRecord?
  /// Open incidents about a task, ascending by id.
  func openIncidents(about task: TaskID) throws(StoreError) -> [IncidentRecord]
}

public protocol WriteIncidents: AnyObject {
  /// Returns the id; the given id is ignored. `constraint` if the family, event or task that it names does not exist.
  func insertIncident(_ record: IncidentRecord) throws(StoreError) -> IncidentID
  /// Writes status, detail, closedAt, closedBy and reason. `conflict` if there is no such incident.
  func updateIncident(_ record: IncidentRecord) throws(StoreError)
}
