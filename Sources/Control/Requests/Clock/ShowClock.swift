public import CivilTime

/// Shows the daemon's clock; the time itself is `now`.
public struct ShowClock: ControlRequest {
  /// The verb `clock.show`, which reads.
  public static let verb = Verb("clock.show")
  /// The answer is a `ClockState`.
  public typealias Answer = ClockState

  /// Creates the request, which has no arguments.
  public init() {}
}

/// The daemon's clock.
public struct ClockState: Codable, Sendable {
  /// `live` (the machine's) or `test` (moved by operators only).
  public var mode: String
  /// The next due instant; absent if nothing is due.
  public var next: Due?
  /// The reason why the clock is held; absent while it is trusted.
  public var held: String?

  /// Creates a `ClockState` from its fields.
  public init(mode: String, next: Due?, held: String?) {
    self.mode = mode
    self.next = next
    self.held = held
  }

  /// A due instant.
  public struct Due: Codable, Sendable {
    /// The instant.
    public var due: Instant

    /// Creates a `Due` from its fields.
    public init(due: Instant) { self.due = due }
  }
}
