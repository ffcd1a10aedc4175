import ServiceLifecycle

/// Repeats work while the daemon runs.
enum Rhythm {
  /// Does the work at once and after each interval. Returns as soon as the daemon shuts down.
  static func every(_ interval: Duration, _ work: @escaping @Sendable () async -> Void) async {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      await work()
      do {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
      } catch {
        return
      }
    }
  }
}
