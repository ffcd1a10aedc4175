import CivilTime

/// The counterparts' time. It follows the wall clock until the control API sets it; then it stands still until it is
/// set again. It never goes backwards.
struct SandboxClock: Sendable {
  private(set) var now: Instant
  private(set) var isPaused: Bool

  init(now: Instant, isPaused: Bool = false) {
    self.now = now
    self.isPaused = isPaused
  }

  /// A held clock ignores the wall clock.
  mutating func follow(wall: Instant) {
    if !isPaused, wall > now { now = wall }
  }

  /// Holds the clock at `instant`, or at the present if that is later.
  mutating func hold(at instant: Instant) {
    isPaused = true
    if instant > now { now = instant }
  }

  /// Moves the clock to a settlement on the way to a new time.
  mutating func pass(to instant: Instant) {
    if instant > now { now = instant }
  }
}
