/// The number of events of one role with one verdict that a family received.
public struct EventCount: Hashable, Sendable {
  /// The role of the sender.
  public var role: String
  /// The disposition of these events: `handled`, `ignored`, `deferred`, `already`, `queued` or `rejected`.
  public var verdict: String
  /// The number of events, at least 1.
  public var count: Int64
  /// The time of the last of them.
  public var lastAt: StoredInstant

  /// - Parameter count: at least 1.
  public init(role: String, verdict: String, count: Int64, lastAt: StoredInstant) {
    self.role = role
    self.verdict = verdict
    self.count = count
    self.lastAt = lastAt
  }
}

/// Reads which source started a family and how many events each role has sent to it. Events that change nothing leave
/// only a count here and no row in the history.
public protocol ReadSenders: AnyObject {
  /// Returns the source that started the family (`api:website`); nil if it is unknown.
  func origin(of family: FamilyID) throws(StoreError) -> String?
  /// Returns the counts in ascending order of (role, verdict).
  func eventCounts(of family: FamilyID) throws(StoreError) -> [EventCount]
}

/// Writes the origins of families and the counts of their events.
public protocol WriteSenders: AnyObject {
  /// Sets the source that started a family. Throws `constraint` if it was set before or the family does not exist.
  func setOrigin(_ source: String, of family: FamilyID) throws(StoreError)
  /// Raises a count by one. Throws `constraint` if the family does not exist.
  func countEvent(of family: FamilyID, role: String, verdict: String, at instant: StoredInstant) throws(StoreError)
}
