import ServiceLifecycle

/// Removes bundles whose last family has ended, once an hour.
struct TidyService: Service {
  let deployer: Deployer

  func run() async throws {
    await Rhythm.every(.seconds(3_600)) { await deployer.tidy() }
  }
}
