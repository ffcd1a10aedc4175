import CSystemd
import Glibc

/// Starts a thread of its own, named as `ps` and core dumps show it (15 bytes). False if the system has no thread left to give.
func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
  let start = Unmanaged.passRetained(ThreadStart(name: name, body: body))
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { pointer in
      guard let pointer else { return nil }
      let start = Unmanaged<ThreadStart>.fromOpaque(pointer).takeRetainedValue()
      _ = magnetiq_set_thread_name(start.name)
      start.body()
      return nil
    }, start.toOpaque())
  guard code == 0 else {
    start.release()
    return false
  }
  pthread_detach(thread)
  return true
}

/// Runs work that takes long or blocks away from the threads of Swift's concurrency, of which there are as few as processors: one that is
/// blocked there keeps every request waiting.
func onThread<T: Sendable>(_ name: String, _ body: @escaping @Sendable () -> T) async -> T {
  await withCheckedContinuation { continuation in
    if !startThread(name, { continuation.resume(returning: body()) }) { continuation.resume(returning: body()) }
  }
}

private final class ThreadStart: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}
