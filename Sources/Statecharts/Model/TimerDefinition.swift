public import CEL
public import CivilTime

/// A timer of a state. It follows its expression: it is armed anew whenever the expression's value changes.
public struct TimerDefinition: Sendable {
  /// The instants at which a timer is due.
  public enum When: Sendable {
    /// The timer is due once, at a timestamp or a duration after the entry of its state. It is not armed while the
    /// value is null.
    case at(Program)
    /// The timer is due first at a timestamp or a duration after the entry, then again after each interval.
    case every(first: Program, then: Program)
    /// The timer repeats on the local calendar of a time zone.
    case rhythm(Rhythm)
  }

  /// A repetition that keeps the time of day, or the day of the month, over changes of the clocks.
  public struct Rhythm: Sendable {
    /// The start of the repetition.
    public enum First: Sendable {
      /// A period on the local calendar after the entry of the state.
      case period(Period)
      /// A timestamp, or a duration after the entry of the state.
      case program(Program)
    }

    /// The start of the repetition.
    public var first: First
    /// The distance between rounds, longer than zero.
    public var every: Period
    /// The name of the time zone.
    public var zone: DataExpression
    /// The choice for a time that the clocks skip or show twice.
    public var policy: WallPolicy
    /// The rules of time zones, by name.
    public var zones: any ZoneSource

    /// Creates a repetition on a local calendar.
    public init(first: First, every: Period, zone: DataExpression, policy: WallPolicy, zones: any ZoneSource) {
      self.first = first
      self.every = every
      self.zone = zone
      self.policy = policy
      self.zones = zones
    }
  }

  /// The treatment of an instant that is past when the timer is armed.
  public enum Past: Sendable {
    /// The timer fires at once.
    case fire
    /// The timer does not fire.
    case skip
  }

  /// The treatment of a timer that fires late, for example because the daemon was down.
  public enum Late: Sendable {
    /// The timer fires, however late it is.
    case always
    /// The timer is missed if it is later than this.
    case atMost(Duration)
    /// The timer is missed after an instant; it never is while the value is null.
    case until(Program)
  }

  /// The name with the path of its state, such as `active/reminder_1`, unique in the machine.
  public var name: String
  /// The index of the state that it belongs to.
  public var state: Int
  /// The instants at which it is due.
  public var when: When
  /// The treatment of an instant that is past when the timer is armed.
  public var past: Past
  /// The treatment of a late firing.
  public var late: Late
  /// True if an instant that has fired may fire again because the state is entered again: the definition says so, or the
  /// instant follows from the entry.
  public var again: Bool
  /// The index of the event of its firing.
  public var event: Int
  /// The index of the event of its being missed.
  public var missed: Int
  /// The line in the definition.
  public var line: Int

  /// Creates the definition of a timer.
  public init(
    name: String, state: Int, when: When, past: Past, late: Late, again: Bool = false, event: Int, missed: Int,
    line: Int
  ) {
    self.name = name
    self.state = state
    self.when = when
    self.past = past
    self.late = late
    self.again = again
    self.event = event
    self.missed = missed
    self.line = line
  }
}
