public import CivilTime

/// Trusts the machine's clock again after it was stepped; what is due by it happens at once.
public struct AcceptClock: ControlRequest {
  public static let verb = Verb("clock.accept", .act)
  public typealias Answer = ActResult

  public init() {}
}

/// Moves a test clock, stopping at each instant at which something is due, and answers with what happens on the way. Exactly one of the
/// arguments is given.
public struct AdvanceClock: StreamedRequest {
  public static let verb = Verb("clock.advance", .act)
  public typealias Answer = EventStreamEntry

  /// To this instant.
  public var to: Instant?
  /// By this much.
  public var by: ElapsedTime?
  /// To what is due next.
  public var next: Bool?

  public init(to: Instant? = nil, by: ElapsedTime? = nil, next: Bool? = nil) {
    self.to = to
    self.by = by
    self.next = next
  }
}
