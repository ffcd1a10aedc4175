/// An armed timer. There is at most one for (instance, name); the generation says which arming it is, so that a timer
/// that was moved or cancelled can never fire by its old row.
public struct TimerRecord: Hashable, Sendable {
  public var due: StoredInstant
  public var family: FamilyID
  public var instance: InstanceID
  public var name: String
  public var generation: Int64

  public init(due: StoredInstant, family: FamilyID, instance: InstanceID, name: String, generation: Int64) {
    self.due = due
    self.family = family
    self.instance = instance
    self.name = name
    self.generation = generation
  }
}

public protocol ReadTimers: AnyObject {
  /// Timers with due ≤ `now`, ascending by (due, instance, name), at most `limit`, families in `status == running`
  /// only.
  func dueTimers(now: StoredInstant, limit: Int) throws(StoreError) -> [TimerRecord]
  /// The earliest due of a running family's timer, or nil.
  func nextTimer() throws(StoreError) -> StoredInstant?
  /// Ascending by (due, instance, name).
  func timers(of family: FamilyID) throws(StoreError) -> [TimerRecord]
  /// Timers with due < `dueBefore` of all families, ascending by (due, instance, name), for lists.
  func timers(dueBefore: StoredInstant, limit: Int) throws(StoreError) -> [TimerRecord]
}

public protocol WriteTimers: AnyObject {
  /// Arms or moves the timer (instance, name): any older row of that name is gone. `constraint` unless the instance
  /// belongs to the family.
  func putTimer(_ record: TimerRecord) throws(StoreError)
  /// Removes the timer (instance, name). Harmless when there is none.
  func removeTimer(instance: InstanceID, name: String) throws(StoreError)
}
