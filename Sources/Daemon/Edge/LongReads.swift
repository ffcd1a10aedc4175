import Control
import SQLiteStorage
import Synchronization

/// Runs long reads of the store on threads of their own, and few at a time. A read ends when its time is over or its
/// client has disconnected. The client is answered even if SQLite cannot be interrupted at that moment; the slot stays
/// taken until it can.
final class LongReads: Sendable {
  private let limit: Int
  private let running = Mutex(0)

  init(limit: Int = 2) { self.limit = limit }

  /// The number of long reads under way, including those whose clients have been answered.
  var count: Int { running.withLock { $0 } }

  /// - Parameters:
  ///   - bound: the time after which the read is interrupted.
  ///   - grace: the time that it may take to stop.
  func run<T: Sendable>(
    _ name: String, within bound: Duration, grace: Duration = .milliseconds(500),
    _ body: @escaping @Sendable (Interruption) throws(ControlFailure) -> T
  ) async throws(ControlFailure) -> T {
    guard begin() else {
      throw ControlFailure(
        status: 503, code: "busy", message: "\(limit) long reads of the store are under way already",
        hint: "try again when one of them has ended")
    }
    let interruption = Interruption()
    let answer = Answer<Result<T, ControlFailure>>()
    let watchdog = Task {
      do {
        try await Task.sleep(for: bound)
        interruption.interrupt(.timedOut)
        try await Task.sleep(for: grace)
      } catch {
        return
      }
      answer.give(.failure(Self.tooLong(name, bound)))
    }
    defer { watchdog.cancel() }
    let isStarted = startThread("long-read") { [self] in
      let result = Result { () throws(ControlFailure) in try body(interruption) }
      running.withLock { $0 -= 1 }
      answer.give(result)
    }
    if !isStarted {
      running.withLock { $0 -= 1 }
      throw ControlFailure(status: 503, code: "busy", message: "the system gives no further thread")
    }
    return try await withTaskCancellationHandler {
      await answer.value
    } onCancel: {
      interruption.interrupt(.cancelled)
    }.get()
  }

  private func begin() -> Bool {
    running.withLock { running in
      guard running < limit else { return false }
      running += 1
      return true
    }
  }

  private static func tooLong(_ name: String, _ bound: Duration) -> ControlFailure {
    ControlFailure(
      status: 504, code: "too_long", message: "\(name) was not done after \(bound / .milliseconds(1)) ms",
      hint: "ask for less, by a key or an id")
  }
}

/// A value that is set once and awaited once; later values are dropped.
private final class Answer<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Value, Never>)
    case given(Value)
    case done
  }

  private let state = Mutex(State.open)

  func give(_ value: Value) {
    let waiting: CheckedContinuation<Value, Never>? = state.withLock { state in
      switch state {
      case .open:
        state = .given(value)
        return nil
      case .awaited(let continuation):
        state = .done
        return continuation
      case .given, .done: return nil
      }
    }
    waiting?.resume(returning: value)
  }

  var value: Value {
    get async {
      await withCheckedContinuation { continuation in
        let given: Value? = state.withLock { state in
          guard case .given(let value) = state else {
            state = .awaited(continuation)
            return nil
          }
          state = .done
          return value
        }
        if let given { continuation.resume(returning: given) }
      }
    }
  }
}
