import ServiceLifecycle

/// Tells the machines of consultants at the start, and once a day, what they have not heard of.
struct FollowerService: Service {
  let follower: ConsultantFollower

  func run() async throws {
    await Rhythm.every(.seconds(86_400)) { await follower.follow() }
  }
}
