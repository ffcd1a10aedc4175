import CivilTime
import Glibc
import Synchronization

/// The time of the engine: the machine's clock, which stands while it is held, or the test clock that only operators move.
final class DaemonClock: Sendable {
  let isTest: Bool
  private let manual: Mutex<Instant>
  private let stands: Mutex<Instant?>

  /// - Parameters:
  ///   - start: where the test clock stands; nil: live.
  ///   - held: where a live clock stands that was held when the daemon ended.
  init(test start: Instant?, held: Instant? = nil) {
    isTest = start != nil
    manual = Mutex(start ?? .epoch)
    stands = Mutex(start == nil ? held : nil)
  }

  var now: Instant { isTest ? manual.withLock { $0 } : stands.withLock { $0 } ?? Self.wall }

  /// The test clock, or the machine's, trusted or not: what senders' signatures are compared with.
  var unheld: Instant { isTest ? now : Self.wall }

  /// Moves the test clock; never backward.
  func advance(to instant: Instant) { manual.withLock { $0 = max($0, instant) } }

  /// Holds a live clock at an instant; nil: lets it go.
  func hold(at instant: Instant?) { stands.withLock { $0 = instant } }

  /// CLOCK_REALTIME.
  static var wall: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? .epoch
  }

  /// Both clocks of the machine.
  static var reading: ClockGuard.Reading {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return ClockGuard.Reading(
      wall: wall, boot: .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec)))
  }
}
