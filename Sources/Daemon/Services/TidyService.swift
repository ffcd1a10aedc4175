import ServiceLifecycle

/// Once an hour forgets the bundles whose last family has ended meanwhile.
struct TidyService: Service {
  let deployer: Deployer

  func run() async throws {
    await Rhythm.every(.seconds(3_600)) { await deployer.tidy() }
  }
}
