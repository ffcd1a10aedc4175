import ServiceLifecycle

/// Removes old quotes at the start, and once an hour.
struct QuoteService: Service {
  let retention: QuoteRetention

  func run() async throws {
    await Rhythm.every(.seconds(3_600)) { await retention.look() }
  }
}
