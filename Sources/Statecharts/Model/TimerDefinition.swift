public import CEL
public import CivilTime

/// A timer of a state. It follows its expression: whenever what the expression reads changes, it is armed anew.
public struct TimerDefinition: Sendable {
  public enum When: Sendable {
    /// Due at an instant; null: not armed.
    case at(Program)
    /// First and then again and again.
    case every(first: Program, then: Program)
    /// Again and again on the wall of a zone.
    case rhythm(Rhythm)
  }

  /// The same time of day, the same day of the month, over changes of the clocks.
  public struct Rhythm: Sendable {
    public enum First: Sendable {
      case period(Period)
      /// A timestamp, or a duration from the entry.
      case program(Program)
    }

    public var first: First
    public var every: Period
    public var zone: DataExpression
    public var policy: WallPolicy
    public var zones: any ZoneSource

    public init(first: First, every: Period, zone: DataExpression, policy: WallPolicy, zones: any ZoneSource) {
      self.first = first
      self.every = every
      self.zone = zone
      self.policy = policy
      self.zones = zones
    }
  }

  public enum Past: Sendable {
    /// An instant that is past when the timer is armed fires at once.
    case fire
    case skip
  }

  /// What a timer does that fires late (the daemon was down).
  public enum Late: Sendable {
    case always
    /// Missed if later than this.
    case atMost(Duration)
    /// Missed after an instant.
    case until(Program)
  }

  /// `reminder_1`, unique in the machine together with its state: `active/reminder_1`.
  public var name: String
  public var state: Int
  public var when: When
  public var past: Past
  public var late: Late
  /// Event index of its firing and of its being missed.
  public var event: Int
  public var missed: Int
  public var line: Int

  public init(
    name: String, state: Int, when: When, past: Past, late: Late, event: Int, missed: Int, line: Int
  ) {
    self.name = name
    self.state = state
    self.when = when
    self.past = past
    self.late = late
    self.event = event
    self.missed = missed
    self.line = line
  }
}
