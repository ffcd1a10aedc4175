import ServiceLifecycle

/// The writer thread: recovery, then turns. On shutdown, for whatever reason, the turn under way is finished first.
struct WriterService: Service {
  let writer: WriterThread

  func run() async throws {
    writer.start()
    // It also returns when the group is cancelled; in both cases the thread is awaited.
    try? await gracefulShutdown()
    await writer.stop()
  }
}
