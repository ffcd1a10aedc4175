import Control
import Synchronization

/// The lines that wait for one follower. It is bounded: a slow reader misses the oldest lines and is told their number.
final class LineBuffer: Sendable {
  private struct State {
    /// The newest lines in the order of arrival; at most `limit`.
    var incoming: [EventStreamEntry] = []
    /// Lines moved from `incoming`, in reverse order.
    var outgoing: [EventStreamEntry] = []
    var dropped: Int64 = 0
    var isFinished = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private enum Next {
    case line(EventStreamEntry)
    case end
    case nothing
  }

  private let limit: Int
  private let isIncluded: @Sendable (EventStreamEntry) -> Bool
  private let state = Mutex(State())

  init(limit: Int, where isIncluded: @escaping @Sendable (EventStreamEntry) -> Bool) {
    self.limit = max(2, limit)
    self.isIncluded = isIncluded
  }

  /// Adds a line if the follower wants it.
  func push(_ line: EventStreamEntry) {
    guard isIncluded(line) else { return }
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.isFinished else { return nil }
      if state.incoming.count >= limit {
        // Half of them are dropped at once, so that the cost of a line does not grow with the number that wait.
        let half = limit / 2
        state.incoming.removeFirst(half)
        state.dropped += Int64(half)
      }
      state.incoming.append(line)
      return state.waiter.take()
    }
    waiter?.resume()
  }

  /// The follower gets the remaining lines and then the end.
  func finish() {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.isFinished = true
      return state.waiter.take()
    }
    waiter?.resume()
  }

  /// The next line; nil at the end, or when the reader's task is cancelled. Only one reader may call it at a time.
  func next() async -> EventStreamEntry? {
    while true {
      switch take() {
      case .line(let line): return line
      case .end: return nil
      case .nothing: await wait()
      }
    }
  }

  private func take() -> Next {
    state.withLock { state in
      if state.outgoing.isEmpty {
        let dropped = state.dropped
        if dropped > 0 {
          state.dropped = 0
          var line = EventStreamEntry(
            kind: "dropped", text: "\(dropped) lines are missing here: they came faster than they were read")
          line.dropped = dropped
          return .line(line)
        }
        state.outgoing = state.incoming.reversed()
        state.incoming = []
      }
      if let line = state.outgoing.popLast() { return .line(line) }
      return state.isFinished ? .end : .nothing
    }
  }

  private func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let isReady = state.withLock { state in
          if state.isFinished || !state.incoming.isEmpty { return true }
          state.waiter = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    } onCancel: {
      finish()
    }
  }
}
