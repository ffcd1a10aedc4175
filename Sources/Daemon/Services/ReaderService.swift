import ServiceLifecycle

/// The readers' threads. On shutdown they end after everybody who asks them and before the writer, which as the last
/// connection takes the store's log away.
struct ReaderService: Service {
  let readers: ReaderPool

  func run() async throws {
    try? await gracefulShutdown()
    await readers.end()
  }
}
