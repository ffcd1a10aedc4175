import CivilTime
import Glibc
import Synchronization

/// The time of the engine: the machine's clock, or the test clock that only operators move.
///
/// While the machine's clock is held, time continues from the last trusted reading by the clock that counts since the
/// boot, so that delays of steps without a risk go on. After another boot, nobody knows how long the machine was off,
/// and time stands still.
final class DaemonClock: Sendable {
  let isTest: Bool
  private let manual: Mutex<Instant>
  private let held: Mutex<ClockGuard.Reading?>

  /// - Parameters:
  ///   - start: the time of a test clock; nil for a live clock.
  ///   - held: the reading from which a live clock continues that is held from the start.
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

  /// The times that a sender's signature may carry. While the clock is held, nobody knows which of the two is right.
  var signatureTimes: [Instant] {
    guard !isTest, let reading = held.withLock({ $0 }) else { return [now] }
    return [Self.wall, Self.running(on: reading, at: Self.sinceBoot)]
  }

  /// Moves the test clock, never backwards.
  func advance(to instant: Instant) { manual.withLock { $0 = max($0, instant) } }

  /// Makes a live clock continue from a reading; nil releases it.
  func hold(at reading: ClockGuard.Reading?) { held.withLock { $0 = reading } }

  /// The reading's time, advanced by the time that has passed on the other clock; the reading's own time if that clock
  /// restarted.
  static func running(on reading: ClockGuard.Reading, at boot: Duration) -> Instant {
    reading.wall.adding(max(.zero, boot - reading.boot)) ?? reading.wall
  }

  /// CLOCK_REALTIME.
  static var wall: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? .epoch
  }

  /// CLOCK_BOOTTIME, which never goes back and counts suspension. All pauses are measured by it.
  static var sinceBoot: Duration {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  /// Both clocks of the machine, without asking whether the wall clock is synchronised.
  static var reading: ClockGuard.Reading { ClockGuard.Reading(wall: wall, boot: sinceBoot, isSynchronised: false) }
}
