import CivilTime

/// The time that the counterparts believe in: the wall's, until the control API sets one, which then stands still
/// until it is set again. It never goes backward.
struct SandboxClock: Sendable {
  private(set) var now: Instant
  private(set) var isPaused: Bool

  init(now: Instant, isPaused: Bool = false) {
    self.now = now
    self.isPaused = isPaused
  }

  /// A held clock takes no notice of the wall.
  mutating func follow(wall: Instant) {
    if !isPaused, wall > now { now = wall }
  }

  /// Holds the clock at `instant`, or at the present time when that is later.
  mutating func hold(at instant: Instant) {
    isPaused = true
    if instant > now { now = instant }
  }

  /// Between two settlements on the way to a new time.
  mutating func pass(to instant: Instant) {
    if instant > now { now = instant }
  }
}
