import CCurl
import Synchronization

/// Passes submissions from other threads to the loop's thread and wakes it.
final class CurlMailbox: Sendable {
  enum Submission: Sendable {
    case http(
      HTTPRequest, isCancelled: @Sendable () -> Bool,
      completion: @Sendable (Result<HTTPResponse, TransportFailure>) -> Void)
    case imap(IMAPRequest, completion: @Sendable (Result<[UInt8], TransportFailure>) -> Void)

    func fail(_ failure: TransportFailure) {
      switch self {
      case .http(_, _, let completion): completion(.failure(failure))
      case .imap(_, let completion): completion(.failure(failure))
      }
    }
  }

  /// Sendable because other threads only call curl_multi_wakeup on it, which libcurl documents as safe from any thread, and that only
  /// under the owner's lock while `handle` is not nil; everything else is done by one thread alone.
  struct MultiHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    /// Ends the sleep of the thread that owns it.
    func wake() { curl_multi_wakeup(pointer) }
  }

  private struct State: Sendable {
    var waiting: [Submission] = []
    var handle: MultiHandle?
    var isStopping = false
  }

  private let state: Mutex<State>

  init(_ handle: MultiHandle) { state = Mutex(State(handle: handle)) }

  func post(_ submission: Submission) {
    let accepted = state.withLock { state in
      guard !state.isStopping else { return false }
      state.waiting.append(submission)
      state.handle?.wake()
      return true
    }
    if !accepted { submission.fail(CurlClient.stopped(.notSent)) }
  }

  func stop() {
    state.withLock { state in
      state.isStopping = true
      state.handle?.wake()
    }
  }

  /// Returns the submissions since the last call, and whether the client is stopping.
  func take() -> (submissions: [Submission], isStopping: Bool) {
    state.withLock { state in
      defer { state.waiting = [] }
      return (state.waiting, state.isStopping)
    }
  }

  /// Called at the end; afterwards nothing wakes the handle.
  func close() {
    state.withLock { $0.handle = nil }
  }
}
