/// The reason why a meeting cannot start at an instant. The first that holds is told, in the order of the cases.
public enum ConflictReason: String, Hashable, Sendable, CaseIterable {
  /// The day is off.
  case holiday
  /// The meeting is not within one stretch of open time, or its start is not on the grid.
  case outsideHours = "outside_hours"
  /// The time is blocked, busy in another calendar, or nothing can be booked then: see the detail.
  case blocked
  /// Another meeting is at that time.
  case booked
  /// Another meeting is too near: preparation, follow-up or buffer overlap.
  case bufferTime = "buffer_time"
  /// The day has as many meetings as it may have.
  case maxDailyLimit = "max_daily_limit"
}

/// More about a reason.
public enum ConflictDetail: String, Hashable, Sendable, CaseIterable {
  /// Nearer than the notice or the first day.
  case tooSoon = "too_soon"
  /// Later than the last day.
  case tooFar = "too_far"
  /// Nothing new can be booked at present.
  case notAccepting = "not_accepting"
  /// The start is not on the grid.
  case offGrid = "off_grid"
}

/// Says whether a meeting can start at an instant.
public enum StartDecision: Hashable, Sendable {
  /// It can.
  case free
  /// It cannot.
  case conflict(ConflictReason, ConflictDetail? = nil)

  /// True if it can.
  public var isFree: Bool { self == .free }
}
