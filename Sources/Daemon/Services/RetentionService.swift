import ServiceLifecycle

/// Looks once an hour.
struct RetentionService: Service {
  let retention: RecordRetention

  func run() async throws {
    await Rhythm.every(.seconds(3_600)) { await retention.look() }
  }
}
