/// An armed timer. There is at most one for each (instance, name). The generation identifies the arming, so that a
/// timer which was moved or cancelled can never fire by its old row.
public struct TimerRecord: Hashable, Sendable {
  /// The time at which the timer fires.
  public var due: StoredInstant
  /// The family of the instance.
  public var family: FamilyID
  /// The machine that armed the timer.
  public var instance: InstanceID
  /// The timer's name in the definition.
  public var name: String
  /// Identifies the arming. A machine draws a higher number each time it arms or moves one of its timers.
  public var generation: Int64

  /// - Parameter due: the time at which the timer fires.
  public init(due: StoredInstant, family: FamilyID, instance: InstanceID, name: String, generation: Int64) {
    self.due = due
    self.family = family
    self.instance = instance
    self.name = name
    self.generation = generation
  }
}

/// Reads armed timers.
public protocol ReadTimers: AnyObject {
  /// Returns timers with due ≤ `now` in families whose status is `running`, in ascending order of (due, instance, name)
  /// and at most `limit`.
  func dueTimers(now: StoredInstant, limit: Int) throws(StoreError) -> [TimerRecord]
  /// Returns the earliest due time of a running family's timer; nil if there is none.
  func nextTimer() throws(StoreError) -> StoredInstant?
  /// Returns a family's timers in ascending order of (due, instance, name).
  func timers(of family: FamilyID) throws(StoreError) -> [TimerRecord]
  /// Returns timers of all families with due < `dueBefore`, in ascending order of (due, instance, name) and at most
  /// `limit`, for lists.
  func timers(dueBefore: StoredInstant, limit: Int) throws(StoreError) -> [TimerRecord]
}

/// Writes armed timers.
public protocol WriteTimers: AnyObject {
  /// Arms or moves the timer (instance, name) and replaces an older row. Throws `constraint` unless the instance
  /// belongs to the family.
  func putTimer(_ record: TimerRecord) throws(StoreError)
  /// Removes the timer (instance, name). Does nothing if there is none.
  func removeTimer(instance: InstanceID, name: String) throws(StoreError)
}
