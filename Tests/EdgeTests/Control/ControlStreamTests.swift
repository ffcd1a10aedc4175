import Control
import Synchronization
import Testing

@Suite struct ControlStreamTests {
  private func lines(_ client: ControlClient, stopAfter count: Int = .max) async -> (
    [EventStreamEntry], ControlFailure?
  ) {
    await blocking {
      var seen: [EventStreamEntry] = []
      do throws(ControlFailure) {
        try client.stream(FollowEvents()) { line in
          seen.append(line.answer)
          return seen.count < count
        }
        return (seen, nil)
      } catch {
        return (seen, error)
      }
    }
  }

  @Test func linesComeInOrderUntilTheStreamEnds() async throws {
    let backend = RecordingBackend(streaming: { continuation in
      for number in 0..<100 { continuation.yield(EventStreamEntry(text: "\(number)")) }
      continuation.finish()
    })
    try await ControlHarness.with(backend) { control async throws in
      let (seen, failure) = await lines(control.reads)
      #expect(failure == nil)
      #expect(seen == (0..<100).map { EventStreamEntry(text: "\($0)") })
    }
  }

  @Test func aLineArrivesBeforeTheStreamEnds() async throws {
    let (continuations, handOver) = AsyncStream.makeStream(of: AsyncStream<EventStreamEntry>.Continuation.self)
    let backend = RecordingBackend(streaming: { continuation in
      continuation.yield(EventStreamEntry(text: "first"))
      handOver.yield(continuation)
    })
    try await ControlHarness.with(backend) { control async throws in
      // Ends only because the first line is seen while the stream is still open.
      let (seen, failure) = await lines(control.reads, stopAfter: 1)
      #expect(seen == [EventStreamEntry(text: "first")])
      #expect(failure == nil)
      for await continuation in continuations {
        continuation.finish()
        break
      }
    }
  }

  @Test func aStreamIsGivenUpWhenItsReaderLeaves() async throws {
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    let backend = RecordingBackend(streaming: { continuation in
      continuation.onTermination = { _ in end.finish() }
      continuation.yield(EventStreamEntry(text: "first"))
    })
    try await ControlHarness.with(backend) { control async throws in
      _ = await lines(control.reads, stopAfter: 1)
      // Nothing more is written to it: that the reader left has to be noticed all the same.
      for await _ in ended {}
    }
  }

  @Test func aStreamThatIsCutOffIsNotTakenForOneThatEnded() async throws {
    let (continuations, handOver) = AsyncStream.makeStream(of: AsyncStream<EventStreamEntry>.Continuation.self)
    let backend = RecordingBackend(streaming: { continuation in
      continuation.yield(EventStreamEntry(text: "first"))
      handOver.yield(continuation)
    })
    try await ControlHarness.with(backend, grace: .zero) { control async throws in
      async let result = lines(control.reads)
      for await _ in continuations { break }
      control.server.drain()
      let (_, failure) = await result
      #expect(failure?.status == 0)
    }
  }

  @Test func aRefusedStreamIsAFailure() async throws {
    let refusal = ControlFailure(status: 409, code: "live_clock", message: "the clock is live")
    try await ControlHarness.with(RecordingBackend { _ in .failure(refusal) }) { control async throws in
      let (seen, failure) = await lines(control.reads)
      #expect(seen.isEmpty)
      #expect(failure == refusal)
    }
  }
}
