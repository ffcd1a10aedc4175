import CivilTime

/// Compares the wall clock with the clock that counts since the boot, suspension included (protocol §5). A drift of more than the
/// tolerance is a step of the wall clock: it is not trusted until both agree again, or somebody accepts it.
struct ClockGuard: Sendable, Equatable {
  /// Both clocks at one moment.
  struct Reading: Sendable, Equatable {
    /// CLOCK_REALTIME.
    var wall: Instant
    /// CLOCK_BOOTTIME: since the boot.
    var boot: Duration
  }

  enum Change: Sendable, Equatable { case none, held, released }

  static let tolerance = Duration.seconds(60)

  /// The last reading that was trusted. It stands while the clock is held.
  private(set) var trusted: Reading
  private(set) var isHeld: Bool
  /// How far the wall clock is ahead of what the other one says, at the last look; negative: behind.
  private(set) var drift: Duration = .zero

  init(trusted: Reading, isHeld: Bool = false) {
    self.trusted = trusted
    self.isHeld = isHeld
  }

  /// What changes with this reading.
  mutating func look(_ reading: Reading) -> Change {
    drift = reading.wall.duration(since: trusted.wall) - (reading.boot - trusted.boot)
    // A count that went back is that of another boot: it says nothing about the wall clock.
    let agrees = reading.boot >= trusted.boot && drift <= Self.tolerance && drift >= .zero - Self.tolerance
    if !agrees {
      defer { isHeld = true }
      return isHeld ? .none : .held
    }
    defer { isHeld = false }
    trusted = reading
    return isHeld ? .released : .none
  }

  /// Somebody says that the wall clock is right.
  mutating func accept(_ reading: Reading) { self = ClockGuard(trusted: reading) }
}
