import CEL
import Control
import Synchronization

/// Remembers the calls and answers as it was told.
final class RecordingBackend: ControlBackend {
  typealias Answer = @Sendable (ControlCall) -> Result<Value, ControlFailure>

  private let seen = Mutex<[ControlCall]>([])
  private let answer: Answer
  /// What a call waits for before it is answered.
  private let waiting: @Sendable () async -> Void
  /// Given the continuation of every stream.
  private let streaming: @Sendable (AsyncStream<Value>.Continuation) -> Void

  init(
    _ answer: @escaping Answer = { _ in .success(["verdict": "accepted"]) },
    waiting: @escaping @Sendable () async -> Void = {},
    streaming: @escaping @Sendable (AsyncStream<Value>.Continuation) -> Void = { $0.finish() }
  ) {
    self.answer = answer
    self.waiting = waiting
    self.streaming = streaming
  }

  var calls: [ControlCall] { seen.withLock { $0 } }

  func call(_ call: ControlCall) async throws(ControlFailure) -> Value {
    seen.withLock { $0.append(call) }
    await waiting()
    return try answer(call).get()
  }

  func stream(_ call: ControlCall) async throws(ControlFailure) -> AsyncStream<Value> {
    seen.withLock { $0.append(call) }
    _ = try answer(call).get()
    let (stream, continuation) = AsyncStream.makeStream(of: Value.self)
    streaming(continuation)
    return stream
  }
}
