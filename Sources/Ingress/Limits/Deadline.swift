/// Waits for work that is not to be cancelled, but not for ever.
struct Deadline: Sendable {
  /// Ends after the duration, or at once when cancelled. Tests give another.
  var pause: @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }

  /// What `work` returned, or nil when it had not after `limit`. The work goes on in that case: a commit under way cannot be
  /// taken back.
  func first<Result: Sendable>(
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
