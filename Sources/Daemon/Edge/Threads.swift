import CSystemd
import Glibc

/// Starts a thread with a name for `ps` and core dumps (15 bytes). Returns false if the system cannot create one.
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

/// Runs long or blocking work outside of the threads of Swift's concurrency. There are only as many of those as
/// processors, so blocking one delays every request.
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
