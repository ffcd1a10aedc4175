/// Waits for work that must not be cancelled, but not for ever.
package struct Deadline: Sendable {
  /// Ends after the duration, or at once when it is cancelled. Tests use another one.
  package var pause: @Sendable (Duration) async -> Void

  package init(pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }) {
    self.pause = pause
  }

  /// Returns the result of `work`, or nil if there was none after `limit`. The work continues in that case, because a
  /// commit under way cannot be taken back.
  package func first<Result: Sendable>(
    within limit: Duration, of work: @escaping @Sendable () async -> Result
  ) async -> Result? {
    let (results, continuation) = AsyncStream.makeStream(of: Result?.self, bufferingPolicy: .bufferingOldest(1))
    Task { continuation.yield(await work()) }
    let timer = Task { [pause] in
      await pause(limit)
      continuation.yield(nil)
    }
    defer { timer.cancel() }
    for await result in results { return result }
    return nil
  }
}
