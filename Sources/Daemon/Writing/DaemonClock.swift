import CivilTime
import Glibc
import Synchronization

/// The time of the engine: the machine's clock, or the test clock that only operators move.
///
/// While the machine's clock is held, time runs on from the last trusted reading by the clock that counts since the boot, so that delays
/// and back-offs of steps without a risk go on. After another boot nothing says how long the machine was off: time stands.
final class DaemonClock: Sendable {
  let isTest: Bool
  private let manual: Mutex<Instant>
  private let held: Mutex<ClockGuard.Reading?>

  /// - Parameters:
  ///   - start: where the test clock stands; nil: live.
  ///   - held: the reading from which a live clock runs on that is held from the start.
  init(test start: Instant?, held: ClockGuard.Reading? = nil) {
    isTest = start != nil
    manual = Mutex(start ?? .epoch)
    self.held = Mutex(start == nil ? held : nil)
  }

  var now: Instant {
    if isTest { return manual.withLock { $0 } }
    guard let reading = held.withLock({ $0 }) else { return Self.wall }
    return Self.running(on: reading, at: Self.sinceBoot)
  }

  /// The times that a sender's signature may carry: while the clock is held nobody knows which of the two is right.
  var signatureTimes: [Instant] {
    guard !isTest, let reading = held.withLock({ $0 }) else { return [now] }
    return [Self.wall, Self.running(on: reading, at: Self.sinceBoot)]
  }

  /// Moves the test clock; never backward.
  func advance(to instant: Instant) { manual.withLock { $0 = max($0, instant) } }

  /// Has a live clock run on from a reading; nil: lets it go.
  func hold(at reading: ClockGuard.Reading?) { held.withLock { $0 = reading } }

  /// The reading's time, moved on by what passed since on the other clock; the reading's own where that clock began anew.
  static func running(on reading: ClockGuard.Reading, at boot: Duration) -> Instant {
    reading.wall.adding(max(.zero, boot - reading.boot)) ?? reading.wall
  }

  /// CLOCK_REALTIME.
  static var wall: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? .epoch
  }

  /// CLOCK_BOOTTIME: it only goes forward, and counts suspension. Every pause is measured by it.
  static var sinceBoot: Duration {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  /// Both clocks of the machine; whether the wall clock is synchronised is not asked.
  static var reading: ClockGuard.Reading { ClockGuard.Reading(wall: wall, boot: sinceBoot, isSynchronised: false) }
}
