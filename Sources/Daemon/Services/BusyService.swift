import ServiceLifecycle

/// Reads the calendars of consultants at the start, and every ten minutes.
struct BusyService: Service {
  let follower: BusyFollower

  func run() async throws {
    await Rhythm.every(.seconds(600)) { await follower.look() }
  }
}
