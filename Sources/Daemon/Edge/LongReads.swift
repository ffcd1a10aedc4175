import Control
import SQLiteStorage
import Synchronization

/// Reads of the store that take long, each on a thread of its own and few at once. One ends when its time is over or its client has
/// left; the client hears so even if SQLite cannot be interrupted at that moment, and the place stays taken until it can.
final class LongReads: Sendable {
  private let limit: Int
  private let running = Mutex(0)

  init(limit: Int = 2) { self.limit = limit }

  /// Long reads under way, those included whose clients have been answered.
  var count: Int { running.withLock { $0 } }

  /// - Parameters:
  ///   - bound: after this the read is interrupted.
  ///   - grace: how long it may take to stop after that.
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

/// A value that is given once and awaited once; what is given later is dropped.
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
