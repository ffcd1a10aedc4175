import CivilTime

/// Decides whether the wall clock is trusted. It is a pure function of the readings.
///
/// The clock is distrusted, and held, in two cases. After a **step**: it moved against the clock that counts since the
/// boot (suspension included) by more than the tolerance; the hold ends when both agree again. While
/// **unsynchronised**: at the start the kernel did not report a time service; the hold ends when it does. An operator
/// who accepts the clock ends either.
struct ClockGuard: Sendable, Equatable {
  /// Both clocks at one moment.
  struct Reading: Sendable, Equatable {
    /// CLOCK_REALTIME.
    var wall: Instant
    /// CLOCK_BOOTTIME: the time since the boot.
    var boot: Duration
    /// Whether the kernel reports that a time service keeps the wall clock right, or the settings trust it without one.
    /// False if the kernel was not asked.
    var isSynchronised = true

    /// The time of the boot by this wall clock. It changes only if the wall clock is stepped or the machine boots
    /// again.
    var began: Instant? { wall.adding(.zero - boot) }
  }

  enum Cause: String, Sendable, CaseIterable { case step, unsynchronised }
  enum Change: Sendable, Equatable { case none, held, released }

  static let tolerance = Duration.seconds(60)

  /// The last trusted reading. It stays while the clock is held.
  private(set) var trusted: Reading
  /// The reason for the hold; nil while the clock is trusted.
  private(set) var cause: Cause?
  /// The time by which the wall clock is ahead of the trusted one, which continues by the other clock; negative if it
  /// is behind.
  private(set) var drift: Duration = .zero

  init(trusted: Reading, cause: Cause? = nil) {
    self.trusted = trusted
    self.cause = cause
  }

  /// The guard at the start of a process.
  ///
  /// - Parameters:
  ///   - kept: the hold that the process before left.
  ///   - lastNow: the time of the last commit, the only certain time if the clock is not trusted.
  ///   - accepted: the time of the boot in which an operator accepted the clock.
  static func starting(_ reading: Reading, kept: ClockHold?, lastNow: Instant?, accepted: Instant?) -> ClockGuard {
    if let kept { return ClockGuard(trusted: Reading(wall: kept.since, boot: kept.boot), cause: kept.cause) }
    if reading.isSynchronised || isNear(reading.began, accepted) { return ClockGuard(trusted: reading) }
    return ClockGuard(
      trusted: Reading(wall: lastNow ?? reading.wall, boot: reading.boot, isSynchronised: false), cause: .unsynchronised
    )
  }

  var isUntrusted: Bool { cause != nil }

  /// Judges a reading and returns the change that it causes.
  mutating func look(_ reading: Reading) -> Change {
    drift = reading.wall.duration(since: trusted.wall) - (reading.boot - trusted.boot)
    // A smaller count belongs to another boot and says nothing about the wall clock.
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

  /// An operator declares the wall clock right.
  mutating func accept(_ reading: Reading) { self = ClockGuard(trusted: reading) }

  private static func isSmall(_ apart: Duration) -> Bool { apart <= tolerance && apart >= .zero - tolerance }

  private static func isNear(_ one: Instant?, _ other: Instant?) -> Bool {
    guard let one, let other else { return false }
    return isSmall(one.duration(since: other))
  }
}
