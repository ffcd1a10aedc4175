import ServiceLifecycle

/// Work that is done again and again while the daemon runs.
enum Rhythm {
  /// Does the work at once and after each interval. Returns when the daemon shuts down, without waiting for an interval to end.
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
