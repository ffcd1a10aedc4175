import CivilTime

/// Decides whether the wall clock is trusted. Pure: it judges readings.
///
/// It is distrusted, and held, in two cases. A **step**: it moved against the clock that counts since the boot, suspension included, by
/// more than the tolerance; until both agree again. **Unsynchronised**: at the start the kernel did not say that anybody keeps it right;
/// until the kernel does. An operator who accepts the clock ends either.
struct ClockGuard: Sendable, Equatable {
  /// Both clocks at one moment.
  struct Reading: Sendable, Equatable {
    /// CLOCK_REALTIME.
    var wall: Instant
    /// CLOCK_BOOTTIME: since the boot.
    var boot: Duration
    /// The kernel says that a time service keeps the wall clock right, or the settings say to trust it without. False where nobody
    /// asked.
    var isSynchronised = true

    /// When the machine was booted, by this wall clock. It stays the same until the wall clock is stepped or the machine is booted again.
    var began: Instant? { wall.adding(.zero - boot) }
  }

  enum Cause: String, Sendable, CaseIterable { case step, unsynchronised }
  enum Change: Sendable, Equatable { case none, held, released }

  static let tolerance = Duration.seconds(60)

  /// The last reading that was trusted. It stands while the clock is held.
  private(set) var trusted: Reading
  /// Why the clock is held; nil: it is trusted.
  private(set) var cause: Cause?
  /// How far the wall clock is ahead of the trusted one, which runs on by the other clock; negative: behind.
  private(set) var drift: Duration = .zero

  init(trusted: Reading, cause: Cause? = nil) {
    self.trusted = trusted
    self.cause = cause
  }

  /// The guard of a process that starts.
  ///
  /// - Parameters:
  ///   - kept: the hold that the process before left.
  ///   - lastNow: the time of the last commit: all that is known for certain where the clock itself is not.
  ///   - accepted: the boot, by its beginning, in which an operator accepted the clock.
  static func starting(_ reading: Reading, kept: ClockHold?, lastNow: Instant?, accepted: Instant?) -> ClockGuard {
    if let kept { return ClockGuard(trusted: Reading(wall: kept.since, boot: kept.boot), cause: kept.cause) }
    if reading.isSynchronised || isNear(reading.began, accepted) { return ClockGuard(trusted: reading) }
    return ClockGuard(
      trusted: Reading(wall: lastNow ?? reading.wall, boot: reading.boot, isSynchronised: false), cause: .unsynchronised
    )
  }

  var isUntrusted: Bool { cause != nil }

  /// What changes with this reading.
  mutating func look(_ reading: Reading) -> Change {
    drift = reading.wall.duration(since: trusted.wall) - (reading.boot - trusted.boot)
    // A count that went back is that of another boot: it says nothing about the wall clock.
    let agrees = reading.boot >= trusted.boot && Self.isSmall(drift)
    switch (cause, agrees) {
    case (nil, true):
      trusted = reading
      return .none
    case (nil, false):
      cause = .step
      return .held
    case (.unsynchronised, _) where reading.isSynchronised, (.step, true):
      self = ClockGuard(trusted: reading)
      return .released
    default:
      return .none
    }
  }

  /// Somebody says that the wall clock is right.
  mutating func accept(_ reading: Reading) { self = ClockGuard(trusted: reading) }

  private static func isSmall(_ apart: Duration) -> Bool { apart <= tolerance && apart >= .zero - tolerance }

  private static func isNear(_ one: Instant?, _ other: Instant?) -> Bool {
    guard let one, let other else { return false }
    return isSmall(one.duration(since: other))
  }
}
