public import CivilTime

/// Lists armed timers, the next due first.
public struct ListTimers: ControlRequest {
  public static let verb = Verb("timers.list")
  public typealias Answer = Page<TimerEntry>

  /// Only those of this booking.
  public var reference: ShortText?
  /// Only those that are due before.
  public var before: Instant?
  /// How many at most; 100 if absent.
  public var limit: PageSize?

  public init(reference: ShortText? = nil, before: Instant? = nil, limit: PageSize? = nil) {
    self.reference = reference
    self.before = before
    self.limit = limit
  }
}

/// An armed timer of a booking.
public struct TimerEntry: Codable, Sendable {
  /// When it fires.
  public var due: Instant
  /// The booking.
  public var reference: String
  /// The workflow of the machine that armed it.
  public var workflow: String
  /// As the workflow names it.
  public var name: String

  public init(due: Instant, reference: String, workflow: String, name: String) {
    self.due = due
    self.reference = reference
    self.workflow = workflow
    self.name = name
  }
}
