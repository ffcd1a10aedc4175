import CEL
import CivilTime
import Synchronization

@testable import Control

/// Remembers the calls and answers as it was told, on the routes of every verb.
final class RecordingBackend: Sendable {
  struct Call: Sendable {
    let verb: Verb
    /// The request as it is on the wire.
    let arguments: Value
    let caller: Caller
  }

  typealias Answer = @Sendable (Call) -> Result<Value, ControlFailure>

  /// The backend's clock.
  static let now = Instant(seconds: 1_893_456_000) ?? .epoch

  private let seen = Mutex<[Call]>([])
  private let answer: Answer?
  /// Awaited by a call before it is answered.
  private let waiting: @Sendable () async -> Void
  /// Given the continuation of every stream.
  private let streaming: @Sendable (AsyncStream<EventStreamEntry>.Continuation) -> Void

  /// - Parameter answer: nil for an answer made of samples.
  init(
    _ answer: Answer? = nil, waiting: @escaping @Sendable () async -> Void = {},
    streaming: @escaping @Sendable (AsyncStream<EventStreamEntry>.Continuation) -> Void = { $0.finish() }
  ) {
    self.answer = answer
    self.waiting = waiting
    self.streaming = streaming
  }

  var calls: [Call] { seen.withLock { $0 } }

  var routes: ControlRoutes { ControlRoutes(VerbTable.all.map { route($0) }) { Self.now } }

  private func route<R: ControlRequest>(_ type: R.Type) -> Route {
    switch type {
    case is FollowEvents.Type:
      .stream(FollowEvents.self) { request, caller throws(ControlFailure) in try await self.stream(request, caller) }
    case is AdvanceClock.Type:
      .stream(AdvanceClock.self) { request, caller throws(ControlFailure) in try await self.stream(request, caller) }
    default:
      .answer(type) { request, caller throws(ControlFailure) in
        let call = try self.record(request, caller)
        await self.waiting()
        guard let value = try self.answer?(call).get() else {
          guard let sample = TypeForm.sample(R.Answer.self) else { throw Self.broken("no sample of \(R.Answer.self)") }
          return sample
        }
        do throws(WireFault) {
          return try Wire.read(R.Answer.self, from: value, strictly: false)
        } catch {
          throw Self.broken("\(error)")
        }
      }
    }
  }

  private func stream<R: StreamedRequest>(
    _ request: R, _ caller: Caller
  ) async throws(ControlFailure) -> AsyncStream<EventStreamEntry> {
    let call = try record(request, caller)
    _ = try answer?(call).get()
    let (stream, continuation) = AsyncStream.makeStream(of: EventStreamEntry.self)
    streaming(continuation)
    return stream
  }

  private func record<R: ControlRequest>(_ request: R, _ caller: Caller) throws(ControlFailure) -> Call {
    do {
      let call = Call(verb: R.verb, arguments: try Wire.value(of: request), caller: caller)
      seen.withLock { $0.append(call) }
      return call
    } catch {
      throw Self.broken("\(error)")
    }
  }

  private static func broken(_ message: String) -> ControlFailure {
    ControlFailure(status: 500, code: "test", message: message)
  }
}
