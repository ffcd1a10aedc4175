/// How often a family heard events of one role that ended alike.
public struct EventCount: Hashable, Sendable {
  public var role: String
  /// The disposition of these events: `handled`, `ignored`, `deferred`, `already`, `queued`, `rejected`.
  public var verdict: String
  public var count: Int64
  public var lastAt: StoredInstant

  public init(role: String, verdict: String, count: Int64, lastAt: StoredInstant) {
    self.role = role
    self.verdict = verdict
    self.count = count
    self.lastAt = lastAt
  }
}

/// Who speaks to a family: who asked for it, and how often each role has spoken. Events that change nothing leave a count here and no
/// row in the history.
public protocol ReadSenders: AnyObject {
  /// Who asked for the family (`api:website`); nil if that is not known.
  func origin(of family: FamilyID) throws(StoreError) -> String?
  /// Ascending by (role, verdict).
  func eventCounts(of family: FamilyID) throws(StoreError) -> [EventCount]
}

public protocol WriteSenders: AnyObject {
  /// `constraint` if it was set before, or without the family.
  func setOrigin(_ source: String, of family: FamilyID) throws(StoreError)
  /// Adds one. `constraint` without the family.
  func countEvent(of family: FamilyID, role: String, verdict: String, at instant: StoredInstant) throws(StoreError)
}
