import CivilTime
import Glibc
import Synchronization

/// The world behind a lock. No code waits while holding it.
final class SharedWorld: Sendable {
  private let world: Mutex<World>

  init(_ options: SandboxOptions) {
    let now = Self.wall()
    let token = options.token ?? String(now.microsecondsRoundedUp, radix: 36)
    world = Mutex(World(options: options, now: now, token: token))
  }

  /// Advances the world to the present and then calls `body` with it.
  func with<Result: Sendable>(_ body: (inout World) -> Result) -> Result {
    world.withLock { world in
      world.follow(wall: Self.wall())
      return body(&world)
    }
  }

  static func wall() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? .epoch
  }
}
