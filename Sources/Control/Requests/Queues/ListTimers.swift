public import CivilTime

/// Lists armed timers, the next due first.
public struct ListTimers: ControlRequest {
  /// The verb `timers.list`, which reads.
  public static let verb = Verb("timers.list")
  /// The answer is a page of `TimerEntry`.
  public typealias Answer = Page<TimerEntry>

  /// The booking; all if absent.
  public var reference: ShortText?
  /// The instant before which they are due; any if absent.
  public var before: Instant?
  /// The most items; 100 if absent.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
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

  /// Creates a `TimerEntry` from its fields.
  public init(due: Instant, reference: String, workflow: String, name: String) {
    self.due = due
    self.reference = reference
    self.workflow = workflow
    self.name = name
  }
}
