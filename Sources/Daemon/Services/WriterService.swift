import ServiceLifecycle

/// The writer thread: recovery, then turns. On shutdown, whatever the reason, the turn under way ends first.
struct WriterService: Service {
  let writer: WriterThread

  func run() async throws {
    writer.start()
    // It also returns when the group is cancelled; either way the thread is waited for.
    try? await gracefulShutdown()
    await writer.stop()
  }
}
