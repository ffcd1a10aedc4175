import CivilTime
import Glibc
import Synchronization

/// The time of the engine: the machine's clock, or the test clock that only operators move.
final class DaemonClock: Sendable {
  let isTest: Bool
  private let manual: Mutex<Instant>

  /// - Parameter start: where the test clock stands; nil: live.
  init(test start: Instant?) {
    isTest = start != nil
    manual = Mutex(start ?? .epoch)
  }

  var now: Instant { isTest ? manual.withLock { $0 } : Self.wall }

  /// Moves the test clock; never backward.
  func advance(to instant: Instant) { manual.withLock { $0 = max($0, instant) } }

  /// CLOCK_REALTIME.
  static var wall: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? .epoch
  }
}
