import Synchronization

/// The place where a worker is given its next job, and is woken.
final class SMTPDesk: Sendable {
  private struct State: Sendable {
    var job: SMTPJob?
    var handle: CurlMailbox.MultiHandle?
    var isStopping = false
  }

  let server: SMTPServer
  private let state = Mutex(State())

  init(_ server: SMTPServer) { self.server = server }

  var hasJob: Bool { state.withLock { $0.job != nil } }
  var isStopping: Bool { state.withLock { $0.isStopping } }

  /// Sets the handle that the worker sleeps in; nil before it is cleaned up.
  func open(_ handle: CurlMailbox.MultiHandle?) { state.withLock { $0.handle = handle } }

  func put(_ job: SMTPJob) {
    state.withLock { state in
      state.job = job
      state.handle?.wake()
    }
  }

  func take() -> SMTPJob? {
    state.withLock { state in
      defer { state.job = nil }
      return state.job
    }
  }

  func stop() {
    state.withLock { state in
      state.isStopping = true
      state.handle?.wake()
    }
  }
}
