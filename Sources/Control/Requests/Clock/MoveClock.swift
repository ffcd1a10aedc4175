public import CivilTime

/// Trusts the machine's clock again after it was stepped. Everything that is due by it happens at once.
public struct AcceptClock: ControlRequest {
  /// The verb `clock.accept`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("clock.accept", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// Creates the request, which has no arguments.
  public init() {}
}

/// Moves a test clock. The clock stops at each instant at which something is due, and each line reports an event on the
/// way. Exactly one of the arguments is given.
public struct AdvanceClock: StreamedRequest {
  /// The verb `clock.advance`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("clock.advance", .act)
  /// Each line of the answer is an `EventStreamEntry`.
  public typealias Answer = EventStreamEntry

  /// The instant to move to.
  public var to: Instant?
  /// The duration to move by.
  public var by: ElapsedTime?
  /// Moves to the next due instant.
  public var next: Bool?

  /// Creates the request; an argument that is nil is left out.
  public init(to: Instant? = nil, by: ElapsedTime? = nil, next: Bool? = nil) {
    self.to = to
    self.by = by
    self.next = next
  }
}
