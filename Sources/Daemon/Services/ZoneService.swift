import ServiceLifecycle

/// Tells bookings of new rules of time zones, at the start and once a day. The rules are read at the start; the later
/// looks are for what could not be told then.
struct ZoneService: Service {
  let follower: ZoneFollower

  func run() async throws {
    await Rhythm.every(.seconds(86_400)) { await follower.follow() }
  }
}
