public import CivilTime

/// Shows the daemon's clock; the time itself is `now`.
public struct ShowClock: ControlRequest {
  public static let verb = Verb("clock.show")
  public typealias Answer = ClockState

  public init() {}
}

/// The daemon's clock.
public struct ClockState: Codable, Sendable {
  /// `live` (the machine's) or `test` (moved by operators only).
  public var mode: String
  /// What is due next; absent if nothing is.
  public var next: Due?
  /// Why the clock is held; absent while it is trusted.
  public var held: String?

  public init(mode: String, next: Due?, held: String?) {
    self.mode = mode
    self.next = next
    self.held = held
  }

  /// When something is due.
  public struct Due: Codable, Sendable {
    /// The instant.
    public var due: Instant

    public init(due: Instant) { self.due = due }
  }
}
